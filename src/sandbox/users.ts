// System users: list, get, search and unlock, with v1's own manners.
import { personEvent } from './events.ts'
import { searchFilter, v1BodyFilter, v1QueryFilter } from './filters.ts'
import { page, select } from './paging.ts'
import { badRequest, type Call, json, notFound, objectOf, pathId, type Reply, type Route, refuse } from './route.ts'
import type { SystemUser } from './state.ts'

const read = ['users.readonly', 'users'] as const

export const userRoutes: Route[] = [
  { api: 'v1', method: 'GET', path: '/systemusers', scopes: read, handle: list },
  { api: 'v1', method: 'GET', path: '/systemusers/{user}', scopes: read, handle: get },
  { api: 'v1', method: 'POST', path: '/search/systemusers', scopes: read, handle: search },
  {
    api: 'v1',
    method: 'POST',
    path: '/systemusers/{user}/unlock',
    scopes: ['users.state.unlock', 'users.update.unlock', 'users.state', 'users'],
    handle: unlock,
  },
  {
    api: 'v1',
    method: 'POST',
    path: '/systemusers/{user}/state/suspend',
    scopes: ['users.state.suspend', 'users.state', 'users'],
    handle: suspend,
  },
]

export function systemUser(call: Call, name = 'user'): SystemUser {
  return call.state.users.get(pathId(call, name)) ?? notFound()
}

function list(call: Call): Reply {
  const found = [...call.state.users.values()].filter(v1QueryFilter(call.query))
  const { results, totalCount } = page(found, { api: 'v1', query: call.query })
  const fields = call.query.get('fields')
  return json({ results: results.map((user) => select(whole(user), fields, 'v1')), totalCount })
}

function get(call: Call): Reply {
  return json(select(whole(systemUser(call)), call.query.get('fields'), 'v1'))
}

/** Empty body, everybody: JumpCloud's own behaviour, and a reason never to send one. */
function search(call: Call): Reply {
  const body = objectOf(call.body)
  const filter = v1BodyFilter(body.filter)
  const text = searchFilter(body.searchFilter)
  const found = [...call.state.users.values()].filter((user) => filter(user) && text(user))
  const { results, totalCount } = page(found, { api: 'v1', query: call.query, body })
  return json({ results: results.map((user) => select(sparse(user), body.fields, 'v1')), totalCount })
}

/** Clears the lock and the failed attempts; password, factors and suspension stay as they are. */
function unlock(call: Call): Reply {
  const user = systemUser(call)
  const changed = user.account_locked
  user.account_locked = false
  user.account_locked_date = null
  user.badLoginAttempts = 0
  if (changed) personEvent(call, 'user_unlocked', user, [{ field: 'account_locked', from: true, to: false }])
  return { status: 200, text: 'OK', changed }
}

/** The body must be empty; suspending twice is a conflict. Bindings, factors and the lock stay as they are. */
function suspend(call: Call): Reply {
  if (Object.keys(objectOf(call.body)).length > 0) badRequest('Request body must be empty')
  const user = systemUser(call)
  if (user.state !== 'ACTIVATED') refuse(409, `Conflict: the user is ${user.state}`)
  user.state = 'SUSPENDED'
  user.suspended = true
  personEvent(call, 'user_suspended', user, [{ field: 'state', from: 'ACTIVATED', to: 'SUSPENDED' }])
  return { status: 200, text: 'OK', changed: true }
}

/** Search leaves out what is not set. */
const sparse = (user: SystemUser): Record<string, unknown> => ({
  ...Object.fromEntries(Object.entries(user).filter(([, value]) => value !== undefined && value !== null)),
  id: user._id,
})

/** List and get show unset fields as empty, and the id under both names. */
export const whole = (user: SystemUser): Record<string, unknown> => ({
  firstname: '',
  middlename: '',
  lastname: '',
  displayname: '',
  alternateEmail: '',
  manager: '',
  department: '',
  jobTitle: '',
  location: '',
  employeeType: '',
  account_locked_date: null,
  password_date: null,
  password_expiration_date: null,
  delegatedAuthority: null,
  admin: null,
  attributes: [],
  addresses: [],
  phoneNumbers: [],
  restrictedFields: [],
  ...user,
  id: user._id,
})
