// `freeze`: stops every change that Latchkey makes, from its host; every process on the same store obeys within moments.
import { Command } from 'commander'
import { systemClock } from '../clock.ts'
import { readConfig } from '../config.ts'
import { LatchkeyError } from '../errors.ts'
import { createLog } from '../log.ts'
import { organisationFromFile } from '../organisation/read.ts'
import { openParts } from '../parts.ts'
import { freezeOnHost } from '../requests/host-freeze.ts'
import { loadSkills } from '../skills.ts'
import { english } from '../words/render.ts'
import { text } from '../words/text.ts'

export const freezeCommand = (): Command =>
  new Command('freeze')
    .description(english(text('freeze.about')))
    .option('--reason <words>', english(text('freeze.reason')))
    .action(({ reason }: { reason?: string }) => freeze(reason))

async function freeze(reason: string | undefined): Promise<void> {
  const config = readConfig()
  const log = createLog({ level: 'error', secrets: [config.secret] })
  const parts = await openParts({ config, clock: systemClock, log, skills: await loadSkills() })
  try {
    const organisation = organisationIfSound(config.policyFile)
    const isNew = await freezeOnHost({ ...parts, clock: systemClock, organisation }, reason)
    process.stdout.write(`${english(text(isNew ? 'freeze.frozen' : 'freeze.frozen-already'))}\n`)
  } finally {
    await parts.close()
  }
}

/** A mistake in latchkey.yaml must not keep anybody from stopping; only the audit channel then hears nothing. */
function organisationIfSound(file: string) {
  try {
    return organisationFromFile(file)
  } catch (error) {
    if (!(error instanceof LatchkeyError)) throw error
    process.stderr.write(`${error.message}\n`)
    return undefined
  }
}
