// Every read of the directory as data; scopes are the `x-scopes` of JumpCloud's descriptions, narrowest first.
import type { Endpoint } from './endpoint.ts'

const users = ['users.readonly', 'users'] as const
const groups = ['groups.readonly', 'groups'] as const

const get = (api: 'v1' | 'v2', path: string, scopes: readonly string[]): Endpoint => ({
  api,
  method: 'GET',
  path,
  scopes,
  repeat: 'safe',
})

export const readUser = get('v1', '/systemusers/{user}', users)
export const listUsers = get('v1', '/systemusers', users)
export const searchUsers: Endpoint = { ...listUsers, method: 'POST', path: '/search/systemusers' }
export const readGroup = get('v2', '/usergroups/{group}', groups)
export const listGroups = get('v2', '/usergroups', groups)
/** Effective members; unlike the other group reads it wants a scope of users. */
export const listMembership = get('v2', '/usergroups/{group}/membership', users)
export const listMemberOf = get('v2', '/users/{user}/memberof', groups)
export const listOrganisations = get('v1', '/organizations', [
  'organizations.readonly',
  'organizations',
  'commandrunner.legacy',
])
export const listEvents: Endpoint = {
  api: 'insights',
  method: 'POST',
  path: '/events',
  scopes: ['directoryinsights.readonly'],
  repeat: 'safe',
}

export const readPasswordPolicy = get('v2', '/passwordpolicies/user/{user}', groups)
export const readTotp = get('v1', '/systemusers/{user}/totpinfo', users)
export const listPushEndpoints = get('v2', '/users/{user}/pushendpoints', users)

export const readEndpoints: readonly Endpoint[] = [
  readUser,
  listUsers,
  searchUsers,
  readGroup,
  listGroups,
  listMembership,
  listMemberOf,
  listOrganisations,
  listEvents,
  readPasswordPolicy,
  readTotp,
  listPushEndpoints,
]
