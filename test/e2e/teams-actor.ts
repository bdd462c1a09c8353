// The child process of the stages with Teams: Latchkey with the real adapter, and with Slack's beside it where both are played.
import { z } from 'zod'
import { createAdapters } from '../../src/cli/start/adapters.ts'
import { act, settingsFromCommandLine } from '../../src/demo/actor.ts'
import { demoOrganisation } from '../../src/demo/organisation.ts'
import { account } from '../../src/ids.ts'
import { createReferences } from '../../src/outbox/references.ts'

const settings = settingsFromCommandLine()
const reference = z.object({
  account,
  member: z.string(),
  serviceUrl: z.string(),
  conversation: z.string(),
  language: z.string().optional(),
  timeZone: z.string().optional(),
})
const { slack, teams } = z
  .object({
    slack: z.object({ apiUrl: z.string(), botToken: z.string(), signingSecret: z.string() }).optional(),
    teams: z.object({
      appId: z.string(),
      tenantId: z.string(),
      password: z.string(),
      loginUrl: z.string(),
      openIdMetadataUrl: z.string(),
      known: z.array(reference),
    }),
  })
  .parse(settings.platform)

await act(settings, {
  adapters(parts, { clock, web }) {
    const { password, known: _, ...app } = teams
    const on = {
      slack: slack && { ...slack, appToken: undefined },
      teams: { ...app, credential: { kind: 'password', password } as const },
    }
    return createAdapters({ ...on, organisation: demoOrganisation(settings.audit), web }, { ...parts, clock })
  },
  async started({ store, core: { clock, keys } }) {
    const references = createReferences('teams', { store, clock, keys, alarm: async () => {} })
    for (const { language, timeZone, ...one } of teams.known)
      await references.save({ ...one, language, timeZone, roster: undefined, metIn: undefined })
  },
})
