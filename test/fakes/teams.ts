// A small real Teams on loopback: login, signing keys, Bot Connector with limits, and people who write to the bot.
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { wordsForTeams } from '../../src/words/for-teams.ts'
import { createApi } from './teams-api.ts'
import { createDriver, type TeamsDriver } from './teams-driver.ts'
import { createState, type FakePerson, type Fault, type TeamsSettings, type TeamsState } from './teams-state.ts'

export type { Fault } from './teams-state.ts'

/** What the adapter itself says on this tenant. */
export const words = wordsForTeams({ language: 'en', timeZone: 'UTC' })

export const homeTenant = '11111111-2222-4333-8444-555555555555'
export const partnerTenant = '99999999-8888-4777-8666-555555555555'
export const itTeam = '19:it-team@thread.tacv2'
export const channels = { general: '19:general@thread.tacv2', audit: '19:audit@thread.tacv2' }

const person = (name: string, place: number, realName: string, rest: Partial<FakePerson> = {}): FakePerson => ({
  name,
  id: `aaaaaaaa-0000-4000-8000-${String(place).padStart(12, '0')}`,
  member: `29:1${name}-of-this-bot`,
  realName,
  email: `${realName.toLowerCase().replace(' ', '.')}@northwind.example`,
  ...rest,
})

/** Invented people: colleagues, and one of each kind that may not use the bot. */
const teamsPeople: FakePerson[] = [
  person('maya', 1, 'Maya Alvarez'),
  person('leo', 2, 'Leo Brandt', { locale: 'de-DE' }),
  person('mei', 3, 'Mei Tanaka', { timeZone: 'Asia/Tokyo' }),
  person('tom', 4, 'Tom Okafor'),
  person('gus', 5, 'Gus Visser', {
    email: 'gus@agency.example',
    flags: { userPrincipalName: 'gus_agency.example#EXT#@northwind.onmicrosoft.example' },
  }),
  person('fay', 6, 'Fay Moreau', { email: 'fay@partner.example', tenant: partnerTenant }),
  person('dora', 7, 'Dora Klein', { hasLeft: true }),
  person('priya', 8, 'Priya Nair'),
  person('dana', 9, 'Dana Whitfield'),
  person('ben', 10, 'Ben Carter'),
  person('nadia', 11, 'Nadia Petrova'),
  { name: 'botley', id: undefined, member: '28:another-bot', realName: 'Botley' },
]

export interface FakeTeams extends TeamsDriver {
  /** What the configuration calls TEAMS_LOGIN_URL and TEAMS_OPENID_METADATA_URL. */
  loginUrl: string
  metadataUrl: string
  serviceUrl: string
  appId: string
  tenant: string
  password: string
  state: TeamsState
  /** Adds a fault for the next calls of one kind ("POST activities"), or of every kind (`*`). */
  fail(fault: Fault): void
  /** The kinds of calls made so far. */
  calls(): string[]
  removeMessage(ref: string): void
  /** Where the bot listens, path included; of several addresses each request goes to the next. */
  connect(...botUrls: string[]): void
  close(): Promise<void>
}

export interface FakeTeamsOptions extends Partial<TeamsSettings> {
  patienceMs?: number
  retryDelays?: number[]
  port?: number
}

async function listen(server: Server, port: number): Promise<string> {
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

export async function startFakeTeams(options: FakeTeamsOptions = {}): Promise<FakeTeams> {
  const { patienceMs = 5_000, retryDelays = [], port = 0, ...settings } = options
  const state = createState({
    tenant: homeTenant,
    appId: '00000000-1111-4222-8333-00000000b07a',
    password: 'password-of-the-fake-app',
    certificate: undefined,
    people: teamsPeople,
    teams: [{ id: itTeam, channels: Object.values(channels), people: ['maya', 'leo', 'mei', 'gus', 'fay', 'dora'] }],
    passing: [words.received, words.formBelow],
    sent: words.sent,
    clock: { now: () => new Date() },
    ...settings,
  })
  let bots: string[] = []
  let requests = 0
  const botUrl = () => {
    const bot = bots[requests++ % bots.length]
    if (bot === undefined) throw new Error('connect the fake Teams to a bot first')
    return bot
  }
  const server = createServer(createApi(state))
  const loginUrl = await listen(server, port)
  const serviceUrl = `${loginUrl}/amer/`
  return {
    ...createDriver(state, { botUrl, serviceUrl, patienceMs, retryDelays }),
    loginUrl,
    metadataUrl: `${loginUrl}/v1/.well-known/openidconfiguration`,
    serviceUrl,
    appId: state.appId,
    tenant: state.tenant,
    password: state.password,
    state,
    fail: (fault) => void state.faults.push(fault),
    calls: () => state.journal.map(({ call }) => call),
    removeMessage(ref) {
      const id = decodeURIComponent(ref.split('/').at(-1) ?? '')
      const place = state.messages.findIndex((one) => one.id === id)
      if (place >= 0) state.messages.splice(place, 1)
    },
    connect(...urls) {
      bots = urls
    },
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
