// User groups of the sandbox: bare arrays, the v2 filter, and the 204, 409 and 404 of members.
import { expect, test } from 'vitest'
import { groupMembers, groupMembership, memberOf, userGroup, userGroups } from '../../src/jumpcloud/schemas.ts'
import { group, sandboxForTests, user } from './api.ts'

const { call, get, post, journal } = sandboxForTests()
const analyst = group('Looker – Analyst')
const leo = user('leo.brandt')
const members = `/api/v2/usergroups/${analyst}/members`
const change = (op: string, id = leo, path = members) => post(path, { op, type: 'user', id })

const listed = async (query: string) =>
  (await get<{ id: string; name: string }[]>(`/api/v2/usergroups?${query}`)).body.map(({ name }) => name)

test('a bare array, ten of fifteen by default, the total in a header', async () => {
  const { body, headers } = await get('/api/v2/usergroups')
  expect(userGroups.parse(body)).toHaveLength(10)
  expect(headers.get('x-total-count')).toBe('15')
  expect(await listed('limit=100&sort=name')).toHaveLength(15)
  expect((await get('/api/v2/usergroups?limit=101')).status).toBe(400)
})

test.each([
  ['filter=name:eq:Finance', ['Finance']],
  ['filter=name:eq:finance', []],
  ['filter=name:eq:Looker*&sort=name', ['Looker – Admin', 'Looker – Analyst']],
  ['filter=name:search:looker&sort=-name', ['Looker – Analyst', 'Looker – Admin']],
  ['filter=name:in:Finance,Security&sort=name', ['Finance', 'Security']],
  ['filter=membershipMethod:ne:STATIC&sort=name', ['All Staff', 'Contractors']],
  ['filter=name:search:a&filter=attributes.sudo.enabled:eq:true', ['Server Operators']],
])('v2 filter %s', async (query, expected) => {
  expect(await listed(`limit=100&${query.replaceAll(' ', '%20')}`)).toEqual(expected)
})

test('the v1 operator is refused in v2', async () => {
  expect((await get('/api/v2/usergroups?filter=name:$eq:Finance')).status).toBe(400)
})

test('fields are separated by commas', async () => {
  const { body } = await get<object[]>('/api/v2/usergroups?limit=1&fields=name,type')
  expect(Object.keys(body[0] ?? {}).sort()).toEqual(['id', 'name', 'type'])
})

test('add is 204 and empty, again is 409; remove is 204, again is 404', async () => {
  const added = await change('add')
  expect(added).toMatchObject({ status: 204, body: '' })
  expect(await change('add')).toMatchObject({ status: 409, body: { message: 'Already Exists' } })
  expect((await change('update')).status).toBe(204)
  expect((await change('remove')).status).toBe(204)
  expect((await change('remove')).status).toBe(404)
  const changes = (await journal()).filter(({ method }) => method === 'POST').map(({ changed }) => changed)
  expect(changes).toEqual([true, false, false, true, false])
})

test('what is wrong with a change is said by its status', async () => {
  expect((await change('add', 'f'.repeat(24))).status).toBe(404)
  expect((await change('join')).status).toBe(400)
  expect((await post(members, { op: 'add', type: 'system', id: leo })).status).toBe(400)
  expect((await change('add', leo, `/api/v2/usergroups/${'e'.repeat(24)}/members`)).status).toBe(404)
})

test('an automated group accepts a manual edit and stays as its query wants it', async () => {
  const staff = `/api/v2/usergroups/${group('All Staff')}/members`
  expect((await change('remove', leo, staff)).status).toBe(204)
  expect((await change('add', leo, staff)).status).toBe(409)
  expect((await change('add', user('lin.zhao'), staff)).status).toBe(204)
  const { body } = await get<{ to: { id: string } }[]>(`${staff}?limit=100`)
  const ids = body.map(({ to }) => to.id)
  expect(ids).toContain(leo)
  expect(ids).not.toContain(user('lin.zhao'))
})

test('member-of gives no names, and everything passes our own schemas', async () => {
  await change('add')
  const { body } = await get<object[]>(`/api/v2/users/${leo}/memberof?limit=100`)
  const parsed = memberOf.parse(body)
  expect(parsed.map(({ id }) => id)).toContain(analyst)
  expect(JSON.stringify(body)).not.toContain('Looker')
  expect(groupMembers.parse((await get(members)).body).map(({ to }) => to.id)).toContain(leo)
  const membership = groupMembership.parse((await get(`/api/v2/usergroups/${analyst}/membership`)).body)
  expect(membership.map(({ id }) => id)).toContain(leo)
  const one = await get(`/api/v2/usergroups/${group('Server Operators')}`)
  expect(userGroup.parse(one.body).attributes?.sudo?.enabled).toBe(true)
})

test('members come ten at a time', async () => {
  const staff = `/api/v2/usergroups/${group('All Staff')}/membership`
  const { body, headers } = await get<object[]>(staff)
  expect(body).toHaveLength(10)
  expect(Number(headers.get('x-total-count'))).toBeGreaterThan(30)
})

test('nothing but what is described is there', async () => {
  expect((await call('DELETE', `/api/v2/usergroups/${analyst}`)).status).toBe(404)
  expect((await get(`/api/v2/usergroups/${analyst}`)).status).toBe(200)
})
