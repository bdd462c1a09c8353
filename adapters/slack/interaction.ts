// Turns a press, a submitted form, a typed command or a shortcut into an Incoming. Of a press or a form only the handle
// and the typed values count; who it was is taken from the ids that Slack vouches for.
import type { Account, Incoming } from '#latchkey/adapter'
import { typedValues } from './form.ts'
import { accountIn, checked, userIds, words } from './inbound.ts'
import { type Fields, fields, list, text } from './payload.ts'
import type { Workspace } from './workspace.ts'

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

/** A command names its sender's account and the workspace it was typed in; who that is, is asked live like always. */
export function readCommand(workspace: Workspace, body: Fields): Incoming | undefined {
  const user = text(body.user_id)
  const id = text(body.trigger_id)
  if (user === undefined || id === undefined || !userIds.test(user)) return undefined
  const from = { account: accountIn(workspace.team, user), eventId: `command:${id}` }
  return checked({ kind: 'command', ...from, ...words(workspace, body.text), isOfAnother: false })
}

/** Written by the very person who points at it, and by nobody's program in their name. */
const isOwn = (message: Fields, user: string): boolean =>
  message.user === user && !message.bot_id && !message.bot_profile && message.subtype === undefined

/** The words of a message count only for whoever wrote them: with anybody else's it is as if none had been there. */
export function readShortcut(workspace: Workspace, body: Fields): Incoming | undefined {
  const sender = fields(body.user)
  const user = text(sender.id)
  const id = text(body.trigger_id)
  if (user === undefined || id === undefined || !userIds.test(user)) return undefined
  // Older clients name no home workspace here; that the sender is one of ours is asked live in any case.
  const tenant = text(sender.team_id) ?? workspace.team
  const from = { account: accountIn(tenant, user), eventId: `shortcut:${id}` }
  if (tenant !== workspace.team) return checked({ kind: 'refused', ...from, why: 'foreign-tenant' })
  const message = fields(body.message)
  const said = isOwn(message, user) ? words(workspace, message.text) : { text: '', mentions: [] }
  return checked({ kind: 'command', ...from, ...said, isOfAnother: !isOwn(message, user) })
}
