// The chat platforms that the configuration switches on, each built from its settings, all on the one web server.
import type { Logger } from 'pino'
import { createSlackAdapter } from '../../../adapters/slack/index.ts'
import { createTeamsAdapter } from '../../../adapters/teams/index.ts'
import type { Adapter } from '../../adapter.ts'
import type { Config } from '../../config.ts'
import type { AdapterParts } from '../../main.ts'
import type { Organisation } from '../../organisation/organisation.ts'
import { createOpenForms } from '../../outbox/open-forms.ts'
import { createReferences } from '../../outbox/references.ts'
import type { WebServer } from '../../web/server.ts'
import { wordsForTeams } from '../../words/for-teams.ts'

interface Settings extends Pick<Config, 'slack' | 'teams'> {
  organisation: Organisation
  web: WebServer
}

export const createAdapters = (settings: Settings, parts: AdapterParts): Adapter[] =>
  [slack(settings, parts), teams(settings, parts)].filter((one) => one !== undefined)

function slack({ slack: set, web }: Settings, { log, clock, isNew }: AdapterParts): Adapter | undefined {
  if (!set) return undefined
  const { botToken, signingSecret, appToken, apiUrl } = set
  return createSlackAdapter({
    botToken,
    signingSecret,
    // With an app token Slack is reached over a connection that Latchkey opens, and needs no address of ours.
    ...(appToken === undefined ? {} : { appToken }),
    ...(apiUrl === undefined ? {} : { apiUrl }),
    router: web.app,
    clock,
    replay: { isNew },
    log: adapterLog(log),
  })
}

function teams({ teams: set, organisation, web }: Settings, parts: AdapterParts): Adapter | undefined {
  if (!set) return undefined
  const { log, clock, isNew } = parts
  return createTeamsAdapter({
    ...set,
    router: web.app,
    references: createReferences('teams', parts),
    forms: createOpenForms(parts),
    words: wordsForTeams(organisation.organisation),
    clock,
    isNew,
    log: adapterLog(log),
  })
}

const adapterLog = (log: Logger) => ({
  info: (message: string) => log.info(message),
  warn: (message: string) => log.warn(message),
  error: (message: string) => log.error(message),
})
