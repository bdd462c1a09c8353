// The Slack adapter: the port of `#latchkey/adapter`, filled with Bolt behind a door that checks first.
import { App } from '@slack/bolt'
import type { IRouter } from 'express'
import { type Adapter, type Inbox, LatchkeyError } from '#latchkey/adapter'
import { listen } from './answers.ts'
import { createCourtesies } from './courtesies.ts'
import { createIntake, type IntakeOptions } from './intake.ts'
import { createDeliver } from './outbound.ts'
import { findAccount, findProfile } from './people.ts'
import { createReceiver, type ReceiverOptions } from './receiver.ts'
import { createSocket, type SocketOptions } from './socket.ts'
import { clientOptions, createClient, isShutOut, type Log, platform, quiet, silent } from './web.ts'
import { findWorkspace, type Workspace } from './workspace.ts'

export interface SlackOptions extends Omit<ReceiverOptions, 'log' | 'intake'>, Omit<IntakeOptions, 'log'> {
  botToken: string
  /** With it Slack is reached over Socket Mode, and nothing is taken in over HTTP. */
  appToken?: string
  /** The app's id, if it is known; a token or a request of another app is then refused. */
  appId?: string
  /** Another address of Slack's Web API, for tests. */
  apiUrl?: string
  /** An Express app or router on which no body parser runs before this one. */
  router: IRouter
  /** How long to wait before Socket Mode is tried again, for tests. */
  waitMs?: NonNullable<SocketOptions['waitMs']>
  log?: Log
}

export const eventsPath = '/slack/events'

const patienceMs = 10_000
/** A form must be open within three seconds of the press. */
const atOncePatienceMs = 2_000

export function createSlackAdapter(options: SlackOptions): Adapter {
  const { botToken, appId, apiUrl, log = quiet } = options
  const intake = createIntake({ ...options, log })
  const door = createDoor(options, { ...options, intake, log })
  const client = createClient(botToken, apiUrl, patienceMs)
  const quick = createClient(botToken, apiUrl, atOncePatienceMs)
  const courtesies = createCourtesies(quick, log)
  const deliver = createDeliver(client, log, (of) => of.platform === 'slack' && of.tenant === workspace?.team)
  let workspace: Workspace | undefined
  let isLetIn = false

  const getWorkspace = (): Workspace => {
    if (workspace === undefined) throw new LatchkeyError('platform-unavailable', { platform, reason: 'not started' })
    return workspace
  }

  /** Any answer of Slack's can be the one that tells that the token is dead. */
  const watched = async <Answer>(call: () => Promise<Answer>): Promise<Answer> => {
    try {
      return await call()
    } catch (error) {
      if (isShutOut(error)) isLetIn = false
      throw error
    }
  }

  function createApp(inbox: Inbox, ours: Workspace): void {
    const identity = { botToken, botId: ours.bot, botUserId: ours.botUser, teamId: ours.team }
    const app = new App({
      receiver: intake,
      authorize: async () => identity,
      convoStore: false,
      logger: silent,
      clientOptions: clientOptions(apiUrl, patienceMs),
    })
    // A listener that failed must fail the request, so that Slack sends it again.
    app.error(async (error) => {
      throw error
    })
    const onShutOut = () => {
      isLetIn = false
    }
    listen(app, { workspace: ours, inbox, client: quick, courtesies, onShutOut, log })
  }

  return {
    platform: 'slack',
    async start(inbox) {
      workspace = await findWorkspace(client, appId, log)
      createApp(inbox, workspace)
      intake.open(workspace)
      await door.open(workspace)
      isLetIn = true
      log.info('Slack is connected.')
    },
    async stop() {
      isLetIn = false
      await intake.stop()
      await door.close()
    },
    isReady: () => isLetIn && door.isOpen(),
    profile: (of) => watched(() => findProfile(client, getWorkspace(), of)),
    findAccount: (email) => watched(() => findAccount(client, getWorkspace(), email)),
    async deliver(to, card, how) {
      const ref = await watched(() => deliver(to, card, how))
      if (to.to === 'person') void courtesies.endWork(to.account.user)
      return ref
    },
  }
}

/** Over HTTP or over Socket Mode, never both: a way in that is not used is a way in that nobody watches. */
function createDoor(
  { appToken, router }: SlackOptions,
  parts: ReceiverOptions & Pick<SlackOptions, 'apiUrl' | 'waitMs'>,
) {
  if (appToken === undefined) {
    const receiver = createReceiver(parts)
    router.post(eventsPath, (request, response) => receiver.handle(request, response))
    return { open: async () => {}, close: receiver.drained, isOpen: () => true }
  }
  const { apiUrl, waitMs, intake, log } = parts
  const socket = createSocket({ appToken, apiUrl, intake, log, patienceMs, ...(waitMs && { waitMs }) })
  return { open: ({ app }: Workspace) => socket.start(app), close: socket.stop, isOpen: socket.isConnected }
}
