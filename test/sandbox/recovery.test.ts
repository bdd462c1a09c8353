// What recovery needs of JumpCloud: passwords, second factors, devices and suspending, with JumpCloud's own refusals.
import { expect, test } from 'vitest'
import { hours, minutes } from '../../src/clock.ts'
import { phone, sandboxForTests, user } from './api.ts'

const { call, clock, get, post, journal } = sandboxForTests()
const maya = user('maya.alvarez')
const of = async (username: string) => (await get<Record<string, unknown>>(`/api/systemusers/${user(username)}`)).body
const set = (password: unknown, username = 'maya.alvarez') =>
  post<{ details?: { fieldViolationsList: { description: string }[] }[] }>(
    `/api/systemusers/${user(username)}/password`,
    { password },
  )
const broken = async (password: unknown) =>
  (await set(password)).body.details?.[0]?.fieldViolationsList.map(({ description }) => description)

test('a password that fits is set: its date is now, it is not expired, the lock stays', async () => {
  const answer = await set('Correct-Horse-7', 'ida.lindqvist')
  expect(answer).toMatchObject({ status: 200, body: 'OK' })
  const after = await of('ida.lindqvist')
  expect(after).toMatchObject({ password_expired: false, account_locked: true })
  expect(clock.now().getTime() - new Date(String(after.password_date)).getTime()).toBeLessThan(minutes(1))
})

test.each([
  ['short1A', ['minLength']],
  ['nouppercase1', ['uppercase']],
  ['NOLOWERCASE1', ['lowercase']],
  ['No-number-here', ['numeric']],
  ['Maya.Alvarez-77', ['username']],
])('%s breaks a rule, which is named and nothing else is', async (password, rules) => {
  expect(await broken(password)).toEqual(rules)
  expect(JSON.stringify(await set(password))).not.toContain(password)
})

test('a password cannot come back while JumpCloud remembers it', async () => {
  await set('Correct-Horse-7')
  expect(await broken('Correct-Horse-7')).toEqual(['history'])
  expect((await set('Correct-Horse-8')).status).toBe(200)
  expect(await broken('Correct-Horse-7')).toEqual(['history'])
})

test('the older way sets one too, and answers with the user', async () => {
  const path = `/api/systemusers/${maya}`
  expect(await call('PUT', path, { body: { password: 'Correct-Horse-7' } })).toMatchObject({ body: { _id: maya } })
  expect((await call('PUT', path, { body: { state: 'SUSPENDED' } })).status).toBe(400)
  expect(await of('maya.alvarez')).toMatchObject({ state: 'ACTIVATED' })
})

test('a password that another directory owns cannot be set', async () => {
  expect((await set('Correct-Horse-7', 'grace.mbeki')).status).toBe(400)
  expect((await set({ toString: 'x' })).status).toBe(400)
})

test('no password stands in the journal or in the state', async () => {
  await set('Correct-Horse-7')
  expect(JSON.stringify([await journal(), (await get('/_sandbox/state')).body])).not.toContain('Correct-Horse-7')
})

test('the rules for a user are to be read', async () => {
  expect((await get(`/api/v2/passwordpolicies/user/${maya}`)).body).toMatchObject({
    policy: { enableMinLength: true, minLength: 12, needsSymbolic: false },
  })
  expect((await get(`/api/v2/passwordpolicies/user/${'a'.repeat(24)}`)).status).toBe(404)
})

test('JumpCloud’s own mail: a reset for who has a password, an activation for who has none', async () => {
  const models = [{ _id: maya }, { _id: user('elif.yilmaz') }]
  expect((await post('/api/systemusers/reactivate', { isSelectAll: false, models })).status).toBe(200)
  const { mails } = (await get<{ mails: object[] }>('/_sandbox/state')).body
  expect(mails).toMatchObject([
    { user: maya, to: 'maya.alvarez@northwind.example', kind: 'password-reset' },
    { to: 'elif.yilmaz@home.example', kind: 'activation' },
  ])
  for (const body of [{}, { isSelectAll: true, models }, { isSelectAll: false, models: [] }])
    expect((await post('/api/systemusers/reactivate', body)).status).toBe(400)
})

test('a reset takes TOTP away each time, opens a window, and leaves the phone', async () => {
  const until = new Date(clock.now().getTime() + hours(1)).toISOString()
  const reset = () => post(`/api/systemusers/${maya}/resetmfa`, { exclusion: true, exclusionUntil: until })
  expect(await reset()).toMatchObject({ status: 200, body: 'OK' })
  expect(await of('maya.alvarez')).toMatchObject({
    totp_enabled: false,
    mfa: { exclusion: true, exclusionUntil: until },
    mfaEnrollment: { totpStatus: 'IN_ENROLLMENT', pushStatus: 'ENROLLED', overallStatus: 'ENROLLED' },
  })
  expect((await get(`/api/systemusers/${maya}/totpinfo`)).status).toBe(404)
  await post(`/_sandbox/phones/${maya}`, { enrol: 'totp' })
  expect((await get(`/api/systemusers/${maya}/totpinfo`)).status).toBe(200)
  await reset()
  expect(await of('maya.alvarez')).toMatchObject({ totp_enabled: false })
})

test('enforcing ends the window, and who has enrolled keeps what they have', async () => {
  await post(`/api/systemusers/${maya}/resetmfa`, { exclusion: true, exclusionDays: 1 })
  await post(`/_sandbox/phones/${maya}`, { enrol: 'totp' })
  const enforce = () =>
    post(`/api/systemusers/${maya}/mfa/enforce`, { enable_user_portal_multifactor: true, mfa: { exclusion: false } })
  expect((await enforce()).status).toBe(200)
  expect(await of('maya.alvarez')).toMatchObject({ totp_enabled: true, mfa: { configured: true, exclusion: false } })
  await enforce()
  expect((await journal()).filter(({ path }) => path.endsWith('enforce')).map(({ changed }) => changed)).toEqual([
    true,
    false,
  ])
})

test('a device is deleted once, by its own person’s path', async () => {
  const path = (who: string) => `/api/v2/users/${user(who)}/pushendpoints/${phone('maya.alvarez')}`
  expect((await call('DELETE', path('leo.brandt'))).status).toBe(404)
  expect(await call('DELETE', path('maya.alvarez'))).toMatchObject({ status: 200, body: { id: phone('maya.alvarez') } })
  expect((await call('DELETE', path('maya.alvarez'))).status).toBe(404)
  expect(await of('maya.alvarez')).toMatchObject({ mfaEnrollment: { pushStatus: 'NOT_ENROLLED' } })
})

test('suspending wants an empty body and an active user', async () => {
  const path = `/api/systemusers/${maya}/state/suspend`
  expect((await post(path, { reason: 'stolen' })).status).toBe(400)
  expect((await post(path)).status).toBe(200)
  expect(await of('maya.alvarez')).toMatchObject({ state: 'SUSPENDED', suspended: true })
  expect((await post(path)).status).toBe(409)
})
