// A new action: it refuses to run until its author has said what it does, and its test runs the contract of all actions.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from '../../words/text.ts'
import { filled, type Made, requireFree, requireName, writeAll } from './made.ts'

const words = 'src/words/en/actions.ts'

export async function makeAction(root: string, name: string): Promise<Made> {
  requireName('action', name)
  const [file, test] = [`src/actions/${name}.ts`, `test/actions/${name}.test.ts`]
  requireFree(root, [file, test])
  const files = await writeAll(root, { [file]: filled('action', name), [test]: filled('action-test', name) })
  writeFileSync(join(root, words), withWords(readFileSync(join(root, words), 'utf8'), name))
  return {
    files: [...files, words],
    next: {
      first: text('new.action-first', { file }),
      second: text('new.action-second'),
      third: text('new.action-third', { test }),
    },
  }
}

/** Its sentences go to the end of the catalogue's part for actions. */
const withWords = (catalogue: string, name: string): string =>
  catalogue.replace(/\} as const\n$/, (end) => `\n${filled('action-words', name)}${end}`)
