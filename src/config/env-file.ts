// The file .env beside the program: read once at the start, and written by `setup` without losing what stands in it.
import { parseEnv } from 'node:util'
import { type Text, text } from '../words/text.ts'
import { type ReadFile, readFoundFile } from './secret-file.ts'

export type Environment = Record<string, string | undefined>

/** In the folder in which Latchkey is started. */
export const envFile = '.env'

type Read = { values: Environment } | { problem: Text }

/** No file is an empty one. A file that others may read is refused: secrets stand in it. */
export function readEnvFile(path: string, readFile: ReadFile = readFoundFile): Read {
  try {
    const found = readFile(path)
    if (found.text === undefined) return { problem: text('config.env-not-plain', { file: path }) }
    if (((found.mode ?? 0) & 0o006) !== 0) return { problem: text('config.env-open', { file: path }) }
    return { values: parseEnv(found.text) }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable'
    return code === 'ENOENT' ? { values: {} } : { problem: text('config.env-unreadable', { file: path, reason: code }) }
  }
}

/** The same file with some settings changed, added at its end, or (undefined) taken out; everything else as it stands. */
export function withSettings(before: string, changes: ReadonlyMap<string, string | undefined>): string {
  let after = before
  for (const [name, value] of changes) after = withSetting(after, name, value)
  const wanted: Environment = { ...parseEnv(before) }
  for (const [name, value] of changes) {
    if (value === undefined) delete wanted[name]
    else wanted[name] = value
  }
  const read = parseEnv(after)
  const names = new Set([...Object.keys(wanted), ...Object.keys(read)])
  if ([...names].some((name) => wanted[name] !== read[name]))
    throw new Error('this .env cannot be changed line by line')
  return after
}

function withSetting(before: string, name: string, value: string | undefined): string {
  // Its line, or its lines where the value is quoted over several.
  const place = new RegExp(
    `^[ \\t]*(?:export[ \\t]+)?${name}[ \\t]*=[ \\t]*(?:'[^']*'|"[^"]*"|\`[^\`]*\`|[^\\n]*)[^\\n]*\\n?`,
    'gm',
  )
  let isPlaced = false
  const replaced = before.replace(place, () => {
    if (value === undefined || isPlaced) return ''
    isPlaced = true
    return `${name}=${quoted(value)}\n`
  })
  if (value === undefined || isPlaced) return replaced
  const gap = replaced === '' || replaced.endsWith('\n') ? '' : '\n'
  return `${replaced}${gap}${name}=${quoted(value)}\n`
}

/** Bare where it can be, because not everything that reads such files knows quotes. */
function quoted(value: string): string {
  if (/^[\w./:@%+,=~?&*!^-]+$/.test(value)) return value
  const quote = ["'", '`', '"'].find((one) => !value.includes(one) && (one !== '"' || !value.includes('\\')))
  if (quote === undefined) throw new Error('a value with every kind of quote cannot stand in .env')
  return `${quote}${value}${quote}`
}

/** Whether `.env` can hold it; if not, a file of its own can (`NAME_FILE`). */
export const canStand = (value: string): boolean => {
  try {
    return parseEnv(`X=${quoted(value)}`).X === value
  } catch {
    return false
  }
}
