// Where words are used in the source: every key that stands there, and the values that a visible use gives along.
import { IntlMessageFormat } from 'intl-messageformat'

export interface Use {
  file: string
  keys: string[]
  /** Names of the values; undefined where they cannot be seen from here (passed on, or spread). */
  values: string[] | undefined
}

/** The calls of text(…), answer(…) and new LatchkeyError(…) in a file, with the keys in their first argument. */
export function usesIn(file: string, source: string, isKey: (key: string) => boolean): Use[] {
  const calls = [...source.matchAll(/(?<![\w.])(?<name>text|answer|new LatchkeyError)\(/g)]
  return calls.flatMap((call) => {
    const [first = '', second] = argumentsAt(source, call.index + call[0].length)
    const prefix = call.groups?.name === 'new LatchkeyError' ? 'error.' : ''
    // A card in place of a key has uses of its own inside.
    const keys = first.startsWith('{')
      ? []
      : keyLike(first)
          .map((key) => prefix + key)
          .filter(isKey)
    return keys.length > 0 ? [{ file, keys, values: valuesOf(second) }] : []
  })
}

/** Literals that could be keys. Anything wider would take the space between two literals for one. */
export const keyLike = (source: string): string[] =>
  [...source.matchAll(/'([a-z][\w.-]*)'/g)].map(([, literal = '']) => literal)

/** Every literal of a source without patterns, as it stands between its quotes. */
export function stringsIn(source: string): string[] {
  const found: string[] = []
  for (let i = 0; i < source.length; i += 1) {
    if (!'\'"`'.includes(source[i] ?? '')) continue
    const end = endOfString(source, i)
    found.push(source.slice(i + 1, end))
    i = end
  }
  return found
}

/** The texts of a call's arguments, from behind its opening bracket to the closing one. */
function argumentsAt(source: string, start: number): string[] {
  const found: string[] = []
  let depth = 0
  let from = start
  for (let i = start; i < source.length; i += 1) {
    const letter = source[i] ?? ''
    if ('\'"`'.includes(letter)) i = endOfString(source, i)
    else if ('([{'.includes(letter)) depth += 1
    else if (depth === 0 && (letter === ',' || letter === ')')) {
      found.push(source.slice(from, i).trim())
      if (letter === ')') return found.filter((argument) => argument !== '')
      from = i + 1
    } else if (')]}'.includes(letter)) depth -= 1
  }
  return found
}

function endOfString(source: string, start: number): number {
  for (let i = start + 1; i < source.length; i += 1) {
    if (source[i] === '\\') i += 1
    else if (source[i] === source[start]) return i
  }
  return source.length
}

/** The names in an object literal; none where there is no second argument. */
function valuesOf(argument: string | undefined): string[] | undefined {
  if (argument === undefined) return []
  if (!argument.startsWith('{')) return undefined
  const parts = argumentsAt(`${argument.slice(1, -1)})`, 0)
  return parts.some((part) => part.startsWith('...'))
    ? undefined
    : parts.map((part) => /^'?([\w-]+)/.exec(part)?.[1] ?? part)
}

/** Every name in braces of a message, those inside plurals and choices too. */
export function placeholdersOf(message: string): string[] {
  const names = new Set<string>()
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) for (const one of node) visit(one)
    else if (typeof node === 'object' && node !== null) {
      const { type, value, options } = node as {
        type?: number
        value?: unknown
        options?: Record<string, { value: unknown }>
      }
      // 0 is plain text, 7 the number sign inside a plural; everything else names a value.
      if (type !== undefined && type !== 0 && type !== 7) names.add(String(value))
      for (const option of Object.values(options ?? {})) visit(option.value)
    }
  }
  visit(new IntlMessageFormat(message, 'en', undefined, { ignoreTag: true }).getAst())
  return [...names].sort()
}
