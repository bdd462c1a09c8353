// What a command has of Latchkey: the real parts on a store of their own, and no security contacts, so that JumpCloud is not asked.
import type { Clock } from '../src/clock.ts'
import { createLog } from '../src/log.ts'
import { organisationFromFile } from '../src/organisation/read.ts'
import { openParts } from '../src/parts.ts'
import { loadSkills } from '../src/skills.ts'
import type { OpenStoreOptions } from '../src/store/open.ts'
import { testSecret } from './latchkey.ts'
import { examplePath } from './organisation/example.ts'

const jumpcloud = {
  credential: { kind: 'api-key', key: 'never-used' },
  readCredential: undefined,
  orgId: undefined,
  region: 'us',
  overrides: {},
} as const

interface PartsPlace {
  databaseUrl?: string | undefined
  embedded: Pick<OpenStoreOptions, 'inMemory' | 'template'>
  clock: Clock
}

export async function openTestParts({ databaseUrl, embedded, clock }: PartsPlace) {
  const log = createLog({ level: 'silent', secrets: [] })
  const organisation = { ...organisationFromFile(examplePath), securityContacts: [] }
  const config = { jumpcloud, databaseUrl, dataFolder: '', secret: testSecret }
  const parts = await openParts({ config, clock, log, skills: await loadSkills(), store: embedded })
  return { ...parts, clock, log, organisation }
}
