// Faults on order: what the caller sees, and whether the directory was changed behind it.
import { expect, test } from 'vitest'
import { sandboxForTests, user } from './api.ts'

const { call, get, journal, post, sandbox } = sandboxForTests()
const maya = user('maya.alvarez')
const order = (kind: string, more: object = {}) => post('/_sandbox/faults', { kind, times: 1, ...more })
const unlock = () => post(`/api/systemusers/${maya}/unlock`)
const isLocked = () => sandbox().state.users.get(maya)?.account_locked
const organisations = () => get('/api/organizations')

test('a status changes nothing and can carry Retry-After', async () => {
  await order('status', { status: 429, retryAfter: 7 })
  const answer = await unlock()
  expect(answer.status).toBe(429)
  expect(answer.headers.get('retry-after')).toBe('7')
  expect(isLocked()).toBe(true)
  expect((await unlock()).status).toBe(200)
})

test.each([
  ['drop-before', true],
  ['drop-after', false],
])('%s: the caller sees a broken connection, the lock is then %s', async (kind, locked) => {
  await order(kind)
  await expect(unlock()).rejects.toThrow()
  expect(isLocked()).toBe(locked)
  const [entry] = await journal()
  expect(entry).toMatchObject({ fault: kind, answered: false, changed: !locked, status: locked ? 0 : 200 })
})

test('status-after: an error is answered and the change stands', async () => {
  await order('status-after', { status: 502 })
  expect((await unlock()).status).toBe(502)
  expect(isLocked()).toBe(false)
})

test.each([
  ['hang-before', true],
  ['hang-after', false],
])('%s: no answer comes', async (kind, locked) => {
  await order(kind)
  const signal = AbortSignal.timeout(150)
  const headers = { 'x-api-key': 'jca_sandbox_key' }
  const asked = fetch(`${sandbox().url}/api/systemusers/${maya}/unlock`, { method: 'POST', headers, signal })
  await expect(asked).rejects.toThrow()
  expect(isLocked()).toBe(locked)
})

test('unreadable answers', async () => {
  await order('malformed')
  await expect(organisations()).rejects.toThrow(SyntaxError)
  await order('truncated')
  await expect(organisations()).rejects.toThrow('terminated')
  await order('html', { status: 502 })
  expect(await organisations()).toMatchObject({ status: 502, type: expect.stringContaining('text/html') })
  await order('empty')
  expect(await organisations()).toMatchObject({ status: 200, body: '' })
  await order('wrong-type')
  expect(await organisations()).toMatchObject({ status: 200, body: 'ok' })
  await order('error-body')
  expect(await organisations()).toMatchObject({ status: 200, body: { error: 'Internal' } })
  await order('large')
  expect(JSON.stringify((await organisations()).body).length).toBeGreaterThan(5_000_000)
  expect((await organisations()).body).toMatchObject({ totalCount: 1 })
})

test('slow: the answer starts and does not end', async () => {
  await order('slow')
  const response = await fetch(`${sandbox().url}/api/organizations`, { headers: { 'x-api-key': 'jca_sandbox_key' } })
  const { value } = (await response.body?.getReader().read()) ?? {}
  expect(value).toHaveLength(1)
})

test('delays are real time, before or after the change', async () => {
  await order('delay-after', { delayMs: 300 })
  const asked = unlock()
  await expect.poll(isLocked, { interval: 5 }).toBe(false)
  expect((await asked).status).toBe(200)
})

test('stale: reads show the directory as it was when the fault was ordered', async () => {
  await order('stale', { match: { path: '/systemusers/' }, times: 2 })
  await unlock()
  expect((await get(`/api/systemusers/${maya}`)).body).toMatchObject({ account_locked: true })
  expect((await get(`/api/systemusers/${maya}`)).body).toMatchObject({ account_locked: false })
})

test('a fault meets only what it matches, after so many, so many times', async () => {
  const match = { method: 'post', path: '/systemusers\\/.+\\/unlock$/' }
  await order('status', { match, after: 1, times: 2, status: 500 })
  expect((await organisations()).status).toBe(200)
  const statuses = []
  for (const _ of [1, 2, 3, 4]) statuses.push((await unlock()).status)
  expect(statuses).toEqual([200, 500, 500, 200])
})

test('a part of the body chooses the call, and all faults can be taken away', async () => {
  await order('status', { match: { body: 'second' }, times: undefined, status: 503 })
  const search = (searchTerm: string) =>
    post('/api/search/systemusers', { searchFilter: { searchTerm, fields: ['email'] } })
  expect((await search('first')).status).toBe(200)
  expect((await search('second')).status).toBe(503)
  expect((await search('second')).status).toBe(503)
  expect((await get<object[]>('/_sandbox/faults')).body).toHaveLength(1)
  await call('DELETE', '/_sandbox/faults')
  expect((await search('second')).status).toBe(200)
})

test('an order that makes no sense is refused with the reason', async () => {
  const answer = await order('explode')
  expect(answer).toMatchObject({ status: 400, body: { message: expect.stringContaining('kind') } })
})
