// Notes from each activity where its author, and the team it came from, can be reached; forgets those who removed the app.
import type { TeamsActivity } from './activity.ts'
import { isPrivate } from './activity.ts'
import { accountIn } from './inbound.ts'
import type { References } from './memory.ts'

const language = (tag: string | undefined): string | undefined =>
  tag !== undefined && /^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/.test(tag) ? tag : undefined

/** Listed once: to list them anew takes longer than all else that is done here. */
const timeZones = new Set(Intl.supportedValuesOf('timeZone'))

const timeZone = (name: string | undefined): string | undefined =>
  name !== undefined && timeZones.has(name) ? name : undefined

const isOurs = (activity: TeamsActivity, tenant: string): boolean =>
  activity.tenants.length > 0 && activity.tenants.every((named) => named === tenant)

/** The conversation's id without the thread that it names. */
const withoutThread = (conversation: string): string => conversation.split(';messageid=', 1)[0] ?? conversation

const hasLeft = ({ type, action, removed, recipient }: TeamsActivity): boolean =>
  (type === 'installationUpdate' && action === 'remove') ||
  (type === 'conversationUpdate' && removed.includes(recipient.id))

async function rememberTeam(activity: TeamsActivity, tenant: string, references: References): Promise<void> {
  const { team, serviceUrl, eventType } = activity
  if (team === undefined) return
  if (hasLeft(activity) || eventType === 'teamDeleted') await references.forgetTeam(tenant, team)
  else await references.saveTeam({ tenant, id: team, serviceUrl })
}

/** Before anything else is done with the activity: whoever is answered must be reachable. */
export async function remember(activity: TeamsActivity, tenant: string, references: References): Promise<void> {
  if (!isOurs(activity, tenant)) return
  await rememberTeam(activity, tenant, references)
  const { from, conversation, serviceUrl, team } = activity
  if (from.aadObjectId === undefined || from.id.startsWith('28:')) return
  const account = accountIn(tenant, from.aadObjectId)
  if (isPrivate(activity) && hasLeft(activity)) return references.forget(account)
  const inPublic = { conversation: undefined, roster: team ?? withoutThread(conversation.id), metIn: conversation.id }
  const inPrivate = { conversation: conversation.id, roster: undefined, metIn: undefined }
  await references.save({
    account,
    member: from.id,
    serviceUrl,
    ...(isPrivate(activity) ? inPrivate : inPublic),
    language: language(activity.locale),
    timeZone: timeZone(activity.localTimezone),
  })
}
