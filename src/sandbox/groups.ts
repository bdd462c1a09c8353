// User groups and their members, as v2 does them: bare arrays, comma lists, 409 and 404 on members.
import { record } from './events.ts'
import { v1Term, v2QueryFilter } from './filters.ts'
import { page, select } from './paging.ts'
import { badRequest, type Call, json, notFound, objectOf, pathId, type Reply, type Route, refuse } from './route.ts'
import type { State, UserGroup } from './state.ts'
import { systemUser } from './users.ts'

const readGroups = ['groups.readonly', 'groups'] as const
/** Who is in a group is about users, not about groups (the specs' x-scopes). */
const readUsers = ['users.readonly', 'users'] as const
const members = '/usergroups/{group}/members'

export const groupRoutes: Route[] = [
  { api: 'v2', method: 'GET', path: '/usergroups', scopes: readGroups, handle: list },
  { api: 'v2', method: 'GET', path: '/usergroups/{group}', scopes: readGroups, handle: get },
  { api: 'v2', method: 'GET', path: members, scopes: readUsers, handle: direct },
  { api: 'v2', method: 'GET', path: '/usergroups/{group}/membership', scopes: readUsers, handle: effective },
  { api: 'v2', method: 'POST', path: members, scopes: ['groups'], handle: change },
  { api: 'v2', method: 'GET', path: '/users/{user}/memberof', scopes: readGroups, handle: memberOf },
]

const userGroup = (call: Call): UserGroup => call.state.groups.get(pathId(call, 'group')) ?? notFound()

/** A group that keeps its members by a query has whoever matches it now. */
export function memberIds(state: State, group: UserGroup): string[] {
  if (group.membershipMethod !== 'DYNAMIC_AUTOMATED') return [...group.members]
  const matches = (group.query ?? []).map(v1Term)
  return [...state.users.values()].filter((user) => matches.every((match) => match(user))).map((user) => user._id)
}

const shown = (state: State, group: UserGroup) => ({
  id: group.id,
  type: 'user_group',
  name: group.name,
  description: group.description,
  email: '',
  attributes: { sudo: group.sudo },
  membershipMethod: group.membershipMethod,
  memberQuery: group.query ? { queryType: 'FilterQuery', filters: group.query } : null,
  memberQueryExemptions: [],
  memberSuggestionsNotify: false,
  suggestionCounts: { add: 0, remove: 0, total: 0 },
  organizationObjectId: state.organisation._id,
})

/** v2 counts in a header, and the body is the bare page. */
function paged<T extends object>(call: Call, items: T[], present: (item: T) => object = (item) => item): Reply {
  const { results, totalCount } = page(items, { api: 'v2', query: call.query })
  return json(results.map(present), { 'x-total-count': String(totalCount) })
}

function list(call: Call): Reply {
  const found = [...call.state.groups.values()]
    .map((group) => shown(call.state, group))
    .filter(v2QueryFilter(call.query))
  return paged(call, found, (group) => select(group, call.query.get('fields'), 'v2'))
}

function get(call: Call): Reply {
  return json(shown(call.state, userGroup(call)))
}

const node = (id: string, type: 'user' | 'user_group') => ({ id, type, attributes: null })

function direct(call: Call): Reply {
  const found = memberIds(call.state, userGroup(call)).map((id) => ({ attributes: null, to: node(id, 'user') }))
  return paged(call, found)
}

function effective(call: Call): Reply {
  const group = userGroup(call)
  const found = memberIds(call.state, group).map((id) => ({
    id,
    type: 'user',
    compiledAttributes: null,
    paths: [[{ attributes: null, from: node(group.id, 'user_group'), to: node(id, 'user') }]],
  }))
  return paged(call, found.filter(v2QueryFilter(call.query)))
}

/** No names here: a caller has to look each group up. */
function memberOf(call: Call): Reply {
  const user = systemUser(call)
  const groups = [...call.state.groups.values()].filter((group) => memberIds(call.state, group).includes(user._id))
  const found = groups.map((group) => ({
    id: group.id,
    type: 'user_group',
    compiledAttributes: group.sudo.enabled ? { sudo: group.sudo } : null,
    paths: [[{ attributes: null, from: node(user._id, 'user'), to: node(group.id, 'user_group') }]],
  }))
  return paged(call, found.filter(v2QueryFilter(call.query)))
}

function change(call: Call): Reply {
  const group = userGroup(call)
  const { op, type, id } = objectOf(call.body)
  if (type !== 'user') badRequest('"type" must be "user"')
  const user = typeof id === 'string' ? call.state.users.get(id) : undefined
  if (!user) return notFound()
  const isMember = memberIds(call.state, group).includes(user._id)
  switch (op) {
    case 'add':
      if (isMember) refuse(409, 'Already Exists')
      break
    case 'remove':
      if (!isMember) notFound()
      break
    case 'update':
      return isMember ? { status: 204 } : notFound()
    default:
      return badRequest('"op" must be one of add, remove, update')
  }
  // The query of an automated group wins over a manual edit: the call is accepted and nothing is to be seen.
  if (group.membershipMethod === 'DYNAMIC_AUTOMATED') return { status: 204 }
  if (op === 'add') group.members.add(user._id)
  else group.members.delete(user._id)
  record(call, {
    event_type: 'association_change',
    service: 'directory',
    resource: { type: 'user_group', id: group.id, name: group.name },
    association: {
      op,
      action_source: 'api',
      connection: {
        from: { type: 'user_group', object_id: group.id, name: group.name },
        to: { type: 'user', object_id: user._id, name: user.username },
      },
    },
    ...bySelf(call),
  })
  return { status: 204, changed: true }
}

const bySelf = (call: Call) => ({
  initiated_by: { type: 'admin', username: call.key },
  auth_method: 'api-key',
  success: true,
})
