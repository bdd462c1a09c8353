// "I forgot my password": by page or by mail, for whom JumpCloud owns it, and unlocked in the same plan.
import { expect, test } from 'vitest'
import { companyToAsk, personId } from './ask.ts'

const { ask, call } = companyToAsk()
const user = personId('leo.brandt')
const set = { action: 'set-password', input: { user, lastChange: expect.stringMatching(/Z$/) } }
const byMail = { organisation: { recovery: { password: 'email' as const, mfaWindowMs: 3_600_000 } } }

test('a new password is typed on the page', async () => {
  expect(await ask('reset-password', 'leo.brandt')).toEqual({ steps: [set] })
})

test('expired and locked at once is one plan: the password first, then the lock', async () => {
  const { steps } = (await ask('reset-password', 'ida.lindqvist')) as { steps: { action: string }[] }
  expect(steps.map(({ action }) => action)).toEqual(['set-password', 'unlock-user'])
})

test('the other way is JumpCloud’s own mail', async () => {
  expect(await ask('reset-password', 'leo.brandt', { ...byMail, hasPages: false })).toEqual({
    steps: [{ action: 'mail-password-reset', input: { user } }],
  })
})

test('without pages it says so, and offers a person', async () => {
  expect(await ask('reset-password', 'leo.brandt', { hasPages: false })).toMatchObject({
    says: ['I cannot set passwords here', expect.stringContaining('PUBLIC_URL')],
    buttons: ['Talk to a person'],
  })
})

test.each([
  ['active_directory', 'Active Directory'],
  ['federated_identity_provider', 'your company’s identity provider'],
  ['scim', 'the system that fills JumpCloud (SCIM)'],
  ['something_new', 'another system than JumpCloud'],
])('a password that %s owns is refused, with its owner’s name', async (type, owner) => {
  const restrictedFields = [{ field: 'password', type, id: 'x' }]
  await call('PATCH', `/_sandbox/users/${user}`, { body: { restrictedFields } })
  for (const how of [{}, byMail])
    expect(await ask('reset-password', 'leo.brandt', how)).toMatchObject({
      says: [`Your password is kept by ${owner}`, expect.any(String)],
    })
})
