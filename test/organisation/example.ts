// The example file as data to spoil, one setting at a time, and as text again.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import { hasCode } from '../../src/errors.ts'
import type { Organisation } from '../../src/organisation/organisation.ts'
import { readOrganisation } from '../../src/organisation/read.ts'

export const examplePath = join(import.meta.dirname, '..', '..', 'latchkey.example.yaml')
export const exampleText = readFileSync(examplePath, 'utf8')

export type Path = (string | number)[]

const branch = z.record(z.union([z.string(), z.number()]), z.unknown())

/** Every setting of the example, groups of settings before what is in them. */
export function settingsOf(data: unknown = parse(exampleText), path: Path = []): { path: Path; value: unknown }[] {
  const own = path.length > 0 ? [{ path, value: data }] : []
  if (Array.isArray(data)) return [...own, ...data.flatMap((value, index) => settingsOf(value, [...path, index]))]
  if (typeof data !== 'object' || data === null) return own
  return [...own, ...Object.entries(branch.parse(data)).flatMap(([key, value]) => settingsOf(value, [...path, key]))]
}

export const readText = (text: string): Organisation => readOrganisation(text, 'latchkey.yaml')

/** What is wrong, line by line; empty when the text is accepted. */
export function problemsIn(text: string, options: { skillNames?: readonly string[] } = {}): string[] {
  try {
    readOrganisation(text, 'latchkey.yaml', options)
    return []
  } catch (error) {
    if (hasCode(error, 'config-invalid')) return error.message.split('\n').slice(1)
    throw error
  }
}

/** The example's text with one piece replaced, so that lines and columns stay what they are. */
export function edited(piece: string, by: string): string {
  if (!exampleText.includes(piece)) throw new Error(`the example has no “${piece}”`)
  return exampleText.replace(piece, by)
}

/** Where a piece of text begins, as problems name it. */
export function placeIn(text: string, piece: string, within = piece): string {
  const offset = text.indexOf(piece) + piece.indexOf(within)
  const before = text.slice(0, offset).split('\n')
  return `latchkey.yaml:${before.length}:${(before.at(-1)?.length ?? 0) + 1}`
}
