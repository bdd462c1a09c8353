// The project's own files as text, for the tests of its conventions.
import { readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join, posix, relative, sep } from 'node:path'

export const root = join(import.meta.dirname, '../..')

const notOurs = new Set(['node_modules', '.git', '.latchkey', 'coverage'])

function walk(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (notOurs.has(entry.name)) return []
    const path = join(folder, entry.name)
    return entry.isDirectory() ? walk(path) : relative(root, path).split(sep).join('/')
  })
}

/** Every file by its path from the root, with forward slashes. */
const all: readonly string[] = walk(root).sort()

export const files = (pattern: RegExp): string[] => all.filter((file) => pattern.test(file))
export const exists = (file: string): boolean => all.includes(file)
export const read = (file: string): string => readFileSync(join(root, file), 'utf8')
export const linesOf = (file: string): number => read(file).split('\n').length - 1

/** `skills/join-group.ts` is named `join-group`. */
export const nameOf = (file: string): string => basename(file).replace(/\.(?:test\.)?[a-z]+$/, '')

export const kebab = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/

/** The names of all files of one kind, one a file, in one folder. */
export const namesIn = (folder: string, except: readonly string[] = []): string[] =>
  files(new RegExp(`^${folder}/[^/]+\\.ts$`))
    .map(nameOf)
    .filter((name) => !except.includes(name))

export interface Import {
  from: string
  /** A path from the root for our own files and our two doors; else the name of the package or of Node's module. */
  to: string
  /** Nothing of it is left when the program runs. */
  isType: boolean
}

const doors: Record<string, string> = { '#latchkey': 'src/index.ts', '#latchkey/adapter': 'src/adapter.ts' }
const statement = /^(?:import|export)(?<type> type)?(?: (?<names>[^;'"]*?) from)? '(?<target>[^']+)'/gm
const dynamic = /\bimport\('(?<target>[^']+)'\)/g

/** As the formatter writes them: one quote, from the start of a line. */
export function importsOf(file: string, text: string = read(file)): Import[] {
  const found = [...text.matchAll(statement), ...text.matchAll(dynamic)]
  return found.map(({ groups = {} }) => ({
    from: file,
    to: resolved(file, groups.target ?? ''),
    isType: groups.type !== undefined || namesTypesOnly(groups.names ?? ''),
  }))
}

const namesTypesOnly = (names: string): boolean =>
  names.startsWith('{') && listed(names).every((name) => name.startsWith('type '))

const listed = (names: string): string[] =>
  names
    .replace(/[{}]/g, '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')

function resolved(file: string, target: string): string {
  if (target.startsWith('.')) return posix.join(dirname(file), target)
  return doors[target] ?? packageOf(target)
}

const packageOf = (target: string): string =>
  target.startsWith('node:') ? target : (/^(?:@[^/]+\/)?[^/]+/.exec(target)?.[0] ?? target)

/** The opening comment of a file, as one line. */
export function openingOf(file: string): string {
  const text = read(file).replace(/^#!.*\n/, '')
  const match =
    /^(?:\/\/ (?<line>.*(?:\n\/\/ .*)*)|\/\*+ (?<block>[^*]+) \*\/|# (?<hash>.*(?:\n# .*)*)|<!--\s*(?<html>[^>]+?)-->)/.exec(
      text,
    )
  const { line, block, hash, html } = match?.groups ?? {}
  return (line ?? block ?? hash ?? html ?? '').replace(/\n(?:\/\/|#) /g, ' ').trim()
}
