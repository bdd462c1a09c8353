// `new`: writes a skill or an action with its test, refuses a name that would not work, and says what to do next.
import { join } from 'node:path'
import { Command } from 'commander'
import { LatchkeyError } from '../errors.ts'
import { english } from '../words/render.ts'
import { type Text, text } from '../words/text.ts'
import { makeAction } from './new/action.ts'
import { makeSkill } from './new/skill.ts'

const root = join(import.meta.dirname, '..', '..')

const kinds = { skill: makeSkill, action: makeAction }
const isKind = (kind: string): kind is keyof typeof kinds => Object.hasOwn(kinds, kind)

export const newCommand = (): Command =>
  new Command('new')
    .description(english(text('new.about')))
    .argument('<kind>', english(text('new.kind')))
    .argument('<name>', english(text('new.name')))
    .action(async (kind: string, name: string) => {
      const { files, next } = await makeNew(root, kind, name)
      const say = (words: Text): void => void process.stdout.write(english(words))
      for (const file of files) say(text('new.written', { file }))
      say(text('new.steps', next))
    })

/** Throws `bad-input`, with the cure, before anything is written. */
export async function makeNew(folder: string, kind: string, name: string) {
  if (!isKind(kind)) throw new LatchkeyError('bad-input', { reason: text('new.bad-kind', { kind, name }) })
  return kinds[kind](folder, name)
}
