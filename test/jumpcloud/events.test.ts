// Directory Insights: asked newest first and in lower case, and only the person's own events come back.
import { expect, test } from 'vitest'
import { userId } from '../../src/ids.ts'
import { createDirectory } from '../../src/jumpcloud/directory.ts'
import { callerOf, noon, other, someone, startServer } from './server.ts'

const about = { user: userId.parse(someone), username: 'Ann.Example' }
const person = (id: string, username = 'x') => ({ type: 'systemuser', id, username })

async function eventsOf(events: unknown, options?: { days?: number; limit?: number }) {
  const server = await startServer(() => ({ json: events }))
  const directory = createDirectory(callerOf(server), { clock: { now: () => noon } })
  return { server, read: directory.events(about, options) }
}

const event = (id: string, fields: object) => ({
  id,
  event_type: 'user_lockout',
  service: 'directory',
  timestamp: '2026-08-20T09:00:00.000Z',
  ...fields,
})

test('the question: newest first, bounded, the three places of a person, in lower case', async () => {
  const { server, read } = await eventsOf([], { days: 2, limit: 4 })
  await read
  expect(server.seen[0]).toMatchObject({ method: 'POST', path: '/insights/directory/v1/events' })
  expect(JSON.parse(server.seen[0]?.body ?? '')).toEqual({
    service: ['directory', 'systems', 'sso', 'radius', 'ldap'],
    start_time: '2026-08-18T12:00:00.000Z',
    sort: 'DESC',
    limit: 20,
    search_term: { or: [{ 'initiated_by.id': someone }, { 'resource.id': someone }, { username: 'ann.example' }] },
  })
})

test("others' events are dropped: a shared local name, a longer name, somebody else's account", async () => {
  const { read } = await eventsOf([
    event('resource', { resource: person(someone) }),
    event('initiator', {
      initiated_by: person(someone),
      application: { name: 'wiki', display_label: 'Wiki' },
      service: 'sso',
    }),
    event('local', { username: 'ANN.example', service: 'systems', system: { hostname: 'ann-laptop' } }),
    event('longer', { username: 'ann.example2' }),
    event('root', { username: 'root', initiated_by: person(other) }),
    event('hers-on-him', { initiated_by: person(someone), resource: person(other) }),
    event('nobody', {}),
  ])
  const found = await read
  expect(found.map(({ id }) => id).toSorted()).toEqual(['initiator', 'local', 'resource'])
  expect(found.find(({ id }) => id === 'resource')).toMatchObject({ userId: someone, type: 'user_lockout' })
  expect(found.find(({ id }) => id === 'initiator')).toMatchObject({ source: 'Wiki', userId: someone })
  expect(found.find(({ id }) => id === 'local')).toMatchObject({ source: 'ann-laptop', userId: undefined })
})

test('newest first although JumpCloud sorted otherwise, and no more than wanted', async () => {
  const at = (hour: string) => ({ resource: person(someone), timestamp: `2026-08-20T${hour}:00:00Z` })
  const { read } = await eventsOf([event('a', at('01')), event('b', at('03')), event('c', at('02'))], { limit: 2 })
  expect((await read).map(({ id }) => id)).toEqual(['b', 'c'])
})

test('failures are kept and told as such; odd fields are unknown; an event without time is none', async () => {
  const mine = { resource: person(someone, 'ann.example') }
  const { read } = await eventsOf([
    event('failed', { ...mine, success: false, client_ip: '203.0.113.7', error_message: 'bad\npassword' }),
    event('sso', { ...mine, sso_token_success: false }),
    event('odd', { ...mine, success: 'maybe', client_ip: 5, application: 'x' }),
    event('undated', { ...mine, timestamp: 'yesterday' }),
  ])
  const found = new Map((await read).map((one) => [one.id, one]))
  expect([...found.keys()]).toEqual(['failed', 'sso', 'odd'])
  expect(found.get('failed')).toMatchObject({ success: false, clientIp: '203.0.113.7', message: 'bad password' })
  expect(found.get('sso')?.success).toBe(false)
  expect(found.get('odd')).toMatchObject({ success: undefined, clientIp: undefined, source: undefined })
})

test('without a username only ids are asked for, and no name matches', async () => {
  const server = await startServer(() => ({ json: [event('local', { username: 'root' })] }))
  const directory = createDirectory(callerOf(server), { clock: { now: () => noon } })
  await expect(directory.events({ user: about.user, username: undefined })).resolves.toEqual([])
  expect(server.seen[0]?.body).not.toContain('"username"')
})

test('an answer that is no list is malformed', async () => {
  const { read } = await eventsOf({ message: 'odd' })
  await expect(read).rejects.toMatchObject({ code: 'jumpcloud-malformed' })
})
