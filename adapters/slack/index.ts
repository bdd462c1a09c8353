// The Slack adapter: the port of `#latchkey/adapter`, filled with Bolt behind a receiver that checks first.
import { App } from '@slack/bolt'
import type { IRouter } from 'express'
import { type Adapter, type Inbox, LatchkeyError } from '#latchkey/adapter'
import { listen } from './answers.ts'
import { createDeliver } from './outbound.ts'
import { findAccount, findProfile } from './people.ts'
import { createReceiver, type ReceiverOptions } from './receiver.ts'
import { clientOptions, createClient, type Log, platform, quiet, silent } from './web.ts'
import { findWorkspace, type Workspace } from './workspace.ts'

export interface SlackOptions extends Omit<ReceiverOptions, 'log'> {
  botToken: string
  /** The app's id, if it is known; a token or a request of another app is then refused. */
  appId?: string
  /** Another address of Slack's Web API, for tests. */
  apiUrl?: string
  /** An Express app or router on which no body parser runs before this one. */
  router: IRouter
  log?: Log
}

export const eventsPath = '/slack/events'

const patienceMs = 10_000
/** A form must be open within three seconds of the press. */
const atOncePatienceMs = 2_000

export function createSlackAdapter(options: SlackOptions): Adapter {
  const { botToken, appId, apiUrl, router, log = quiet } = options
  const receiver = createReceiver({ ...options, log })
  const client = createClient(botToken, apiUrl, patienceMs)
  const deliver = createDeliver(client, log)
  let workspace: Workspace | undefined
  router.post(eventsPath, (request, response) => receiver.handle(request, response))

  const getWorkspace = (): Workspace => {
    if (workspace === undefined) throw new LatchkeyError('platform-unavailable', { platform, reason: 'not started' })
    return workspace
  }

  function createApp(inbox: Inbox, ours: Workspace): void {
    const identity = { botToken, botId: ours.bot, botUserId: ours.botUser, teamId: ours.team }
    const app = new App({
      receiver,
      authorize: async () => identity,
      convoStore: false,
      logger: silent,
      clientOptions: clientOptions(apiUrl, patienceMs),
    })
    // A listener that failed must fail the request, so that Slack sends it again.
    app.error(async (error) => {
      throw error
    })
    listen(app, { workspace: ours, inbox, client: createClient(botToken, apiUrl, atOncePatienceMs), log })
  }

  return {
    platform: 'slack',
    async start(inbox) {
      workspace = await findWorkspace(client, appId, log)
      createApp(inbox, workspace)
      receiver.open(workspace)
      log.info('Slack is connected.')
    },
    stop: async () => void (await receiver.stop()),
    profile: (of) => findProfile(client, getWorkspace(), of),
    findAccount: (email) => findAccount(client, getWorkspace(), email),
    deliver: (to, card, how) => deliver(to, card, how),
  }
}
