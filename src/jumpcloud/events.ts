// Directory Insights: which events to ask for about a person, and which of the answers are really theirs.
import { type Clock, days as daysOf, later } from '../clock.ts'
import type { DirectoryEvent } from '../directory.ts'
import { type UserId, userId } from '../ids.ts'
import type { InsightsEvent } from './schemas.ts'
import { asDate } from './shapes.ts'
import { oneLine } from './translate.ts'

export interface About {
  user: UserId
  username: string | undefined
}

const services = ['directory', 'systems', 'sso', 'radius', 'ldap']

/** Others' events with the same local name are dropped afterwards, so more are asked for than are wanted. */
const spare = 5

/**
 * Which field names the person depends on the kind of event (JumpCloud API, 9.2), so all three are searched.
 * Values are stored in lower case. Without "DESC" the oldest come first; without an end, now is the end.
 */
export const eventsQuery = (about: About, wanted: { days: number; limit: number }, clock: Clock): object => ({
  service: services,
  start_time: later(clock.now(), -daysOf(wanted.days)).toISOString(),
  sort: 'DESC',
  limit: Math.min(1000, wanted.limit * spare),
  search_term: {
    or: [
      { 'initiated_by.id': about.user },
      { 'resource.id': about.user },
      ...(about.username ? [{ username: about.username.toLowerCase() }] : []),
    ],
  },
})

/** The person's own events, newest first whatever order JumpCloud chose. */
export const toEvents = (from: readonly InsightsEvent[], about: About, limit: number): DirectoryEvent[] =>
  from
    .filter((event) => concerns(event, about))
    .flatMap((event) => toEvent(event, about) ?? [])
    .toSorted((a, b) => b.at.getTime() - a.at.getTime())
    .slice(0, limit)

const isPerson = (type: string | undefined): boolean => type === 'systemuser' || type === 'user'

/** Ids decide where there are any; a name must be exactly the person's, for devices share names like "root". */
function concerns(event: InsightsEvent, { user, username }: About): boolean {
  const { resource, initiated_by: initiator } = event
  if (resource?.id === user) return true
  if (resource?.id !== undefined && isPerson(resource.type)) return false
  if (initiator?.id === user) return true
  return username !== undefined && event.username?.toLowerCase() === username.toLowerCase()
}

function toEvent(event: InsightsEvent, about: About): DirectoryEvent | undefined {
  const { resource, initiated_by: initiator, application, system } = event
  const at = asDate(event.timestamp)
  if (at === undefined || event.event_type === undefined) return undefined
  const isNamed = resource?.id === about.user || initiator?.id === about.user
  return {
    id: event.id ?? `${event.event_type}/${at.toISOString()}`,
    type: event.event_type,
    service: event.service ?? '',
    at,
    success: event.success ?? event.sso_token_success,
    userId: isNamed ? about.user : userId.safeParse(isPerson(initiator?.type) ? initiator?.id : undefined).data,
    username: resource?.username ?? event.username ?? initiator?.username,
    initiatedBy: initiator?.username ?? initiator?.email ?? initiator?.id,
    source: application?.display_label ?? application?.name ?? system?.displayName ?? system?.hostname,
    clientIp: event.client_ip,
    country: event.geoip?.country_code,
    message: event.error_message === undefined ? undefined : oneLine(event.error_message) || undefined,
  }
}
