// Closing the window: on who has not enrolled, and never on who has.
import { expect, test } from 'vitest'
import enforceMfa from '../../src/actions/enforce-mfa.ts'
import { hasEnrolledSince } from '../../src/actions/second-factor.ts'
import type { Directory } from '../../src/directory.ts'
import { phone } from '../sandbox/api.ts'
import { personId } from '../skills/ask.ts'
import { actionContract } from './contract.ts'

const before = (username: string) => ({ user: personId(username), devices: [phone(username)], hasPasskey: false })

actionContract(enforceMfa, {
  // Noor's window is over and nothing is enrolled.
  toDo: before('noor.haddad'),
  already: before('leo.brandt'),
  impossible: [],
  will: /^Ask Noor Haddad for a second factor again$/,
  done: 'Closed the time for Noor Haddad to set up a second factor: none was set up',
})

const seen = (mfa: object, devices: { id: string; isActive: boolean }[] = []): Directory =>
  ({ user: async () => ({ mfa }), pushDevices: async () => devices }) as unknown as Directory
const old = { id: phone('leo.brandt'), isActive: true }
const none = { totpEnrolled: false, passkeyEnrolled: false }

test.each([
  ['TOTP', seen({ ...none, totpEnrolled: true }), true],
  ['a passkey', seen({ ...none, passkeyEnrolled: true }), true],
  ['another phone', seen(none, [old, { id: 'new', isActive: true }]), true],
  ['another phone that is not active', seen(none, [{ id: 'new', isActive: false }]), false],
  ['the old phone', seen(none, [old]), false],
  ['nothing', seen(none), false],
])('%s counts as enrolled since or not', async (_what, directory, expected) => {
  expect(await hasEnrolledSince(before('leo.brandt'), directory)).toBe(expected)
})

test('a passkey from before is none that was enrolled since; what JumpCloud does not say is no answer', async () => {
  const had = { ...before('leo.brandt'), hasPasskey: true }
  expect(await hasEnrolledSince(had, seen({ ...none, passkeyEnrolled: true }))).toBe(false)
  await expect(hasEnrolledSince(had, seen({}))).rejects.toMatchObject({ code: 'jumpcloud-malformed' })
})
