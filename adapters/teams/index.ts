// The Teams adapter: the port of `#latchkey/adapter`, filled with the Bot Framework SDK behind a door that checks first.
import type { IRouter } from 'express'
import { type Adapter, type Inbox, LatchkeyError } from '#latchkey/adapter'
import { createAnswers } from './answers.ts'
import { createConnector } from './connector.ts'
import { createTokenSource, type TeamsCredential } from './credentials.ts'
import { callTeams, type Log, platform, quiet } from './failure.ts'
import { accountIn } from './inbound.ts'
import { createSigningKeys, publicMetadata } from './keys.ts'
import type { OpenForms, References } from './memory.ts'
import { createDeliver } from './outbound.ts'
import { messagesPath } from './path.ts'
import { findAccount, findProfile } from './people.ts'
import { createReceiver } from './receiver.ts'
import type { TeamsWords } from './render.ts'
import { createCloudAdapter } from './sdk.ts'
import { createServiceUrls } from './serviceurl.ts'
import { createWork } from './work.ts'

export interface TeamsOptions {
  /** The app's id in Entra: who tokens must be made for. */
  appId: string
  /** The one tenant that is served; everybody else is refused. */
  tenantId: string
  credential: TeamsCredential
  /** Other addresses of Microsoft's signing keys and login, for tests on this machine; with the second, only its origin is ever written to. */
  openIdMetadataUrl?: string | undefined
  loginUrl?: string | undefined
  /** The connector's host names, where the tenant is in a government cloud. */
  connectorHosts?: readonly string[]
  /** An Express app or router on which no body parser runs before this one. */
  router: IRouter
  references: References
  forms: OpenForms
  words: TeamsWords
  clock: { now(): Date }
  /** Says once for each key that it is new, in whichever process, and remembers it for an hour or longer. */
  isNew(key: string): Promise<boolean>
  log?: Log
}

/**
 * Serves one tenant as one single-tenant bot. `credential`, `appId`, `tenantId` and the two addresses are what the
 * configuration holds under `teams`; `references` and `forms` are made from the store (`src/outbox/references.ts`,
 * `src/outbox/open-forms.ts`); `words` are rendered from `words/en/teams.ts`. Starts only when Entra gives it a token.
 */
export function createTeamsAdapter(options: TeamsOptions): Adapter {
  const { router, references, forms, words, clock, isNew, log = quiet } = options
  const appId = options.appId.toLowerCase()
  const tenant = options.tenantId.toLowerCase()
  const metadataUrl = options.openIdMetadataUrl ?? publicMetadata
  const serviceUrls = createServiceUrls(options)
  const token = createTokenSource({ ...options, appId, tenantId: tenant, onRefused: tellShutOut })
  const cloud = createCloudAdapter({ appId, tenantId: tenant, metadataUrl, token, serviceUrls })
  const connector = createConnector(cloud, { appId, tenantId: tenant, serviceUrls })
  const keys = createSigningKeys(metadataUrl, clock)
  const receiver = createReceiver({ appId, keys, serviceUrls, clock, log, cloud })
  const deliver = createDeliver({ tenant, connector, references, serviceUrls, words, isNew, clock, log })
  const people = { tenant, connector, references }
  router.post(messagesPath, (request, response) => receiver.handle(request, response))

  let taking: Inbox | undefined
  let isStarted = false
  const started = <Answer>(call: () => Promise<Answer>): Promise<Answer> => {
    if (!isStarted) throw new LatchkeyError('platform-unavailable', { platform, reason: 'not started' })
    return call()
  }

  /** Teams does not tell that the app's secret has ended or the app is gone: whoever needs the next token finds out. */
  function tellShutOut(): void {
    log.error('Microsoft gives this app no token any more.')
    const eventId = `shut-out:${clock.now().toISOString().slice(0, 10)}`
    taking
      ?.receive({ kind: 'shut-out', account: accountIn(tenant, `28:${appId}`), eventId, why: 'revoked' })
      .catch(() => log.warn('Nobody could be told of it.'))
  }

  return {
    platform: 'teams',
    async start(inbox: Inbox) {
      await callTeams(() => token.get())
      const answers = createAnswers({ connector, forms, words, isNew })
      receiver.open(createWork({ tenant, inbox, references, connector, answers, log }))
      isStarted = true
      taking = inbox
      log.info('Microsoft Teams is connected.')
    },
    async stop() {
      taking = undefined
      await receiver.stop()
    },
    isReady: () => taking !== undefined && !token.isRefused(),
    profile: async (of) => started(() => findProfile(people, of)),
    findAccount: async (email) => started(() => findAccount(people, email)),
    deliver: async (to, card, how) => started(() => deliver(to, card, how)),
  }
}
