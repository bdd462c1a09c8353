// Keeps .env and its copies out of version control: the ignore rules are looked at, and added to after a yes.
import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { text } from '../words/text.ts'
import type { Terminal } from './terminal.ts'

/** The file itself, and the dated copies beside it. */
const needed = ['.env', '.env.*'] as const

export async function checkIgnored(terminal: Terminal, folder: string): Promise<void> {
  const missing = unignored(folder)
  if (missing.length === 0) return
  const names = missing.join(', ')
  if (!(await terminal.agree(text('setup.not-ignored', { names })))) return
  const path = join(folder, '.gitignore')
  const before = existsSync(path) ? readFileSync(path, 'utf8') : ''
  appendFileSync(path, `${before === '' || before.endsWith('\n') ? '' : '\n'}${missing.join('\n')}\n`)
  terminal.say(text('setup.ignored', { names }))
}

/** Patterns that are missing in every .gitignore from this folder up; none outside of a repository. */
export function unignored(folder: string): string[] {
  const folders = upToRepository(folder)
  const rules = folders.flatMap((one) => rulesOf(join(one, '.gitignore')))
  if (folders.length === 0) return []
  return needed.filter((name) => !rules.some((rule) => covers(rule, name)) || rules.includes(`!${name}`))
}

function upToRepository(folder: string): string[] {
  const found: string[] = []
  for (let one = folder; ; one = dirname(one)) {
    found.push(one)
    if (existsSync(join(one, '.git'))) return found
    if (dirname(one) === one) return []
  }
}

const rulesOf = (path: string): string[] =>
  existsSync(path)
    ? readFileSync(path, 'utf8')
        .split('\n')
        .map((line) => line.trim())
    : []

const covers = (rule: string, name: string): boolean => {
  const plain = rule.replace(/^\//, '')
  return plain === name || plain === '.env*' || plain === '*'
}
