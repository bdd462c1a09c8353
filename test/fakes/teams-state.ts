// What the fake Teams knows: a tenant's people, teams and conversations, messages, a journal of calls and the faults to come.
import { EventEmitter } from 'node:events'

export type Fields = Record<string, unknown>
export const fields = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {}
export const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])
export const string = (value: unknown): string => (typeof value === 'string' ? value : '')

export interface FakePerson {
  /** What a script calls this person. */
  name: string
  /** Entra's object id; a bot has none. */
  id: string | undefined
  /** "29:…", or "28:…" for a bot. */
  member: string
  realName: string
  email?: string
  /** The home tenant, where it is not the bot's own. */
  tenant?: string
  locale?: string
  timeZone?: string
  /** Other values for the fields of the member, or `undefined` to leave one out. */
  flags?: Fields
  /** In no roster any more. */
  hasLeft?: boolean
}

export interface StoredMessage {
  conversation: string
  id: string
  card: Fields | undefined
  text: string
  summary: string
  at: Date
  edits: number
  /** It was posted as a form; what is left of it afterwards still counts as one. */
  isForm: boolean
}

interface Call {
  /** Method and path without ids: "POST activities". */
  call: string
  status: number
  authorization: string | undefined
  at: Date
}

export type Fault = { call: string; times: number } & (
  | { kind: 'status'; status: number; code?: string }
  | { kind: 'redirect'; to: string }
  | { kind: 'body'; body: string }
  | { kind: 'drop' }
)

export interface TeamsSettings {
  tenant: string
  appId: string
  password: string
  /** The public certificate, where the app has one instead of the password. */
  certificate: string | undefined
  people: FakePerson[]
  /** Teams that have the app, with their channels and the names of their people. */
  teams: { id: string; channels: string[]; people: string[] }[]
  /** The words that a client shows for a moment and that say nothing more. */
  passing: string[]
  sent: string
  clock: { now(): Date }
}

export type TeamsState = ReturnType<typeof createState>

export function createState(settings: TeamsSettings) {
  const people = settings.people.map((person) => ({ ...person }))
  const messages: StoredMessage[] = []
  const lines: { user: string; text: string }[] = []
  /** The conversations in which the bot was seen to be writing. */
  const typing: string[] = []
  const journal: Call[] = []
  const faults: Fault[] = []
  const tokens = new Set<string>()
  /** For whom the app is installed, by their name. */
  const installed = new Set<string>()
  const changed = new EventEmitter()
  changed.setMaxListeners(100)
  let count = 0

  return {
    ...settings,
    people,
    messages,
    lines,
    typing,
    journal,
    faults,
    tokens,
    installed,
    changed,
    /** Another number at each call, so that ids never repeat. */
    next: (): number => ++count,
    bot: `28:${settings.appId}`,
    privateConversation: (name: string): string => `a:1private-${name}`,
    findPerson: (key: string): FakePerson | undefined =>
      people.find((person) => person.id === key || person.name === key || person.member === key),
  }
}

export function getPerson(state: TeamsState, key: string): FakePerson {
  const found = state.findPerson(key)
  if (!found) throw new Error(`the fake Teams has nobody called "${key}"`)
  return found
}
