// `generate`: writes what follows from the folders, so that nothing is listed by hand and nothing goes stale unseen.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Command } from 'commander'
import { english } from '../words/render.ts'
import { text } from '../words/text.ts'
import { generated } from './generate/generated.ts'

const root = join(import.meta.dirname, '..', '..')

export const generateCommand = (): Command =>
  new Command('generate').description(english(text('generate.about'))).action(async () => {
    const stale = (await generated(root)).filter(
      ({ file, content }) => readFileSync(join(root, file), 'utf8') !== content,
    )
    for (const { file, content } of stale) {
      writeFileSync(join(root, file), content)
      process.stdout.write(english(text('generate.written', { file })))
    }
    if (stale.length === 0) process.stdout.write(english(text('generate.fresh')))
  })
