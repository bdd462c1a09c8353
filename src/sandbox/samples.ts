// One successful call of every endpoint, for recording its answer: the spec check and the tests use the same.
import { hours } from '../clock.ts'
import { bases, type Route } from './route.ts'
import { idOf, type State } from './state.ts'

export interface Sample {
  params?: Record<string, string>
  query?: string
  body?: unknown
}

/** `POST /api/systemusers/{}/unlock`: method and full path without the parameters' names. */
export const callName = (of: Pick<Route, 'api' | 'method' | 'path'>): string =>
  nameOfCall(of.method, `${bases[of.api]}${of.path}`)

export const nameOfCall = (method: string, path: string): string =>
  `${method.toUpperCase()} ${path.replace(/\{[^}]*\}/g, '{}').replace(/\/$/, '')}`

const user = idOf('user', 'maya.alvarez')
const group = idOf('group', 'Looker – Analyst')
const sinceYesterday = () => ({ service: ['all'], start_time: new Date(Date.now() - hours(24)).toISOString() })

/** In this order: the push is sent before it is read. */
export const samples: Record<string, (state: State) => Sample> = {
  'GET /api/systemusers': () => ({ query: 'limit=100&sort=_id' }),
  'GET /api/systemusers/{}': () => ({ params: { user } }),
  'POST /api/search/systemusers': () => ({ body: { searchFilter: { searchTerm: 'alex', fields: ['username'] } } }),
  'POST /api/systemusers/{}/unlock': () => ({ params: { user } }),
  'POST /api/systemusers/{}/password': () => ({ params: { user }, body: { password: 'Correct-Horse-7' } }),
  'PUT /api/systemusers/{}': () => ({ params: { user }, body: { password: 'Correct-Horse-8' } }),
  'POST /api/systemusers/reactivate': () => ({ body: { isSelectAll: false, models: [{ _id: user }] } }),
  'GET /api/systemusers/{}/totpinfo': () => ({ params: { user } }),
  'POST /api/systemusers/{}/resetmfa': () => ({
    params: { user },
    body: { exclusion: true, exclusionUntil: new Date(Date.now() + hours(1)).toISOString() },
  }),
  'POST /api/systemusers/{}/mfa/enforce': () => ({
    params: { user },
    body: { enable_user_portal_multifactor: true, mfa: { exclusion: false } },
  }),
  'POST /api/systemusers/{}/state/suspend': () => ({ params: { user: idOf('user', 'zoe.laurent') } }),
  'GET /api/v2/passwordpolicies/user/{}': () => ({ params: { user } }),
  'GET /api/organizations': () => ({ query: 'limit=1' }),
  'GET /api/applications': () => ({ query: 'limit=100' }),
  'GET /api/v2/usergroups': () => ({ query: 'limit=100&sort=name' }),
  'GET /api/v2/usergroups/{}': () => ({ params: { group } }),
  'GET /api/v2/usergroups/{}/members': () => ({ params: { group } }),
  'GET /api/v2/usergroups/{}/membership': () => ({ params: { group } }),
  'POST /api/v2/usergroups/{}/members': () => ({ params: { group }, body: { op: 'add', type: 'user', id: user } }),
  'GET /api/v2/users/{}/memberof': () => ({ params: { user } }),
  'GET /api/v2/users/{}/pushendpoints': () => ({ params: { user } }),
  'POST /api/v2/users/{}/pushendpoints/{}/verify': () => ({
    params: { user, device: idOf('phone', 'maya.alvarez') },
    body: { message: 'Is this you?' },
  }),
  'GET /api/v2/pushendpoints/verifications/{}': (state) => ({
    params: { verification: state.pushes.at(-1)?.id ?? '' },
  }),
  'DELETE /api/v2/users/{}/pushendpoints/{}': () => ({
    params: { user, device: idOf('phone', 'maya.alvarez') },
  }),
  'POST /insights/directory/v1/events': () => ({ body: { ...sinceYesterday(), limit: 10, sort: 'DESC' } }),
  'POST /insights/directory/v1/events/count': () => ({ body: sinceYesterday() }),
}
