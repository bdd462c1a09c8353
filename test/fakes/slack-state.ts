// What the fake Slack knows: one workspace with its people, conversations, messages, open modals and a journal of calls.
import { EventEmitter } from 'node:events'

export type Fields = Record<string, unknown>

export const fields = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {}
export const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])
export const string = (value: unknown): string => (typeof value === 'string' ? value : '')

export interface FakePerson {
  /** Slack's id, "U…" or "W…". */
  id: string
  /** What a script calls this person. */
  name: string
  realName: string
  email?: string
  /** The home workspace, where it is not the bot's own. */
  team?: string
  /** "B…": this is another app's bot. */
  bot?: string
  locale?: string
  timeZone?: string
  /** Further fields of the user object, or other values for the usual ones. */
  flags?: Fields
}

interface FakeChannel {
  id: string
  name: string
  /** Whether our bot was invited; it is by default. */
  hasBot?: boolean
  isShared?: boolean
}

export interface StoredMessage {
  channel: string
  ts: string
  /** The author's user id. */
  user: string
  text: string
  blocks: Fields[]
  metadata: unknown
  edits: number
}

export interface OpenModal {
  id: string
  hash: string
  trigger: string
  view: Fields
}

/** What somebody sees on the bot's home page. */
export interface OpenHome {
  id: string
  hash: string
  view: Fields
  updates: number
}

interface Call {
  method: string
  args: Fields
  /** `ok` or Slack's error code, or the HTTP status of a fault. */
  answer: string
  at: Date
}

export type Fault = { method: string; times: number } & (
  | { kind: 'rate-limited'; retryAfter: number }
  | { kind: 'status'; status: number }
  | { kind: 'error'; error: string }
  | { kind: 'delay'; ms: number }
  | { kind: 'drop' }
)

export interface SlackSettings {
  team: string
  enterprise: string | undefined
  appId: string
  bot: string
  botUser: string
  botToken: string
  appToken: string
  /** The app that Socket Mode greets with: another one than `appId` where the app token is another app's. */
  socketAppId: string
  signingSecret: string
  people: FakePerson[]
  channels: FakeChannel[]
  clock: { now(): Date }
  /** What the token may do, as Slack says in a header of every answer; empty: it does not say. */
  scopes: readonly string[]
}

export type SlackState = ReturnType<typeof createState>

export function createState(settings: SlackSettings) {
  const people = settings.people.map((person) => ({ ...person }))
  const messages: StoredMessage[] = []
  const lines: { channel: string; user: string; text: string }[] = []
  const modals = new Map<string, OpenModal>()
  const homes = new Map<string, OpenHome>()
  /** By conversation: the suggestions shown there; by conversation and message: the sign of work. */
  const prompts = new Map<string, Fields>()
  const statuses = new Map<string, string>()
  const triggers = new Map<string, { user: string; at: Date; isUsed: boolean }>()
  const journal: Call[] = []
  const faults: Fault[] = []
  const changed = new EventEmitter()
  changed.setMaxListeners(100)
  let count = 0

  /** Another number at each call, so that ids and times never repeat. */
  const next = (): number => ++count

  return {
    ...settings,
    people,
    messages,
    lines,
    modals,
    homes,
    prompts,
    statuses,
    triggers,
    journal,
    faults,
    changed,
    next,
    /** Whether the workspace has what Slack offers to agents: suggestions and signs of work. */
    hasAgentView: true,
    /** The app was removed: its tokens open nothing any more. */
    isUninstalled: false,
    /** Seconds with six decimals that only grow: Slack's name of a message in its conversation. */
    timestamp: (): string => `${Math.floor(settings.clock.now().getTime() / 1000)}.${String(next()).padStart(6, '0')}`,
    directConversation: (user: string): string => `D${user}`,
    findPerson: (key: string): FakePerson | undefined =>
      people.find((person) => person.id === key || person.name === key || person.email === key),
    trigger(user: string): string {
      const id = `${next()}.${settings.team}.${crypto.randomUUID().replaceAll('-', '')}`
      triggers.set(id, { user, at: settings.clock.now(), isUsed: false })
      return id
    },
  }
}

export function getPerson(state: SlackState, key: string): FakePerson {
  const found = state.findPerson(key)
  if (!found) throw new Error(`the fake Slack has nobody called "${key}"`)
  return found
}
