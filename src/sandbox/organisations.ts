// The organisation itself and its applications.
import { v1QueryFilter } from './filters.ts'
import { page, select } from './paging.ts'
import { type Call, json, type Reply, type Route } from './route.ts'

export const organisationRoutes: Route[] = [
  {
    api: 'v1',
    method: 'GET',
    path: '/organizations',
    scopes: ['organizations.readonly', 'organizations', 'commandrunner.legacy'],
    handle: (call) => listed(call, [{ ...call.state.organisation, logoUrl: '' }]),
  },
  {
    api: 'v1',
    method: 'GET',
    path: '/applications',
    scopes: ['applications.readonly', 'applications'],
    handle: (call) =>
      listed(
        call,
        call.state.applications.map((one) => ({
          ...one,
          id: one._id,
          active: true,
          // A real one holds the SSO set-up with its certificates: a reason to ask for four fields only.
          config: { idpEntityId: { type: 'text', value: 'https://sso.northwind.example', visible: true } },
          ssoUrl: `https://sso.northwind.example/${one.name}`,
          organization: call.state.organisation._id,
        })),
      ),
  },
]

function listed(call: Call, items: object[]): Reply {
  const { results, totalCount } = page(items.filter(v1QueryFilter(call.query)), { api: 'v1', query: call.query })
  return json({ results: results.map((item) => select(item, call.query.get('fields'), 'v1')), totalCount })
}
