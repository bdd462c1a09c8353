// Opens everything that a command needs of a store that nobody uses, and closes it again.
import { systemClock } from '../../clock.ts'
import { readConfig } from '../../config.ts'
import { createLog } from '../../log.ts'
import { organisationFromFile } from '../../organisation/read.ts'
import { openParts } from '../../parts.ts'
import type { stopRestored } from '../../requests/restored.ts'
import { loadSkills } from '../../skills.ts'
import { refuseUsed } from '../../store/postgres.ts'

type Deps = Parameters<typeof stopRestored>[0]

/** Throws `store-in-use`, or `store-locked` of a folder. */
export async function whileStopped<T>(work: (deps: Deps) => Promise<T>): Promise<T> {
  const config = readConfig()
  const skills = await loadSkills()
  const organisation = organisationFromFile(config.policyFile, { skillNames: [...skills.keys()] })
  if (config.databaseUrl !== undefined) await refuseUsed(config.databaseUrl)
  const log = createLog({ level: 'error', secrets: [config.secret, config.databaseUrl ?? ''] })
  const parts = await openParts({ config, clock: systemClock, log, skills, organisation })
  try {
    return await work({ ...parts, clock: systemClock, log, organisation })
  } finally {
    await parts.close()
  }
}
