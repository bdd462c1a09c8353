// Turns an activity into an Incoming, or into nothing. Of a press or a form only the handle and the typed values count.
import { createHash } from 'node:crypto'
import { type Account, type Incoming, incoming, type Refusal } from '#latchkey/adapter'
import { isPrivate, type TeamsActivity } from './activity.ts'
import { handlesIn, typedValues } from './card.ts'

const longestText = 4000
const mostMentions = 20

export const accountIn = (tenant: string, user: string): Account => ({ platform: 'teams', tenant, user })

const checked = (made: Incoming): Incoming | undefined => incoming.safeParse(made).data

/** Teams' ids of activities repeat between conversations, and ids of conversations are long. */
export const eventIdOf = ({ conversation, id }: TeamsActivity): string =>
  `activity:${createHash('sha256').update(`${conversation.id}\n${id}`).digest('hex')}`

const isBot = ({ from }: TeamsActivity): boolean =>
  from.id.startsWith('28:') || (from.role !== undefined && from.role.toLowerCase() !== 'user')

function findRefusal(activity: TeamsActivity, tenant: string): Refusal | undefined {
  if (isBot(activity)) return 'bot'
  if (activity.tenants.some((named) => named !== tenant)) return 'foreign-tenant'
  // Somebody who joined without signing in has no id in Entra.
  return activity.from.aadObjectId === undefined ? 'stranger' : undefined
}

const entities: Record<string, string> = { lt: '<', gt: '>', quot: '"', '#39': "'", nbsp: ' ', amp: '&' }

/** The words as they were typed: the call of the bot is taken out, other names are kept, HTML entities are read once. */
export function readText({
  text,
  mentions,
  recipient,
}: Pick<TeamsActivity, 'text' | 'mentions' | 'recipient'>): string {
  const called = mentions.filter(({ id, text: shown }) => id === recipient.id && shown !== '')
  const rest = called.reduce((left, { text: shown }) => left.replaceAll(shown, ' '), text.slice(0, 20_000))
  return rest
    .replace(/<at[^<>]{0,200}>([^<>]{0,200})<\/at>/giu, '@$1')
    .replace(/&(lt|gt|quot|#39|nbsp|amp);/gu, (_, name: string) => entities[name] ?? ' ')
    .replaceAll('\u00a0', ' ')
    .trim()
    .slice(0, longestText)
}

/** Whom the words name besides the bot, by Teams' own ids. */
export const mentionedIn = ({ mentions, recipient }: TeamsActivity): string[] => [
  ...new Set(mentions.map(({ id }) => id).filter((id) => id !== '' && id !== recipient.id)),
]

const isCalled = ({ mentions, recipient }: TeamsActivity): boolean => mentions.some(({ id }) => id === recipient.id)

type From = Pick<Incoming, 'account' | 'eventId'>

function readWords(activity: TeamsActivity, from: From, known: readonly Account[]): Incoming | undefined {
  const said = { text: readText(activity), mentions: known.slice(0, mostMentions) }
  if (!isPrivate(activity)) return checked({ kind: 'mention', ...from, ...said })
  return said.text === '' ? undefined : checked({ kind: 'message', ...from, ...said })
}

function readData(activity: TeamsActivity, from: From): Incoming | undefined {
  const { press, choice, submit } = handlesIn(activity.data ?? {})
  // Nothing that decides is pressed where others look on.
  if (!isPrivate(activity)) return undefined
  const pressed = press ?? choice
  if (submit !== undefined && press === undefined)
    return checked({ kind: 'submit', ...from, handle: submit, values: typedValues(activity.data ?? {}) })
  return pressed === undefined ? undefined : checked({ kind: 'press', ...from, handle: pressed })
}

/** What kind of activity this is to us; edits, deletions, reactions, typing and what others say in public are nothing. */
function kindOf(activity: TeamsActivity): 'data' | 'words' | 'opened' | undefined {
  const { type, action, data, eventType } = activity
  if (data !== undefined) return 'data'
  if (type === 'message' && eventType === undefined)
    return isPrivate(activity) || isCalled(activity) ? 'words' : undefined
  return type === 'installationUpdate' && action === 'add' && isPrivate(activity) ? 'opened' : undefined
}

/** `known`: the accounts of those whom the words mention, as far as they are known. */
export function readActivity(activity: TeamsActivity, tenant: string, known: readonly Account[]): Incoming | undefined {
  const kind = kindOf(activity)
  const [named, ...others] = activity.tenants
  if (kind === undefined || named === undefined) return undefined
  const why = findRefusal(activity, tenant)
  const foreign = [named, ...others].find((one) => one !== tenant)
  const from = {
    account: accountIn(foreign ?? tenant, activity.from.aadObjectId ?? activity.from.id),
    eventId: eventIdOf(activity),
  }
  if (why !== undefined) return checked({ kind: 'refused', ...from, why })
  if (kind === 'opened') return checked({ kind, ...from })
  return kind === 'data' ? readData(activity, from) : readWords(activity, from, known)
}
