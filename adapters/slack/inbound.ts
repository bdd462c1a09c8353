// Turns what Slack sent into an Incoming, or into nothing. Of a press or a form only the handle and the typed values count.
import { type Account, type Incoming, incoming, type Refusal } from '#latchkey/adapter'
import { typedValues } from './form.ts'
import { type Fields, fields, list, text } from './payload.ts'
import type { Workspace } from './workspace.ts'

const userIds = /^[UW][A-Z0-9]{2,30}$/
const longestText = 4000
const mostMentions = 20

export const accountIn = (tenant: string, user: string): Account => ({ platform: 'slack', tenant, user })

const checked = (made: Incoming): Incoming | undefined => incoming.safeParse(made).data

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

function words(workspace: Workspace, event: Fields) {
  const read = readText(typeof event.text === 'string' ? event.text : '')
  return {
    text: read.text.replaceAll(`@${workspace.botUser}`, ' ').trim().slice(0, longestText),
    mentions: read.mentioned
      .filter((user) => user !== workspace.botUser)
      .slice(0, mostMentions)
      .map((user) => accountIn(workspace.team, user)),
  }
}

const isDirect = (event: Fields): boolean => event.channel_type === 'im' || String(event.channel).startsWith('D')

function eventKind(event: Fields): 'message' | 'mention' | 'opened' | undefined {
  if (event.type === 'message') return event.channel_type === 'im' ? 'message' : undefined
  // In a direct conversation the same words already came as a message.
  if (event.type === 'app_mention') return isDirect(event) ? undefined : 'mention'
  if (event.type === 'app_home_opened') return event.tab === 'messages' ? 'opened' : undefined
  return undefined
}

export function readEvent(workspace: Workspace, body: Fields): Incoming | undefined {
  const event = fields(body.event)
  const kind = eventKind(event)
  if (kind === undefined || event.user === workspace.botUser || event.bot_id === workspace.bot) return undefined
  const user = text(event.user) ?? text(event.bot_id)
  const id = text(body.event_id)
  if (user === undefined || id === undefined) return undefined
  const foreign = findForeignTeam(workspace, body, event)
  const from = { account: accountIn(foreign ?? workspace.team, user), eventId: `event:${id}` }
  const why = findRefusal(workspace, body, event, foreign)
  if (why === 'bot') return checked({ kind: 'refused', ...from, why })
  if (isNotJustWritten(event) || !userIds.test(user)) return undefined
  if (why !== undefined) return checked({ kind: 'refused', ...from, why })
  if (kind === 'opened') return checked({ kind, ...from })
  const said = words(workspace, event)
  return said.text === '' && kind === 'message' ? undefined : checked({ kind, ...from, ...said })
}

/** Who pressed or submitted, by the ids that Slack signed. */
function findPresser(workspace: Workspace, body: Fields): { account: Account; isForeign: boolean } | undefined {
  const user = text(fields(body.user).id)
  const team = text(fields(body.user).team_id)
  if (user === undefined || team === undefined || !userIds.test(user)) return undefined
  return { account: accountIn(team, user), isForeign: team !== workspace.team }
}

export function readPress(workspace: Workspace, body: Fields): Incoming | undefined {
  const who = findPresser(workspace, body)
  const [action, ...more] = list(body.actions).map(fields)
  if (who === undefined || action === undefined || more.length > 0) return undefined
  const place = [text(action.action_ts), text(fields(body.container).message_ts), who.account.user]
  const id = text(body.trigger_id) ?? (place[0] === undefined ? undefined : place.join(':'))
  const handle = action.type === 'button' ? text(action.value) : text(fields(action.selected_option).value)
  if (id === undefined || handle === undefined) return undefined
  const from = { account: who.account, eventId: `press:${id}` }
  return checked(
    who.isForeign ? { kind: 'refused', ...from, why: 'foreign-tenant' } : { kind: 'press', ...from, handle },
  )
}

export function readSubmit(workspace: Workspace, body: Fields): Incoming | undefined {
  const who = findPresser(workspace, body)
  const view = fields(body.view)
  const id = text(view.id)
  const handle = text(view.private_metadata)
  if (who === undefined || id === undefined || handle === undefined) return undefined
  // After a field error the same view is sent again with the same hash, so the trigger tells the two apart.
  const eventId = ['submit', id, text(view.hash) ?? '', text(body.trigger_id) ?? ''].join(':')
  const from = { account: who.account, eventId }
  if (who.isForeign) return checked({ kind: 'refused', ...from, why: 'foreign-tenant' })
  return checked({ kind: 'submit', ...from, handle, values: typedValues(view) })
}
