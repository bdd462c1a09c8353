// Directory Insights of the sandbox: order, limits, search terms, headers and refusals.
import { expect, test } from 'vitest'
import { days, minutes } from '../../src/clock.ts'
import { insightsEvents } from '../../src/jumpcloud/schemas.ts'
import { group, sandboxForTests, user } from './api.ts'

const { call, clock, get, post } = sandboxForTests()
const events = '/insights/directory/v1/events'
const maya = user('maya.alvarez')

interface Event {
  id: string
  event_type: string
  timestamp: string
  [field: string]: unknown
}
const lastWeek = () => ({ service: ['all'], start_time: new Date(clock.now().getTime() - days(7)).toISOString() })
const ask = (more: object = {}) => post<Event[]>(events, { ...lastWeek(), ...more })
const types = async (term: object) => (await ask({ search_term: term })).body.map(({ event_type }) => event_type)

test('oldest first unless DESC, in whatever case; nonsense is oldest first', async () => {
  const times = async (sort?: string) => (await ask(sort ? { sort } : {})).body.map(({ timestamp }) => timestamp)
  const ascending = await times()
  expect(ascending).toEqual([...ascending].sort())
  expect(await times('-timestamp')).toEqual(ascending)
  expect(await times('desc')).toEqual(ascending.toReversed())
})

test('a lockout is preceded by failed sign-ins on a named device', async () => {
  const about = await ask({
    search_term: { or: [{ 'resource.id': maya }, { username: 'maya.alvarez' }] },
    sort: 'DESC',
    limit: 6,
  })
  expect(insightsEvents.parse(about.body).map(({ event_type }) => event_type)).toEqual([
    'user_lockout',
    ...Array(5).fill('login_attempt'),
  ])
  expect(about.body[1]).toMatchObject({ success: false, system: { hostname: 'MAYA-MBP14' } })
})

test('values are stored in lower case and asked for as they are', async () => {
  expect(await types({ and: [{ 'system.hostname': 'maya-mbp14' }] })).toHaveLength(6)
  expect(await types({ and: [{ 'system.hostname': 'MAYA-MBP14' }] })).toEqual([])
})

test('and, or, not, lists of values, operators and nesting', async () => {
  const mine = { 'resource.id': maya }
  expect(await types({ and: [mine, { event_type: ['user_lockout', 'user_unlocked'] }] })).toEqual(['user_lockout'])
  expect(
    await types({ and: [mine, { field: 'event_type', operator: 'startsWith', value: 'user_lock' }] }),
  ).toHaveLength(1)
  expect(await types({ and: [mine, { or: [{ event_type: 'user_lockout' }, { success: 'false' }] }] })).toHaveLength(6)
  const others = await types({ not: [{ event_type: 'user_login_attempt' }] })
  expect(others.length).toBeGreaterThan(0)
  expect(others).not.toContain('user_login_attempt')
})

test('headers say count, limit, order and where to go on', async () => {
  const first = await ask({ limit: 5 })
  expect(first.headers.get('x-result-count')).toBe('5')
  expect(first.headers.get('x-limit')).toBe('5')
  expect(first.headers.get('x-sort')).toBe('ASC')
  const search_after = JSON.parse(first.headers.get('x-search_after') ?? '')
  const second = await ask({ limit: 5, search_after })
  expect(second.body[0]?.id).not.toBe(first.body[4]?.id)
  expect([...first.body, ...second.body].map(({ id }) => id)).toEqual(
    (await ask({ limit: 10 })).body.map(({ id }) => id),
  )
  expect((await ask({ limit: 'many' })).headers.get('x-limit')).toBe('1000')
  expect((await ask({ limit: 99_999 })).headers.get('x-limit')).toBe('10000')
})

test('fields cut an event down', async () => {
  const { body } = await ask({ limit: 1, fields: ['timestamp', 'event_type'] })
  expect(Object.keys(body[0] ?? {}).sort()).toEqual(['event_type', 'timestamp'])
})

test.each([
  ['no service', { service: undefined }, /service/],
  ['an unknown service', { service: ['portal'] }, /valid services/],
  ['no start', { start_time: undefined }, /start_time/],
  ['an unreadable start', { start_time: 'yesterday' }, /start_time/],
  ['a start in the future', { start_time: '2999-01-01T00:00:00Z' }, /future/],
  ['an end before the start', { end_time: '2001-01-01T00:00:00Z' }, /Start Time not after End Time/],
  ['empty fields', { fields: [] }, /fields/],
  ['an unknown field', { fields: ['shoe_size'] }, /shoe_size/],
  ['two conjunctions', { search_term: { and: [], or: [] } }, /exactly one/],
  ['an object for a list', { search_term: { and: { username: 'root' } } }, /list/],
  ['a repeated field', { search_term: { or: [{ username: 'a' }, { username: 'b' }] } }, /repeated/],
  ['an unsearchable field', { search_term: { and: [{ changes: 'x' }] } }, /cannot be searched/],
])('%s is 400', async (_what, body, words) => {
  const answer = await ask(body)
  expect(answer.status).toBe(400)
  expect(answer.body).toMatchObject({ message: expect.stringMatching(words) })
})

test('count counts what events would list', async () => {
  const { body } = await post(`${events}/count`, { ...lastWeek(), search_term: { and: [{ 'resource.id': maya }] } })
  expect(body).toEqual({ count: (await types({ and: [{ 'resource.id': maya }] })).length })
})

test('what is done through the API appears, with the name of the key', async () => {
  clock.advance(minutes(1))
  await post(`/api/systemusers/${maya}/unlock`)
  const body = { op: 'add', type: 'user', id: maya }
  await post(`/api/v2/usergroups/${group('Figma – Editors')}/members`, body)
  const [change, unlock] = (await ask({ sort: 'DESC', limit: 2 })).body
  expect(unlock).toMatchObject({
    event_type: 'user_unlocked',
    resource: { id: maya },
    initiated_by: { username: 'full' },
  })
  expect(change).toMatchObject({ event_type: 'association_change', resource: { name: 'Figma – Editors' } })
})

test('without Directory Insights it is 402', async () => {
  await call('PATCH', '/_sandbox/insights', { body: { enabled: false } })
  expect((await ask()).status).toBe(402)
  expect((await get('/api/organizations')).status).toBe(200)
})
