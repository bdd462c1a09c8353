// Push verification: sent once, only ACCEPTED is acceptance, and the compare code never gets out.
import { expect, test } from 'vitest'
import { userId } from '../../src/ids.ts'
import { createPushes, pushEndpoints } from '../../src/jumpcloud/push.ts'
import { callerOf, other, type Reply, someone, startServer } from './server.ts'

const me = userId.parse(someone)
const phone = '6123456789abcdef01234567'
const verification = {
  id: '0123abcd-push-1',
  status: 'SENT',
  confirmationCode: 'CANARY-42',
  expiresAt: '2026-08-20T12:01:00.000Z',
  userObjectId: someone,
  pushEndpointId: phone,
}

async function pushesOf(reply: Reply) {
  const server = await startServer(() => reply)
  return { server, pushes: createPushes(callerOf(server, { allowed: pushEndpoints })) }
}

test('active devices come first, the last used before the others', async () => {
  const { server, pushes } = await pushesOf({
    json: [
      { id: 'a', state: 'inactive', lastUsedDate: '2026-08-20T00:00:00Z' },
      { id: 'b', state: 'active', lastUsedDate: '2026-08-01T00:00:00Z', name: 'Old phone' },
      { id: 'c', state: 'active', lastUsedDate: '2026-08-10T00:00:00Z', device: { model: 'Phone 9' } },
      { id: 'd', lastUsedDate: 5 },
    ],
  })
  const devices = await pushes.devices(me)
  expect(devices.map(({ id }) => id)).toEqual(['c', 'b', 'a', 'd'])
  expect(devices.map(({ isActive }) => isActive)).toEqual([true, true, false, false])
  expect(devices[0]).toMatchObject({ model: 'Phone 9', lastUsedAt: new Date('2026-08-10T00:00:00Z') })
  expect(server.seen[0]?.path).toBe(`/api/v2/users/${someone}/pushendpoints`)
})

test('a push carries the message and comes back without the compare code', async () => {
  const { server, pushes } = await pushesOf({ json: verification })
  const sent = await pushes.send(me, phone, 'Unlock? Code 123456')
  expect(sent).toEqual({
    id: '0123abcd-push-1',
    status: 'SENT',
    userId: someone,
    deviceId: phone,
    expiresAt: new Date('2026-08-20T12:01:00.000Z'),
  })
  expect(server.seen[0]).toMatchObject({
    method: 'POST',
    path: `/api/v2/users/${someone}/pushendpoints/${phone}/verify`,
    body: '{"message":"Unlock? Code 123456"}',
  })
  await expect(pushes.read(sent.id)).resolves.toEqual(sent)
})

test.each([
  ['SENT', 'SENT'],
  ['ACCEPTED', 'ACCEPTED'],
  ['EXPIRED', 'EXPIRED'],
  ['DENIED', 'DENIED'],
  ['ERRORED', 'ERRORED'],
  ['accepted', 'ERRORED'],
  ['ACCEPTED ', 'ERRORED'],
  ['', 'ERRORED'],
])('status %j is %s', async (status, expected) => {
  const { pushes } = await pushesOf({ json: { ...verification, status } })
  await expect(pushes.read(verification.id)).resolves.toMatchObject({ status: expected })
})

test.each<[string, Reply, string]>([
  ['about another person', { json: { ...verification, userObjectId: other } }, 'jumpcloud-unknown-outcome'],
  ['about another phone', { json: { ...verification, pushEndpointId: other } }, 'jumpcloud-unknown-outcome'],
  ['without an id', { json: { ...verification, id: undefined } }, 'jumpcloud-unknown-outcome'],
  ['of 503', { status: 503 }, 'jumpcloud-unknown-outcome'],
  ['that is missing', 'drop', 'jumpcloud-unknown-outcome'],
  ['of 429', { status: 429, json: { code: 429, message: 'too many' } }, 'jumpcloud-busy'],
  ['of 403', { status: 403, json: { message: 'Forbidden' } }, 'jumpcloud-forbidden'],
])('an answer %s is no push, and none is sent again', async (_name, reply, code) => {
  const { server, pushes } = await pushesOf(reply)
  await expect(pushes.send(me, phone, 'x')).rejects.toMatchObject({ code })
  expect(server.seen).toHaveLength(1)
})

test('a verification that does not say whose it is is not read as anything', async () => {
  const { pushes } = await pushesOf({ json: { id: 'x', status: 'ACCEPTED' } })
  await expect(pushes.read('x')).rejects.toMatchObject({ code: 'jumpcloud-malformed' })
})
