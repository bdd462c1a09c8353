// What all that is new has in common: a name that works, files that are not there yet, and what to do next.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { LatchkeyError } from '../../errors.ts'
import { type Text, text } from '../../words/text.ts'
import { camel } from '../generate/action-list.ts'
import { generated } from '../generate/generated.ts'

export interface Made {
  /** Paths from the root. */
  files: string[]
  next: { first: Text; second: Text; third: Text }
}

/** The same form as in latchkey.yaml. */
const form = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/
const longest = 40

/** Throws `bad-input` and shows a name that would do. */
export function requireName(kind: string, name: string): void {
  if (form.test(name) && name.length <= longest) return
  const suggestion = name
    .replace(/([a-z])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[-0-9]+|-+$/g, '')
    .slice(0, longest)
    .replace(/-+$/, '')
  throw new LatchkeyError('bad-input', {
    reason: text('new.bad-name', { kind, name, suggestion: suggestion || 'revoke-vpn' }),
  })
}

export function requireFree(root: string, files: readonly string[]): void {
  const taken = files.find((file) => existsSync(join(root, file)))
  if (taken !== undefined) throw new LatchkeyError('bad-input', { reason: text('new.exists', { file: taken }) })
}

/** Writes the files, then what is generated from the folders that they are in. */
export async function writeAll(root: string, files: Record<string, string>): Promise<string[]> {
  for (const [file, content] of Object.entries(files)) writeFileSync(join(root, file), content, { flag: 'wx' })
  for (const { file, content } of await generated(root)) writeFileSync(join(root, file), content)
  return Object.keys(files)
}

/** `revoke-vpn` is "revoke vpn". */
export const phraseOf = (name: string): string => name.replaceAll('-', ' ')

const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1)

/** The template of this name, with what stands in {{…}} filled in. */
export function filled(template: string, name: string, more: Record<string, string> = {}): string {
  const phrase = phraseOf(name)
  const values: Record<string, string> = { name, phrase, title: capital(phrase), camel: camel(name), ...more }
  const source = readFileSync(join(import.meta.dirname, `${template}.txt`), 'utf8')
  return source.replace(/\{\{(\w+)\}\}/g, (_, value: string) => values[value] ?? '')
}
