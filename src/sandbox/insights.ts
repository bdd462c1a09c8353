// Directory Insights: events and their count, oldest first unless asked otherwise.
import { type Matches, textOf } from './filters.ts'
import { type Call, json, objectOf, type Reply, type Route, refuse } from './route.ts'
import { searchTerm } from './search-term.ts'
import type { InsightsEvent } from './state.ts'

const scopes = ['directoryinsights.readonly'] as const

export const insightsRoutes: Route[] = [
  { api: 'insights', method: 'POST', path: '/events', scopes, handle: events },
  { api: 'insights', method: 'POST', path: '/events/count', scopes, handle: count },
]

const services =
  'access_management alerts all asset_management directory ldap mdm notifications object_storage password_manager radius reports saas_app_management software sso systems workflows'.split(
    ' ',
  )

/** Top-level fields of the manual's attribute tables that the sandbox's events may have. */
const knownFields = new Set(
  'id event_type service timestamp organization resource initiated_by client_ip success error_message changes geoip useragent username system application association auth_method provider mfa mfa_meta correlation sso_token_success system_timestamp @version'.split(
    ' ',
  ),
)

const defaultLimit = 1000
const mostLimit = 10_000

/** The events of the asked time and services that match, oldest first. */
function found(call: Call, body: Record<string, unknown>): InsightsEvent[] {
  if (!call.state.insights) refuse(402, 'Directory Insights is not enabled for this organization')
  const wanted = Array.isArray(body.service) ? body.service.map(String) : []
  if (wanted.length === 0) refuse(400, 'service is required')
  const unknown = wanted.find((service) => !services.includes(service))
  if (unknown !== undefined) refuse(400, `unknown service "${unknown}", valid services are: ${services.join(', ')}`)
  const within = window(call, body)
  const matches = searchTerm(body.search_term)
  return call.state.events
    .filter((event) => wanted.includes('all') || wanted.includes(event.service))
    .filter((event) => within(event) && matches(event))
    .toSorted((a, b) => order(a).localeCompare(order(b)))
}

const order = (event: InsightsEvent): string => `${event.timestamp} ${event.id}`

function window(call: Call, body: Record<string, unknown>): Matches {
  const start = instant(body.start_time, 'start_time') ?? refuse(400, 'start_time is required')
  const end = instant(body.end_time, 'end_time') ?? call.now
  if (start > call.now) refuse(400, `Start Time is in the future: ${start.toISOString()}`)
  if (start > end) refuse(400, `Start Time not after End Time: ${start.toISOString()} > ${end.toISOString()}`)
  const [from, to] = [start.toISOString(), end.toISOString()]
  return (event) => {
    const at = textOf(objectOf(event).timestamp)
    return from <= at && at <= to
  }
}

function instant(value: unknown, name: string): Date | undefined {
  if (value === undefined || value === null || value === '') return undefined
  const at = new Date(typeof value === 'string' ? value : Number.NaN)
  return Number.isNaN(at.getTime()) ? refuse(400, `${name} is not an RFC3339 time`) : at
}

function events(call: Call): Reply {
  const body = objectOf(call.body)
  // A misspelt sort is oldest first, silently; a nonsensical limit is the default.
  const descending = textOf(body.sort).toUpperCase() === 'DESC'
  const asked = Number(body.limit)
  const limit = Number.isInteger(asked) && asked > 0 ? Math.min(asked, mostLimit) : defaultLimit
  const fields = fieldsOf(body.fields)
  const all = found(call, body)
  const ordered = descending ? all.toReversed() : all
  const rest = after(ordered, body)
  const result = rest.slice(0, limit)
  const last = result.at(-1)
  return json(
    result.map((event) => only(event, fields)),
    {
      'X-Result-Count': String(result.length),
      'X-Limit': String(limit),
      'X-Sort': descending ? 'DESC' : 'ASC',
      'X-Search_after': JSON.stringify(last ? [Date.parse(last.timestamp), last.id] : []),
      'X-Request-Id': crypto.randomUUID(),
    },
  )
}

/** The rows that follow the row named by `search_after`, or by `skip` rows. */
function after(ordered: InsightsEvent[], body: Record<string, unknown>): InsightsEvent[] {
  if (!Array.isArray(body.search_after) || body.search_after.length === 0) return ordered.slice(Number(body.skip) || 0)
  const id = textOf(body.search_after.at(-1))
  const place = ordered.findIndex((event) => event.id === id)
  return place < 0 ? refuse(400, 'search_after names no row') : ordered.slice(place + 1)
}

function fieldsOf(fields: unknown): string[] | undefined {
  if (fields === undefined || fields === null) return undefined
  const names = Array.isArray(fields) ? fields.map(String) : []
  if (names.length === 0) refuse(400, 'fields must not be empty')
  const unknown = names.find((name) => !knownFields.has(name.split('.')[0] ?? ''))
  return unknown === undefined ? names : refuse(400, `unknown field "${unknown}"`)
}

const only = (event: InsightsEvent, fields: string[] | undefined): object => {
  const kept = fields && new Set(fields.map((name) => name.split('.')[0]))
  return kept ? Object.fromEntries(Object.entries(event).filter(([name]) => kept.has(name))) : event
}

function count(call: Call): Reply {
  return json({ count: found(call, objectOf(call.body)).length })
}
