// "I lost my phone": what is taken away is frozen in the plan, and the window has an end.
import { expect, test } from 'vitest'
import { phone } from '../sandbox/api.ts'
import { companyToAsk, personId } from './ask.ts'

const { ask, call } = companyToAsk()
const user = personId('leo.brandt')
const device = phone('leo.brandt')

test('resets, removes exactly the phones of now, and ends by itself', async () => {
  const before = { user, devices: [device], hasPasskey: false }
  expect(await ask('reset-mfa', 'leo.brandt')).toEqual({
    steps: [
      {
        action: 'reset-mfa',
        input: { ...before, minutes: 60, totpSince: expect.stringMatching(/Z$/) },
        lastsSeconds: 3600,
      },
      { action: 'remove-push-device', input: { user, device } },
    ],
  })
})

test('the window is as long as the organisation says', async () => {
  const recovery = { password: 'page' as const, mfaWindowMs: 30 * 60_000 }
  expect(await ask('reset-mfa', 'leo.brandt', { organisation: { recovery } })).toMatchObject({
    steps: [{ input: { minutes: 30 }, lastsSeconds: 1800 }, {}],
  })
})

test('who has nothing is told so; whose window is over can ask for another', async () => {
  await call('PATCH', `/_sandbox/users/${personId('yuki.sato')}`, { body: { totp_enabled: false } })
  expect(await ask('reset-mfa', 'yuki.sato')).toMatchObject({
    says: [expect.stringContaining('no second factor'), expect.any(String)],
  })
  expect(await ask('reset-mfa', 'noor.haddad')).toMatchObject({ steps: [{ action: 'reset-mfa' }] })
})
