// The phone: a push arrives, a person accepts, denies or ignores it, and it lives for a minute.
import { expect, test } from 'vitest'
import { minutes, seconds } from '../../src/clock.ts'
import { pushEndpoints, pushVerification } from '../../src/jumpcloud/schemas.ts'
import { phone, sandboxForTests, user } from './api.ts'

const { call, clock, get, journal, post } = sandboxForTests()
const maya = user('maya.alvarez')
const verify = `/api/v2/users/${maya}/pushendpoints/${phone('maya.alvarez')}/verify`

interface Push {
  id: string
  status: string
  confirmationCode: string
  expiresAt: string
  message: string
}
const send = (message = 'Type 123456') => post<Push>(verify, { message })
const read = async (id: string) => (await get<Push>(`/api/v2/pushendpoints/verifications/${id}`)).body
const atThePhone = (body: object, of = maya) => post(`/_sandbox/phones/${of}`, body)

test('a person with Protect has a device, a person without has none', async () => {
  const devices = pushEndpoints.parse((await get(`/api/v2/users/${maya}/pushendpoints`)).body)
  expect(devices).toMatchObject([{ id: phone('maya.alvarez'), state: 'active' }])
  expect((await get(`/api/v2/users/${user('noor.haddad')}/pushendpoints`)).body).toEqual([])
})

test.each([
  ['accept', 'ACCEPTED'],
  ['deny', 'DENIED'],
  ['ignore', 'SENT'],
])('%s makes it %s', async (what, status) => {
  const { body } = await send()
  expect(pushVerification.parse(body)).toMatchObject({ status: 'SENT', userObjectId: maya })
  expect(body.confirmationCode).toMatch(/^\d{6}$/)
  expect((await atThePhone({ push: body.id, do: what })).status).toBe(200)
  expect((await read(body.id)).status).toBe(status)
})

test('the phone shows the text of the push', async () => {
  const { body } = await send('Type 918273')
  const shown = await get<{ pushes: Push[] }>(`/_sandbox/phones/${maya}`)
  expect(shown.body.pushes).toMatchObject([{ id: body.id, message: 'Type 918273', status: 'SENT' }])
  expect(shown.body.pushes[0]?.confirmationCode).toBe(body.confirmationCode)
})

test('after a minute it has expired and cannot be answered', async () => {
  const { body } = await send()
  clock.advance(seconds(61))
  expect((await read(body.id)).status).toBe('EXPIRED')
  expect((await atThePhone({ push: body.id, do: 'accept' })).status).toBe(404)
  expect((await read(body.id)).status).toBe('EXPIRED')
})

test('an answer is final', async () => {
  const { body } = await send()
  await atThePhone({ push: body.id, do: 'deny' })
  expect((await atThePhone({ push: body.id, do: 'accept' })).status).toBe(404)
  expect((await read(body.id)).status).toBe('DENIED')
})

test('nobody answers on another person’s phone', async () => {
  const { body } = await send()
  expect((await atThePhone({ push: body.id, do: 'accept' }, user('leo.brandt'))).status).toBe(404)
  expect((await read(body.id)).status).toBe('SENT')
})

test('the fourth push within five minutes is 429, later ones go', async () => {
  for (const _ of [1, 2, 3]) expect((await send()).status).toBe(200)
  expect((await send()).status).toBe(429)
  clock.advance(minutes(5))
  expect((await send()).status).toBe(200)
})

test('a phone can answer by itself, after the first answer said SENT', async () => {
  await atThePhone({ auto: 'deny' })
  const { body } = await send()
  expect(body.status).toBe('SENT')
  expect((await read(body.id)).status).toBe('DENIED')
})

test('an inactive device, another person’s device and an unknown verification are refused', async () => {
  const path = `/api/v2/users/${maya}/pushendpoints/${phone('leo.brandt')}/verify`
  expect((await post(path, { message: 'x' })).status).toBe(404)
  expect((await get(`/api/v2/pushendpoints/verifications/${'0'.repeat(24)}`)).status).toBe(404)
  await atThePhone({ state: 'inactive' })
  expect((await send()).status).toBe(400)
})

test('the code in the text never stands in the journal', async () => {
  await send('Type 918273 for Latchkey')
  const [entry] = await journal()
  expect(entry).toMatchObject({ method: 'POST', body: { message: 'Type [code removed] for Latchkey' } })
})

test('the verify key may push and not read groups', async () => {
  const asked = { key: 'jca_sandbox_verify' }
  expect((await call('POST', verify, { ...asked, body: { message: 'x' } })).status).toBe(200)
  expect((await get('/api/v2/usergroups', asked)).status).toBe(403)
})
