// Turns an event of Slack's into an Incoming, or into nothing.
import { type Account, type Incoming, incoming, type Refusal } from '#latchkey/adapter'
import { type Fields, fields, list, text } from './payload.ts'
import type { Workspace } from './workspace.ts'

export const userIds = /^[UW][A-Z0-9]{2,30}$/
const longestText = 4000
const mostMentions = 20

export const accountIn = (tenant: string, user: string): Account => ({ platform: 'slack', tenant, user })

export const checked = (made: Incoming): Incoming | undefined => incoming.safeParse(made).data

/** The first workspace that an event names and that is not ours. */
function findForeignTeam(workspace: Workspace, body: Fields, event: Fields): string | undefined {
  const named = [event.user_team, event.source_team, event.team, body.team_id]
  return named.map(text).find((team) => team !== undefined && team !== workspace.team)
}

function findRefusal(
  workspace: Workspace,
  body: Fields,
  event: Fields,
  foreign: string | undefined,
): Refusal | undefined {
  if (event.bot_id || event.bot_profile || event.subtype === 'bot_message' || event.user === 'USLACKBOT') return 'bot'
  // A shared channel is read by strangers: nothing starts there, whoever asks.
  if (foreign !== undefined || body.team_id !== workspace.team || body.is_ext_shared_channel === true)
    return 'foreign-tenant'
  return undefined
}

/** Edits, joins, uploads and the like: whatever Slack marks as something else than words just written. */
const isNotJustWritten = (event: Fields): boolean =>
  event.subtype !== undefined || event.hidden !== undefined || event.edited !== undefined

/** Slack's text with its marks taken out: `<@U1>` becomes `@U1`, a link the words it is shown as. */
export function readText(slackText: string): { text: string; mentioned: string[] } {
  const mentioned = new Set<string>()
  const bare = slackText.replace(/<([@#!]?)([^<>|\s]{1,2000})(?:\|([^<>|]{0,2000}))?>/g, (_, mark, target, shown) => {
    if (mark === '@') {
      if (userIds.test(target)) mentioned.add(target)
      return `@${target}`
    }
    if (mark === '#') return `#${shown || target}`
    if (mark === '!') return shown || `@${target}`
    return shown || target.replace(/^mailto:/, '')
  })
  const unescaped = bare.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
  return { text: unescaped, mentioned: [...mentioned] }
}

/** What somebody said to us, and whom they mentioned, each within the port's limits. */
export function words(workspace: Workspace, said: unknown) {
  const read = readText(text(said) ?? '')
  return {
    text: read.text.replaceAll(`@${workspace.botUser}`, ' ').trim().slice(0, longestText),
    mentions: read.mentioned
      .filter((user) => user !== workspace.botUser)
      .slice(0, mostMentions)
      .map((user) => accountIn(workspace.team, user)),
  }
}

const isDirect = (event: Fields): boolean => event.channel_type === 'im' || String(event.channel).startsWith('D')

function eventKind(event: Fields): 'message' | 'mention' | 'opened' | 'home' | undefined {
  if (event.type === 'message') return event.channel_type === 'im' ? 'message' : undefined
  // In a direct conversation the same words already came as a message.
  if (event.type === 'app_mention') return isDirect(event) ? undefined : 'mention'
  if (event.type === 'app_home_opened')
    return event.tab === 'home' ? 'home' : event.tab === 'messages' ? 'opened' : undefined
  return undefined
}

/** A change of somebody's account. Nothing of it is believed but whose it is: what is true now is asked of Slack. */
function readChange(workspace: Workspace, { changed }: Fields, eventId: string): Incoming | undefined {
  const user = text(fields(changed).id)
  if (user === undefined || !userIds.test(user)) return undefined
  return checked({ kind: 'account-changed', account: accountIn(workspace.team, user), eventId })
}

/** Undefined for tokens of people: it is the bot's own that lets us in. */
function readEnd(workspace: Workspace, event: Fields, eventId: string): Incoming | undefined {
  const isOurs = event.type === 'app_uninstalled' || list(event.revoked).includes(workspace.botUser)
  if (!isOurs) return undefined
  const why = event.type === 'app_uninstalled' ? 'uninstalled' : 'revoked'
  return checked({ kind: 'shut-out', account: accountIn(workspace.team, workspace.botUser), eventId, why })
}

export function readEvent(workspace: Workspace, body: Fields): Incoming | undefined {
  const event = fields(body.event)
  const eventId = `event:${text(body.event_id) ?? ''}`
  if (eventId === 'event:') return undefined
  if (event.type === 'user_change') return readChange(workspace, event, eventId)
  if (event.type === 'tokens_revoked' || event.type === 'app_uninstalled') return readEnd(workspace, event, eventId)
  return readTalk(workspace, body, eventId)
}

function readTalk(workspace: Workspace, body: Fields, eventId: string): Incoming | undefined {
  const event = fields(body.event)
  const kind = eventKind(event)
  if (kind === undefined || event.user === workspace.botUser || event.bot_id === workspace.bot) return undefined
  const user = text(event.user) ?? text(event.bot_id)
  if (user === undefined) return undefined
  const foreign = findForeignTeam(workspace, body, event)
  const from = { account: accountIn(foreign ?? workspace.team, user), eventId }
  const why = findRefusal(workspace, body, event, foreign)
  if (why === 'bot') return checked({ kind: 'refused', ...from, why })
  if (isNotJustWritten(event) || !userIds.test(user)) return undefined
  if (why !== undefined) return checked({ kind: 'refused', ...from, why })
  if (kind === 'opened' || kind === 'home') return checked({ kind, ...from })
  const said = words(workspace, event.text)
  return said.text === '' && kind === 'message' ? undefined : checked({ kind, ...from, ...said })
}
