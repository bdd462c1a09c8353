// Latchkey in a process of its own that can be killed with a password in its hands: pages at a port, a chat that only notes what is said.
import { randomUUID } from 'node:crypto'
import { appendFileSync } from 'node:fs'
import { z } from 'zod'
import { type Adapter, incoming, type RenderedCard } from '../../src/adapter.ts'
import { movableClock } from '../../src/clock.ts'
import { crashPoints } from '../../src/core.ts'
import { toSandbox } from '../../src/demo/actor.ts'
import { requestId, userId } from '../../src/ids.ts'
import { createLog } from '../../src/log.ts'
import { startLatchkey } from '../../src/main.ts'
import { organisationFromFile } from '../../src/organisation/read.ts'
import { mintPageLink } from '../../src/outbox/page-links.ts'
import { loadRequest } from '../../src/requests/request.ts'
import { facesPeople, processRoles } from '../../src/roles.ts'
import { createWebServer } from '../../src/web/server.ts'
import { examplePath } from '../organisation/example.ts'

const canarySettings = z.object({
  role: z.enum(processRoles),
  credential: z.union([
    z.object({ kind: z.literal('api-key'), key: z.string() }),
    z.object({ kind: z.literal('client'), id: z.string(), secret: z.string() }),
  ]),
  databaseUrl: z.url().optional(),
  folder: z.string(),
  sandboxUrl: z.url(),
  port: z.number(),
  secret: z.string(),
  clockOffsetMs: z.number(),
  /** A file to which everything is added that is said to anybody. */
  said: z.string(),
  dieAt: z.enum(crashPoints).optional(),
})
export type CanarySettings = z.infer<typeof canarySettings>

const account = (user: string) => ({ platform: 'test', tenant: 'northwind', user })
const canaryOrder = z.discriminatedUnion('do', [
  z.object({ do: z.literal('receive'), came: incoming }),
  z.object({ do: z.literal('press'), user: z.string(), label: z.string() }),
  z.object({ do: z.literal('bind'), user: z.string(), person: userId }),
  z.object({ do: z.literal('link'), user: z.string(), person: userId, purpose: z.enum(['prove', 'set-password']) }),
  z.object({ do: z.literal('state'), person: userId }),
  z.object({ do: z.literal('advance'), ms: z.number() }),
  z.object({ do: z.literal('settled') }),
])
export type CanaryOrder = z.infer<typeof canaryOrder>

async function act(settings: CanarySettings): Promise<void> {
  const clock = movableClock(settings.clockOffsetMs)
  const cards: { user: string; card: RenderedCard }[] = []
  const note = (what: object) => appendFileSync(settings.said, `${JSON.stringify(what)}\n`)
  const adapter: Adapter = {
    platform: 'test',
    async start() {},
    async stop() {},
    isReady: () => true,
    profile: async ({ user }) => ({
      kind: 'employee',
      displayName: user,
      email: `${user}@northwind.example`,
      language: 'en',
      timeZone: 'Europe/Berlin',
    }),
    findAccount: async () => undefined,
    async deliver(to, card) {
      note({ to, card })
      if (to.to === 'person') cards.push({ user: to.account.user, card })
      return randomUUID()
    },
  }
  const log = createLog({ level: 'debug', secrets: [] })
  const web = createWebServer({ log, isReady: async () => true })
  const { core, inbox, ...latchkey } = await startLatchkey({
    config: {
      publicUrl: `http://localhost:${settings.port}`,
      jumpcloud: toSandbox(settings),
      databaseUrl: settings.databaseUrl,
      dataFolder: settings.folder,
      secret: settings.secret,
    },
    organisation: organisationFromFile(examplePath),
    log,
    role: settings.role,
    web,
    clock,
    timing: { pushPollMs: 60, readBackMs: 20, repeatMs: 20 },
    crashPoints: {
      async reach(point) {
        if (point === settings.dieAt) process.kill(process.pid, 'SIGKILL')
      },
    },
    adapters: () => (facesPeople(settings.role) ? [adapter] : []),
  })
  if (facesPeople(settings.role)) await web.listen(settings.port, '127.0.0.1')

  async function newest(person: string) {
    const rows = core.store.db.selectFrom('request').select('id').where('requester', '=', person)
    const row = await rows.orderBy('number', 'desc').executeTakeFirst()
    return row && loadRequest(core.store.db, core, requestId.parse(row.id))
  }
  async function carryOut(given: CanaryOrder): Promise<unknown> {
    switch (given.do) {
      case 'receive':
        return inbox.receive(given.came)
      case 'press': {
        const buttons = cards.filter(({ user }) => user === given.user).flatMap(({ card }) => card.buttons)
        const handle = buttons.findLast(({ label, handle }) => handle && label === given.label)?.handle
        if (handle === undefined) return false
        return inbox.receive({ kind: 'press', account: account(given.user), eventId: randomUUID(), handle })
      }
      case 'bind':
        return core.bindings.bind(account(given.user), given.person, 'import')
      case 'link': {
        const request = await newest(given.person)
        const page = { purpose: given.purpose, person: given.person, request: request?.id, hash: request?.planHash }
        return core.store.tx((tx) => mintPageLink(tx.db, core, page, account(given.user)))
      }
      case 'state':
        return (await newest(given.person))?.state
      case 'advance':
        clock.advance(given.ms)
        return latchkey.catchUp(given.ms)
      case 'settled':
        return latchkey.idle(60_000)
    }
  }
  process.on('message', (message) => {
    const { id, order } = z.object({ id: z.number(), order: canaryOrder }).parse(message)
    carryOut(order).then(
      (value) => process.send?.({ id, value: value ?? null }),
      (error) => process.send?.({ id, error: String(error) }),
    )
  })
  process.on('disconnect', () => process.exit(0))
  process.send?.({ ready: true })
}

if (process.argv[2] !== undefined && import.meta.main) await act(canarySettings.parse(JSON.parse(process.argv[2])))
