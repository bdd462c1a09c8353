// Everything that is written from the folders, as it should stand now: for the command, and for the test that compares.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { LatchkeyError } from '../../errors.ts'
import { loadSkills } from '../../skills.ts'
import { text } from '../../words/text.ts'
import { actionList } from './action-list.ts'
import { skillTable } from './skill-table.ts'

export interface Generated {
  /** Its path from the root. */
  file: string
  content: string
}

const [start, end] = ['<!-- skills: written by `npm run generate` -->', '<!-- end of skills -->']

/** Throws `bad-input` when the README has no place for the table. */
export async function generated(root: string): Promise<Generated[]> {
  return [
    { file: 'src/actions/index.ts', content: actionList(join(root, 'src/actions')) },
    { file: 'README.md', content: await readme(root) },
  ]
}

async function readme(root: string): Promise<string> {
  const file = 'README.md'
  const [before, rest] = readFileSync(join(root, file), 'utf8').split(start)
  const [, after] = rest?.split(end) ?? []
  if (before === undefined || after === undefined)
    throw new LatchkeyError('bad-input', { reason: text('generate.no-place', { file, start, end }) })
  const table = skillTable(await loadSkills(join(root, 'skills')))
  return `${before}${start}\n\n${table}\n${end}${after}`
}
