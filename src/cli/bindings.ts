// `bindings import FILE`: connects chat accounts to JumpCloud users on an administrator's word, each one recorded.
import { readFileSync } from 'node:fs'
import { Command } from 'commander'
import { systemClock } from '../clock.ts'
import { readConfig } from '../config.ts'
import { LatchkeyError } from '../errors.ts'
import { createLog } from '../log.ts'
import { openParts } from '../parts.ts'
import { importBindings } from '../people/import.ts'
import { loadSkills } from '../skills.ts'
import { english } from '../words/render.ts'
import { text } from '../words/text.ts'

export const bindingsCommand = (): Command => {
  const command = new Command('bindings').description(english(text('bindings.about')))
  command
    .command('import')
    .description(english(text('bindings.import')))
    .argument('<file>', english(text('bindings.file')))
    .action(importFile)
  return command
}

async function importFile(file: string): Promise<void> {
  const config = readConfig()
  const csv = contentOf(file)
  const log = createLog({ level: 'error', secrets: [config.secret] })
  const parts = await openParts({ config, clock: systemClock, log, skills: await loadSkills() })
  try {
    const counts = await importBindings(parts, csv)
    process.stdout.write(`${english(text('bindings.imported', counts))}\n`)
  } finally {
    await parts.close()
  }
}

function contentOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new LatchkeyError('bad-input', { reason }, { cause: error })
  }
}
