// A small real Slack on loopback: its Web API with limits, and people who write to the bot over signed HTTP.
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createApi } from './slack-api.ts'
import { createDriver, type SlackDriver } from './slack-driver.ts'
import { createSockets, type SlackSockets } from './slack-socket.ts'
import { createState, type FakePerson, type Fault, type SlackSettings, type SlackState } from './slack-state.ts'
import { createHttpWire, createSocketWire } from './slack-wires.ts'

export type { Fault } from './slack-state.ts'

/** Invented people: colleagues, and one of each kind that may not use the bot. */
const slackPeople: FakePerson[] = [
  { id: 'U0MAYA001', name: 'maya', realName: 'Maya Alvarez', email: 'maya.alvarez@northwind.example' },
  { id: 'U0LEO0001', name: 'leo', realName: 'Leo Brandt', email: 'leo.brandt@northwind.example', locale: 'de-DE' },
  {
    id: 'U0MEI0001',
    name: 'mei',
    realName: 'Mei Tanaka',
    email: 'mei.tanaka@northwind.example',
    timeZone: 'Asia/Tokyo',
  },
  { id: 'U0TOM0001', name: 'tom', realName: 'Tom Okafor', email: 'tom.okafor@northwind.example' },
  { id: 'U0PRIYA01', name: 'priya', realName: 'Priya Nair', email: 'priya.nair@northwind.example' },
  { id: 'U0DANA001', name: 'dana', realName: 'Dana Whitfield', email: 'dana.whitfield@northwind.example' },
  { id: 'U0BEN0001', name: 'ben', realName: 'Ben Carter', email: 'ben.carter@northwind.example' },
  { id: 'U0NADIA01', name: 'nadia', realName: 'Nadia Petrova', email: 'nadia.petrova@northwind.example' },
  { id: 'U0GUEST01', name: 'gus', realName: 'Gus Visser', email: 'gus@agency.example', flags: { is_restricted: true } },
  { id: 'U0FOREIGN', name: 'fay', realName: 'Fay Moreau', email: 'fay@partner.example', team: 'T0PARTNER' },
  { id: 'U0OTHERBT', name: 'botley', realName: 'Botley', bot: 'B0OTHER01' },
  {
    id: 'U0GONE001',
    name: 'dora',
    realName: 'Dora Klein',
    email: 'dora.klein@northwind.example',
    flags: { deleted: true },
  },
]

export interface FakeSlack extends SlackDriver {
  post: ReturnType<typeof createHttpWire>['post']
  sockets: SlackSockets
  apiUrl: string
  botToken: string
  appToken: string
  signingSecret: string
  appId: string
  team: string
  state: SlackState
  /** Adds a fault for the next calls of one Web API method, or of every method (`*`). */
  fail(fault: Fault): void
  /** The names of the Web API methods called so far. */
  calls(): string[]
  removeMessage(ref: string): void
  /** Where the bot listens, path included; of several addresses each request goes to the next. */
  connect(...botUrls: string[]): void
  close(): Promise<void>
}

export interface FakeSlackOptions extends Partial<SlackSettings> {
  /** How Slack reaches the bot; HTTP by default. */
  over?: 'http' | 'socket'
  retryDelays?: number[]
  /** How long Slack waits for an envelope to be acknowledged. */
  ackMs?: number
  patienceMs?: number
  port?: number
}

async function listen(server: Server, port: number): Promise<string> {
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const address = server.address() as AddressInfo
  return `http://127.0.0.1:${address.port}/api/`
}

export async function startFakeSlack(options: FakeSlackOptions = {}): Promise<FakeSlack> {
  const { over = 'http', retryDelays = [], ackMs = 3_000, patienceMs = 5_000, port = 0, ...settings } = options
  const state = createState({
    team: 'T0NORTHW',
    enterprise: undefined,
    appId: 'A0LATCHKEY',
    bot: 'B0LATCHKEY',
    botUser: 'U0LATCHKEY',
    botToken: 'xoxb-of-the-fake-workspace',
    appToken: 'xapp-of-the-fake-app',
    socketAppId: 'A0LATCHKEY',
    signingSecret: 'signing-secret-of-the-fake-app',
    people: slackPeople,
    channels: [
      { id: 'C0AUDIT01', name: 'it-audit' },
      { id: 'C0GENERAL', name: 'general' },
      { id: 'C0PARTNER', name: 'with-partner', isShared: true },
      { id: 'C0CLOSED1', name: 'closed', hasBot: false },
    ],
    clock: { now: () => new Date() },
    scopes: [],
    ...settings,
  })
  let bots: string[] = []
  let requests = 0
  const botUrl = () => {
    const bot = bots[requests++ % bots.length]
    if (bot === undefined) throw new Error('connect the fake Slack to a bot first')
    return bot
  }
  const server = createServer(createApi(state, () => sockets.ticketUrl()))
  const sockets = createSockets(server, state, { ackMs })
  const apiUrl = await listen(server, port)
  const { botToken, appToken, signingSecret, appId, team } = state
  const http = createHttpWire(state, botUrl)
  const wire = over === 'http' ? http : createSocketWire(sockets)
  return {
    ...createDriver(state, { wire, retryDelays, patienceMs }),
    post: http.post,
    sockets,
    apiUrl,
    botToken,
    appToken,
    signingSecret,
    appId,
    team,
    state,
    fail: (fault) => void state.faults.push(fault),
    calls: () => state.journal.map((call) => call.method),
    removeMessage(ref) {
      const place = state.messages.findIndex((one) => `${one.channel}:${one.ts}` === ref)
      if (place >= 0) state.messages.splice(place, 1)
    },
    connect(...urls) {
      bots = urls
    },
    async close() {
      sockets.cut()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
