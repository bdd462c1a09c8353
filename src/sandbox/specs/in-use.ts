// The calls that Latchkey makes and the schemas it reads their answers with: what the spec check must cover.
import { actions } from '../../actions/index.ts'
import { pushEndpoints } from '../../jumpcloud/push.ts'
import { readEndpoints } from '../../jumpcloud/reads.ts'
import {
  groupMembers,
  groupMembership,
  insightsEvents,
  memberOf,
  organisationList,
  passwordPolicy,
  pushEndpoints as pushDevices,
  pushVerification,
  systemUser,
  systemUserList,
  totpInfo,
  userGroup,
  userGroups,
} from '../../jumpcloud/schemas.ts'
import type { InUse } from './check.ts'

const read = (name: string, schema: InUse['schemas'][number]['schema'], ...calls: string[]) => ({ name, schema, calls })

export const inUse: InUse = {
  endpoints: [
    ...readEndpoints,
    ...pushEndpoints,
    ...Object.values(actions).flatMap(({ endpoint }) => (endpoint ? [endpoint] : [])),
  ],
  schemas: [
    read('systemUser', systemUser, 'GET /api/systemusers/{}'),
    read('systemUserList', systemUserList, 'GET /api/systemusers', 'POST /api/search/systemusers'),
    read('organisationList', organisationList, 'GET /api/organizations'),
    read('userGroup', userGroup, 'GET /api/v2/usergroups/{}'),
    read('userGroups', userGroups, 'GET /api/v2/usergroups'),
    read('groupMembers', groupMembers, 'GET /api/v2/usergroups/{}/members'),
    read('groupMembership', groupMembership, 'GET /api/v2/usergroups/{}/membership'),
    read('memberOf', memberOf, 'GET /api/v2/users/{}/memberof'),
    read('pushEndpoints', pushDevices, 'GET /api/v2/users/{}/pushendpoints'),
    read(
      'pushVerification',
      pushVerification,
      'POST /api/v2/users/{}/pushendpoints/{}/verify',
      'GET /api/v2/pushendpoints/verifications/{}',
    ),
    read('totpInfo', totpInfo, 'GET /api/systemusers/{}/totpinfo'),
    read('passwordPolicy', passwordPolicy, 'GET /api/v2/passwordpolicies/user/{}'),
    read('insightsEvents', insightsEvents, 'POST /insights/directory/v1/events'),
  ],
}
