// The directory: whole lists in spite of the default of 10, tolerant users, and names for memberships.
import { expect, test } from 'vitest'
import { groupId, userId } from '../../src/ids.ts'
import { createDirectory } from '../../src/jumpcloud/directory.ts'
import { idOf, peopleServer, type Row, rows, v1List, v2List } from './people.ts'
import { type Answering, callerOf, noon, other, someone, startServer } from './server.ts'

const me = userId.parse(someone)
const team = groupId.parse(idOf(7))

async function directoryOf(answering: Answering, orgId?: string) {
  const server = await startServer(answering)
  return { server, directory: createDirectory(callerOf(server), { clock: { now: () => noon }, orgId }) }
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const whole: T[] = []
  for await (const item of items) whole.push(item)
  return whole
}

test('a full user is read whole', async () => {
  const { directory } = await directoryOf(() => ({
    json: {
      _id: someone,
      username: 'ann.example',
      email: 'Ann@Example.com',
      firstname: 'Ann',
      lastname: 'Example',
      displayname: '',
      state: 'ACTIVATED',
      account_locked: true,
      account_locked_date: '2026-08-20T09:12:44.000Z',
      password_expired: false,
      password_expiration_date: '2026-11-18T00:00:00.000Z',
      enable_user_portal_multifactor: true,
      mfa: { configured: true, exclusion: true, exclusionUntil: '2026-08-21T00:00:00.000Z' },
      mfaEnrollment: { totpStatus: 'ENROLLED', pushStatus: 'NOT_ENROLLED', overallStatus: 'ENROLLED' },
      manager: other,
      restrictedFields: [{ field: 'department', type: 'scim', id: 'x' }],
      delegatedAuthority: { name: 'ActiveDirectory', id: 'y' },
      admin: null,
      alternateEmail: 'ann@home.example',
      recoveryEmail: { address: 'ann@elsewhere.example', verified: true, verifiedAt: '2026-01-02T00:00:00.000Z' },
    },
  }))
  const user = await directory.user(me)
  expect(user).toMatchObject({
    id: someone,
    email: 'ann@example.com',
    name: 'Ann Example',
    recoveryEmail: { address: 'ann@elsewhere.example', verifiedAt: new Date('2026-01-02T00:00:00.000Z') },
    state: 'ACTIVATED',
    locked: true,
    lockedAt: new Date('2026-08-20T09:12:44.000Z'),
    passwordExpired: false,
    mfa: { required: true, totpEnrolled: true, pushEnrolled: false, excluded: true, overall: 'ENROLLED' },
    managerId: other,
    isAdmin: false,
    managedElsewhere: ['department', 'password'],
  })
  expect(user.mfa.excludedUntil).toEqual(new Date('2026-08-21T00:00:00.000Z'))
  expect(JSON.stringify(user)).not.toContain('home.example')
})

test('missing and misshapen fields are unknown, never a failure', async () => {
  const { directory } = await directoryOf(() => ({
    json: {
      id: someone,
      account_locked: 'yes',
      state: 'LIMBO',
      manager: '',
      mfa: 7,
      admin: 'root',
      restrictedFields: {},
      email: 5,
    },
  }))
  await expect(directory.user(me)).resolves.toMatchObject({
    id: someone,
    name: someone,
    email: undefined,
    locked: undefined,
    state: undefined,
    managerId: undefined,
    isAdmin: undefined,
    managedElsewhere: [],
    mfa: { excluded: undefined },
  })
})

test.each([
  { address: 'ann@elsewhere.example', verified: false },
  { address: 'ann@elsewhere.example' },
  { address: 'ann@elsewhere.example', verified: 'true' },
  { address: 'ann@elsewhere.example\r\nBcc: all@northwind.example', verified: true },
  { verified: true },
  null,
])('a recovery address that is not verified is none: %j', async (recoveryEmail) => {
  const { directory } = await directoryOf(() => ({ json: { _id: someone, recoveryEmail } }))
  expect((await directory.user(me)).recoveryEmail).toBeUndefined()
})

test('an administrator is one; another user in the answer is none at all', async () => {
  const { directory } = await directoryOf(() => ({ json: { _id: someone, admin: { id: other, roleName: 'Manager' } } }))
  await expect(directory.user(me)).resolves.toMatchObject({ isAdmin: true })
  await expect(directory.user(userId.parse(other))).rejects.toMatchObject({ code: 'jumpcloud-malformed' })
})

test.each([0, 9, 10, 11, 99, 100, 101, 250])('%d users come whole and in order', async (count) => {
  const people = rows(count)
  const { server, directory } = await directoryOf((seen) => v1List(people, seen))
  expect((await all(directory.users())).map(({ id }) => id)).toEqual(people.map(({ _id }) => _id))
  for (const { query } of server.seen) {
    expect(query.get('limit')).toBe('100')
    expect(query.get('sort')).toBe('_id')
  }
})

test('reports are compared again: a filter that was ignored makes no strangers into reports', async () => {
  const people = rows(120, (_id, nth) => ({ _id, manager: nth % 60 === 0 ? someone : other }))
  const { server, directory } = await directoryOf((seen) => v1List(people, seen))
  expect((await all(directory.reports(me))).map(({ id }) => id)).toEqual([idOf(60), idOf(120)])
  expect(server.seen[0]?.query.get('filter')).toBe(`manager:$eq:${someone}`)
})

test('the manager is read; one who is gone is none', async () => {
  const boss: Row = { _id: idOf(1), displayname: 'Boss' }
  const { directory } = await directoryOf(
    peopleServer([boss, { _id: someone, manager: idOf(1) }, { _id: other, manager: idOf(2) }]),
  )
  await expect(directory.manager(me)).resolves.toMatchObject({ name: 'Boss' })
  await expect(directory.manager(userId.parse(other))).resolves.toBeUndefined()
  await expect(directory.manager(userId.parse(idOf(1)))).resolves.toBeUndefined()
  await expect(directory.user(userId.parse(idOf(9)))).rejects.toMatchObject({ code: 'jumpcloud-not-found' })
})

const named: Row[] = rows(120, (id, nth) => ({
  id,
  name: nth === 7 ? 'Engineers' : nth === 8 ? 'engineers ' : `Group ${nth}`,
}))

test('a group by its name: exact, in any case, from the whole list, never one of two', async () => {
  const { directory } = await directoryOf((seen) => v2List(named, seen))
  await expect(directory.findGroup('gROUP 119')).resolves.toMatchObject({ id: idOf(119), name: 'Group 119' })
  await expect(directory.findGroup('Group 11x')).resolves.toBeUndefined()
  await expect(directory.findGroup('Engineers')).rejects.toMatchObject({ code: 'ambiguous' })
})

test.each<[unknown, boolean | undefined]>([
  [{ sudo: { enabled: true, withoutPassword: false } }, true],
  [{ sudo: { enabled: false } }, false],
  [{ sudo: 'odd' }, undefined],
  [{}, false],
  [null, false],
  [undefined, undefined],
])('sudo from %j is %s', async (attributes, grantsSudo) => {
  const { directory } = await directoryOf(() => ({
    json: { id: idOf(7), name: 'x', membershipMethod: 'STATIC', attributes },
  }))
  await expect(directory.group(team)).resolves.toMatchObject({ grantsSudo, membership: 'STATIC' })
})

const memberships = (count: number): Row[] =>
  rows(count, (id, nth) => ({ id, type: 'user_group', paths: [nth === 2 ? [{ to: 1 }, { to: 2 }] : [{ to: 1 }]] }))

const groupsServer =
  (count: number, gone?: string): Answering =>
  (seen) => {
    if (seen.path === `/api/v2/users/${someone}/memberof`) return v2List(memberships(count), seen)
    if (seen.path === '/api/v2/usergroups') return v2List(named, seen)
    const one = named.find(({ id }) => seen.path === `/api/v2/usergroups/${id}` && id !== gone)
    return one ? { json: one } : { status: 404 }
  }

test('member-of has names, from single reads for a few and from one list for many', async () => {
  const few = await directoryOf(groupsServer(3))
  await expect(few.directory.memberOf(me)).resolves.toMatchObject([
    { group: { name: 'Group 1' }, direct: true },
    { group: { name: 'Group 2' }, direct: false },
    { group: { name: 'Group 3' }, direct: true },
  ])
  const many = await directoryOf(groupsServer(110))
  const found = await many.directory.memberOf(me)
  expect(found).toHaveLength(110)
  expect(found.at(-1)?.group.name).toBe('Group 110')
  expect(many.server.seen.length).toBeLessThan(6)
})

test('a group that went away meanwhile is left out; membership is found on any page', async () => {
  const { directory } = await directoryOf(groupsServer(3, idOf(2)))
  expect((await directory.memberOf(me)).map(({ group }) => group.id)).toEqual([idOf(1), idOf(3)])
  const many = await directoryOf(groupsServer(150))
  await expect(many.directory.isMember(me, groupId.parse(idOf(149)))).resolves.toBe(true)
  await expect(many.directory.isMember(me, groupId.parse(idOf(151)))).resolves.toBe(false)
})

test('members are the effective ones, whole, and people only', async () => {
  const members = rows(205, (id, nth) => ({ id, type: nth === 5 ? 'user_group' : 'user' }))
  const { server, directory } = await directoryOf((seen) => v2List(members, seen, true))
  expect(await all(directory.members(team))).toHaveLength(204)
  expect(server.seen[0]?.path).toBe(`/api/v2/usergroups/${team}/membership`)
})

test('the organisation: the one there is, or the configured one of several', async () => {
  const list = [
    { _id: idOf(1), displayName: 'One' },
    { _id: idOf(2), displayName: 'Two' },
  ]
  const single = await directoryOf(() => ({ json: { results: list.slice(0, 1), totalCount: 1 } }))
  await expect(single.directory.organisation()).resolves.toEqual({ id: idOf(1), name: 'One' })
  const several = await directoryOf(() => ({ json: { results: list } }))
  await expect(several.directory.organisation()).rejects.toMatchObject({ code: 'ambiguous' })
  const chosen = await directoryOf(() => ({ json: { results: list } }), idOf(2))
  await expect(chosen.directory.organisation()).resolves.toEqual({ id: idOf(2), name: 'Two' })
  const foreign = await directoryOf(() => ({ json: { results: list } }), idOf(3))
  await expect(foreign.directory.organisation()).rejects.toMatchObject({ code: 'jumpcloud-not-found' })
})
