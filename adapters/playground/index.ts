// The playground adapter: a chat platform of one local page, for the demo and its tests. It plays only with the sandbox.
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import express, { type ErrorRequestHandler } from 'express'
import { type Adapter, type Inbox, LatchkeyError, type MessageRef } from '#latchkey/adapter'
import { createBrowsers, type PagesOptions } from './browsers.ts'
import { type CastMember, createCast, platform } from './cast.ts'
import { createChanges } from './changes.ts'
import { createControls } from './controls.ts'
import { createConversations } from './conversations.ts'
import { headers, isLoopback, ownAddressOnly } from './guard.ts'
import { createInbound } from './inbound.ts'
import type { Letter } from './mail.ts'
import { createDeliver } from './outbound.ts'
import { createSandbox } from './sandbox.ts'
import type { Scene } from './scene.ts'
import { sitesOf } from './sites.ts'
import { createState, type LedgerTail, type OpenVouch } from './state.ts'

export type { PagesOptions } from './browsers.ts'
export type { CastMember } from './cast.ts'
export type { Scene } from './scene.ts'
export type { LedgerTail, OpenVouch } from './state.ts'

export interface PlaygroundOptions {
  port?: number
  /** The sandbox's address; anything but plain HTTP on this machine is refused. */
  sandboxUrl: string
  cast: CastMember[]
  /** What the page offers to try. */
  scenes?: Scene[]
  tenant?: string
  /** Where the conversations are kept, so that they outlive the process as those of other platforms do. */
  conversationsFile?: string
  /** The channel whose messages the page shows beside the ledger. */
  auditChannel?: string
  ledger: LedgerTail
  clock: { now(): Date; advance(ms: number): void }
  /** Latchkey's pages, which each person opens in a browser of their own. */
  pages?: PagesOptions
  /** All letters that were ever sent, oldest first. */
  letters?(): readonly Letter[]
  /** Recovery codes that people have on paper, by their user in the cast. */
  printedCodes?(): Readonly<Record<string, readonly string[]>>
  /** Who waits for somebody's word. */
  vouches?(): Promise<readonly OpenVouch[]>
  /** Wakes whatever waits for time to pass. */
  onClockMoved(): Promise<void>
  log?: { error(details: object, message: string): void }
}

export type Playground = Adapter & {
  /** Where the page is; known once started. */
  url(): string
  /** Takes a message away, as people do on other platforms; the next update of it is posted anew. */
  remove(ref: MessageRef): void
  /** Tells open pages to look again, where the change did not come through the adapter. */
  changed(): void
}

const pageFolder = join(import.meta.dirname, 'page')

const onlySandbox = (): LatchkeyError =>
  new LatchkeyError('not-allowed', { reason: 'the playground plays only with a JumpCloud sandbox on this machine.' })

export function createPlayground(options: PlaygroundOptions): Playground {
  const { clock, log, pages, auditChannel = 'audit' } = options
  const used = [options.sandboxUrl, pages?.url, pages?.signInUrl].filter((url) => url !== undefined)
  if (!used.every(isLoopback)) throw onlySandbox()
  const cast = createCast(options.cast, options.tenant ?? platform)
  const changes = createChanges()
  const conversations = createConversations(() => clock.now(), changes.announce, options.conversationsFile)
  const sandbox = createSandbox(options.sandboxUrl)
  const stopping = new AbortController()
  let inbox: Inbox | undefined

  const app = express()
  const server = createServer(app)
  const port = (): number => {
    const address = server.address() as AddressInfo | null
    if (!address) throw new Error('The playground has no address before it is started.')
    return address.port
  }
  const startedInbox = (): Inbox => {
    if (!inbox) throw new Error('The playground takes nothing in before it is started.')
    return inbox
  }

  const onError: ErrorRequestHandler = (error, _request, response, next) => {
    const status = statusOf(error)
    if (status === 500) log?.error({ err: error }, 'the playground could not answer')
    if (response.headersSent) next(error)
    else response.status(status).json({ error: error instanceof LatchkeyError ? error.message : 'failed' })
  }

  const state = createState({
    cast,
    scenes: options.scenes ?? [],
    conversations,
    now: () => clock.now(),
    ledger: options.ledger,
    sandbox,
    auditChannel,
    letters: options.letters ?? (() => []),
    vouches: options.vouches ?? (async () => []),
    printedCodes: options.printedCodes ?? (() => ({})),
    sites: pages ? Object.fromEntries(sitesOf(pages).all.map(({ name, origin }) => [name, origin])) : null,
  })
  const api = express.Router()
  api.use(express.json({ limit: '64kb' }))
  api.get('/events', changes.handler)
  api.get('/state', async (_request, response) => {
    response.json(await state())
  })
  api.get('/messages', (request, response) => {
    const member = cast.find(String(request.query.as))
    if (member) response.json(conversations.of(member.user))
    else response.status(400).json({ error: 'as' })
  })
  api.use(createInbound({ cast, conversations, inbox: startedInbox }))
  api.use(createControls({ cast, sandbox, clock, onClockMoved: options.onClockMoved, changed: changes.announce }))
  api.use((_request, response) => {
    response.status(404).json({ error: 'no-such-call' })
  })

  app.disable('x-powered-by')
  app.use(headers(), ownAddressOnly(port))
  app.use((_request, response, next) => {
    response.set('cache-control', 'no-store')
    next()
  })
  app.use('/api', api)
  if (pages) app.use('/browser', createBrowsers(pages, cast))
  app.use(express.static(pageFolder, { cacheControl: false }))
  app.use(onError)

  return {
    platform,
    async start(given) {
      if (!(await sandbox.isSandbox())) throw onlySandbox()
      inbox = given
      server.listen(options.port ?? 0, '127.0.0.1')
      await once(server, 'listening')
      void sandbox.watch(changes.announce, stopping.signal)
    },
    async stop() {
      stopping.abort()
      changes.close()
      if (!server.listening) return
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
    isReady: () => server.listening,
    profile: async (of) => cast.profile(of),
    findAccount: async (email) => cast.findAccount(email),
    deliver: createDeliver(cast, conversations),
    url: () => `http://127.0.0.1:${port()}`,
    remove: conversations.remove,
    changed: changes.announce,
  }
}

/** A body that does not fit is the asker's mistake, with body-parser's own status (413, 400); all else is ours. */
function statusOf(error: unknown): number {
  if (error instanceof LatchkeyError) return error.code === 'bad-input' ? 400 : 502
  if (error instanceof Error && 'status' in error && typeof error.status === 'number') {
    return error.status >= 400 && error.status < 500 ? error.status : 500
  }
  return 500
}
