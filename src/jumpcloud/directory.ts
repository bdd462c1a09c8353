// The directory: JumpCloud's reads as skills and policy see them, every list whole and every match exact.
import type { z } from 'zod'
import { type Clock, minutes } from '../clock.ts'
import type { Directory, Group, User } from '../directory.ts'
import { hasCode, LatchkeyError } from '../errors.ts'
import type { GroupId, UserId } from '../ids.ts'
import type { Caller, CallInput, Endpoint } from './endpoint.ts'
import { eventsQuery, toEvents } from './events.ts'
import { findExactly } from './find-user.ts'
import { allPages, pageSize } from './paging.ts'
import * as reads from './reads.ts'
import * as schemas from './schemas.ts'
import { asDate, asGroupId, asUserId, readBody, toGroup, toPasswordRules, toPushDevices, toUser } from './shapes.ts'
import { malformed } from './translate.ts'

/** Only what a list is read for; a single user is read without it, since what is computed may not be listed. */
const listedFields = Object.keys(schemas.systemUser.shape)
  .filter((name) => name !== 'id')
  .join(' ')

/** From so many groups on, one list of all groups is cheaper than a read for each. */
const manyGroups = 10
const namesLast = minutes(5)

/** `orgId` picks the organisation where the credential sees several. */
export function createDirectory(
  caller: Caller,
  { clock, orgId }: { clock: Clock; orgId?: string | undefined },
): Directory {
  const user = (id: UserId): Promise<User> => readUser(caller, id)
  const group = (id: GroupId): Promise<Group> => readGroup(caller, id)
  const groups = (): AsyncGenerator<Group> => listGroups(caller)
  const groupIds = async (of: UserId) => {
    const found: GroupId[] = []
    for await (const { id } of membershipsOf(caller, of)) found.push(id)
    return found
  }
  async function findGroup(name: string): Promise<Group | undefined> {
    const found: Group[] = []
    for await (const one of groups()) if (fold(one.name) === fold(name)) found.push(one)
    if (found.length > 1) throw new LatchkeyError('ambiguous', { what: 'group' })
    return found[0]
  }

  return {
    user,
    group,
    groups,
    async findUser(by) {
      const found = await findExactly(caller, by)
      return found && whenThere(user(found.id))
    },
    users: () => listUsers(caller),
    reports: (of) => reportsOf(caller, of),
    async manager(of) {
      const { managerId } = await user(of)
      return managerId && whenThere(user(managerId))
    },
    findGroup,
    members: (of) => membersOf(caller, of),
    findGroupId: groupIdFinder(groups, clock),
    groupIds,
    isMember: async (of, wanted) => (await groupIds(of)).includes(wanted),
    memberOf: (of) => namedMemberships(caller, of),
    ...credentialReads(caller),
    async events(about, { days = 7, limit = 20 } = {}) {
      const { body } = await caller.call(reads.listEvents, { body: eventsQuery(about, { days, limit }, clock) })
      return toEvents(readBody(schemas.insightsEvents, body, 'insightsEvents'), about, limit)
    },
    organisation: () => readOrganisation(caller, orgId),
  }
}

/** What recovery asks about one person: their password's rules and their second factors. */
function credentialReads(caller: Caller): Pick<Directory, 'passwordRules' | 'totpEnrolledAt' | 'pushDevices'> {
  const read = async (endpoint: Endpoint, user: UserId) => (await caller.call(endpoint, { params: { user } })).body
  return {
    async passwordRules(of) {
      return toPasswordRules(
        readBody(schemas.passwordPolicy, await read(reads.readPasswordPolicy, of), 'passwordPolicy'),
      )
    },
    async totpEnrolledAt(of) {
      const body = await whenThere(read(reads.readTotp, of))
      return body === undefined ? undefined : asDate(readBody(schemas.totpInfo, body, 'totpInfo').enrollmentDate)
    },
    async pushDevices(of) {
      return toPushDevices(readBody(schemas.pushEndpoints, await read(reads.listPushEndpoints, of), 'pushEndpoints'))
    },
  }
}

/**
 * A group keeps its id when it is renamed, so for a few minutes an old answer still means the same group: who is in it
 * is asked anew every time. A miss is not remembered, because it closes doors. One list answers for all names.
 */
function groupIdFinder(groups: Directory['groups'], clock: Clock): Directory['findGroupId'] {
  let known = new Map<string, GroupId | 'several'>()
  let knownUntil = 0
  return async (name) => {
    const now = clock.now().getTime()
    if (knownUntil <= now || !known.has(fold(name))) {
      const listed = new Map<string, GroupId | 'several'>()
      for await (const one of groups()) listed.set(fold(one.name), listed.has(fold(one.name)) ? 'several' : one.id)
      known = listed
      knownUntil = now + namesLast
    }
    const found = known.get(fold(name))
    if (found === 'several') throw new LatchkeyError('ambiguous', { what: 'group' })
    return found
  }
}

async function readUser(caller: Caller, id: UserId): Promise<User> {
  const { body } = await caller.call(reads.readUser, { params: { user: id } })
  const found = toUser(readBody(schemas.systemUser, body, 'systemUser'))
  if (found.id !== id) throw malformed('another user')
  return found
}

async function readGroup(caller: Caller, id: GroupId): Promise<Group> {
  const { body } = await caller.call(reads.readGroup, { params: { group: id } })
  const found = toGroup(readBody(schemas.userGroup, body, 'userGroup'))
  if (found.id !== id) throw malformed('another group')
  return found
}

const listUsers = (caller: Caller, filter?: string): AsyncGenerator<User> =>
  allPages(
    async (skip) => {
      const query = { limit: pageSize, skip, sort: '_id', fields: listedFields, ...(filter ? { filter } : {}) }
      const { body } = await caller.call(reads.listUsers, { query })
      const { results, totalCount } = readBody(schemas.systemUserList, body, 'systemUserList')
      return { items: results.map(toUser), total: totalCount }
    },
    ({ id }) => id,
  )

/** Compared again here: a filter that JumpCloud did not apply must not make strangers somebody's reports. */
async function* reportsOf(caller: Caller, manager: UserId): AsyncGenerator<User> {
  for await (const one of listUsers(caller, `manager:$eq:${manager}`)) if (one.managerId === manager) yield one
}

/** v2 lists are bare arrays; the total, where there is one, is in a header. */
const listV2 = <Schema extends z.ZodType<{ id: string }[]>>(
  caller: Caller,
  endpoint: Endpoint,
  schema: Schema,
  what: string,
  input: CallInput = {},
): AsyncGenerator<z.output<Schema>[number]> =>
  allPages(
    async (skip) => {
      const answer = await caller.call(endpoint, { ...input, query: { ...input.query, limit: pageSize, skip } })
      const said = answer.headers['x-total-count']
      const total = said !== undefined && /^\d+$/.test(said) ? Number(said) : undefined
      return { items: readBody(schema, answer.body, what), total }
    },
    ({ id }) => id,
  )

async function* listGroups(caller: Caller): AsyncGenerator<Group> {
  const rows = listV2(caller, reads.listGroups, schemas.userGroups, 'userGroups', { query: { sort: 'name' } })
  for await (const row of rows) yield toGroup(row)
}

async function* membersOf(caller: Caller, group: GroupId): AsyncGenerator<UserId> {
  const input = { params: { group } }
  for await (const { id, type } of listV2(
    caller,
    reads.listMembership,
    schemas.groupMembership,
    'groupMembership',
    input,
  )) {
    if (type === undefined || type === 'user') yield asUserId(id)
  }
}

async function* membershipsOf(caller: Caller, user: UserId): AsyncGenerator<{ id: GroupId; direct: boolean }> {
  const input = { params: { user } }
  for await (const { id, type, paths } of listV2(caller, reads.listMemberOf, schemas.memberOf, 'memberOf', input)) {
    if (type !== undefined && type !== 'user_group') continue
    yield { id: asGroupId(id), direct: (paths ?? []).some((path) => path.length === 1) }
  }
}

/** JumpCloud names only ids here. A group that went away meanwhile is left out: nobody is in it any more. */
async function namedMemberships(caller: Caller, user: UserId): Promise<{ group: Group; direct: boolean }[]> {
  const memberships: { id: GroupId; direct: boolean }[] = []
  for await (const one of membershipsOf(caller, user)) memberships.push(one)
  const known = new Map<GroupId, Group>()
  if (memberships.length > manyGroups) for await (const one of listGroups(caller)) known.set(one.id, one)
  const named = await Promise.all(
    memberships.map(async ({ id, direct }) => ({
      group: known.get(id) ?? (await whenThere(readGroup(caller, id))),
      direct,
    })),
  )
  return named.flatMap(({ group, direct }) => (group ? [{ group, direct }] : []))
}

async function readOrganisation(caller: Caller, orgId: string | undefined): Promise<{ id: string; name: string }> {
  const { body } = await caller.call(reads.listOrganisations, { query: { limit: pageSize, skip: 0, sort: '_id' } })
  const { results } = readBody(schemas.organisationList, body, 'organisationList')
  const seen = results.map((one) => ({ id: one._id ?? one.id, name: one.displayName }))
  const chosen = orgId === undefined ? seen : seen.filter(({ id }) => id === orgId)
  if (chosen.length > 1) throw new LatchkeyError('ambiguous', { what: 'organisation' })
  const [one] = chosen
  if (one?.id === undefined) throw new LatchkeyError('jumpcloud-not-found', { what: 'organisation' })
  return { id: one.id, name: one.name || one.id }
}

/** The same for people: "ENGINEERS " and "Engineers" are one name. */
const fold = (name: string): string => name.normalize('NFC').trim().toLowerCase()

async function whenThere<T>(read: Promise<T>): Promise<T | undefined> {
  try {
    return await read
  } catch (error) {
    if (hasCode(error, 'jumpcloud-not-found')) return undefined
    throw error
  }
}
