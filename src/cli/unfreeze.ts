// `unfreeze`: starts Latchkey again from its host, together with somebody who has approved it in chat.
import { Command } from 'commander'
import { systemClock } from '../clock.ts'
import { readConfig } from '../config.ts'
import { createLog } from '../log.ts'
import { organisationFromFile } from '../organisation/read.ts'
import { actionsByName, openParts } from '../parts.ts'
import { unfreezeOnHost } from '../requests/host-freeze.ts'
import { loadSkills } from '../skills.ts'
import { english } from '../words/render.ts'
import { text } from '../words/text.ts'

export const unfreezeCommand = (): Command =>
  new Command('unfreeze').description(english(text('unfreeze.about'))).action(unfreeze)

async function unfreeze(): Promise<void> {
  const config = readConfig()
  const skills = await loadSkills()
  const organisation = organisationFromFile(config.policyFile, { skillNames: [...skills.keys()] })
  const log = createLog({ level: 'error', secrets: [config.secret] })
  const parts = await openParts({ config, clock: systemClock, log, skills, organisation })
  try {
    const outcome = await unfreezeOnHost({ ...parts, clock: systemClock, organisation, actions: actionsByName })
    process.stdout.write(`${english(text(`unfreeze.${outcome}`))}\n`)
    if (outcome === 'needs-chat') process.exitCode = 1
  } finally {
    await parts.close()
  }
}
