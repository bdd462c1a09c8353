// The control surface: state, journal, changes to people and groups, reset, and the stream of changes.
import { request } from 'node:http'
import { expect, test } from 'vitest'
import { group, sandboxForTests, user } from './api.ts'

const { call, get, journal, post, sandbox } = sandboxForTests()
const leo = user('leo.brandt')
const patch = (id: string, body: object) => call('PATCH', `/_sandbox/users/${id}`, { body })

test('state shows people, groups with members, phones and pushes', async () => {
  const { body } = await get<{ users: object[]; groups: { name: string; members: string[] }[] }>('/_sandbox/state')
  expect(body.users.length).toBeGreaterThanOrEqual(40)
  const analyst = body.groups.find(({ name }) => name === 'Looker – Analyst')
  expect(analyst?.members).toContain(user('mei.tanaka'))
  expect(body).toMatchObject({ organisation: { displayName: 'Northwind' }, pushes: [] })
})

test('locking a person writes what precedes a lock', async () => {
  expect((await patch(leo, { account_locked: true })).status).toBe(200)
  expect((await get(`/api/systemusers/${leo}`)).body).toMatchObject({ account_locked: true, badLoginAttempts: 5 })
  const mine = sandbox().state.events.filter(({ resource }) => JSON.stringify(resource)?.includes(leo))
  expect(mine.at(-1)).toMatchObject({ event_type: 'user_lockout' })
  expect(mine.at(-2)).toMatchObject({ event_type: 'login_attempt', success: false })
})

test('suspending and promoting keep the object consistent', async () => {
  await patch(leo, { state: 'SUSPENDED', admin: { id: '0'.repeat(24), roleName: 'Manager' } })
  expect((await get(`/api/systemusers/${leo}`)).body).toMatchObject({
    state: 'SUSPENDED',
    suspended: true,
    admin: { roleName: 'Manager' },
  })
  expect((await patch(leo, { shoe_size: 44 })).status).toBe(400)
  expect((await patch('f'.repeat(24), { state: 'STAGED' })).status).toBe(404)
})

test('a deleted person is gone from every group', async () => {
  await call('DELETE', `/_sandbox/users/${user('mei.tanaka')}`)
  expect((await get(`/api/systemusers/${user('mei.tanaka')}`)).status).toBe(404)
  const { body } = await get<object[]>(`/api/v2/usergroups/${group('Looker – Analyst')}/members`)
  expect(body).toHaveLength(3)
})

test('membership can be moved behind Latchkey’s back', async () => {
  const members = `/_sandbox/groups/${group('Security')}/members`
  expect((await post(members, { user: leo, op: 'add' })).status).toBe(204)
  expect(sandbox().state.groups.get(group('Security'))?.members.has(leo)).toBe(true)
  expect((await post(members, { user: leo, op: 'remove' })).status).toBe(204)
  expect((await post(members, { user: 'nobody', op: 'add' })).status).toBe(404)
})

test('the journal goes on from a number, and its own calls are not in it', async () => {
  await get('/api/organizations')
  const [first] = await journal()
  await get('/api/v2/usergroups')
  await get('/no/such/path')
  const { body } = await get<{ seq: number; entries: object[] }>(`/_sandbox/journal?since=${first?.seq}`)
  expect(body.entries).toMatchObject([
    { seq: (first?.seq ?? 0) + 1, path: '/api/v2/usergroups', status: 200, key: 'full', changed: false },
    { path: '/no/such/path', status: 404 },
  ])
  expect(body.seq).toBe((first?.seq ?? 0) + 2)
})

test('an unreadable body is 400 and written down', async () => {
  expect((await post('/api/search/systemusers', '{')).status).toBe(400)
  expect(await journal()).toMatchObject([{ path: '/api/search/systemusers', status: 400 }])
})

test('reset brings the first day back, in the same state object', async () => {
  const { state } = sandbox()
  await patch(leo, { state: 'SUSPENDED' })
  await post('/_sandbox/faults', { kind: 'status' })
  await post('/_sandbox/reset')
  expect(state.users.get(leo)?.state).toBe('ACTIVATED')
  expect((await get('/api/organizations')).status).toBe(200)
  expect(await journal()).toHaveLength(1)
})

test('the stream tells of every call and every lever', async () => {
  const response = await fetch(`${sandbox().url}/_sandbox/events`)
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  expect((await reader?.read())?.value).toContain('event: changed')
  await get('/api/organizations')
  expect((await reader?.read())?.value).toContain('event: changed')
  await patch(leo, { jobTitle: 'Treasurer' })
  expect((await reader?.read())?.value).toMatch(/data: \{"seq":\d+\}/)
  await reader?.cancel()
})

test('a page on another name cannot reach the controls', async () => {
  const status = await new Promise((resolve, reject) => {
    const options = {
      host: '127.0.0.1',
      port: sandbox().port,
      path: '/_sandbox/state',
      headers: { host: 'evil.example' },
    }
    request(options, (response) => resolve(response.resume().statusCode))
      .on('error', reject)
      .end()
  })
  expect(status).toBe(403)
})
