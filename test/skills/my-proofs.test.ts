// "What do I prove myself with?": each with its last use, and from when it counts.
import { expect, test } from 'vitest'
import { text } from '../../src/words/text.ts'
import { companyToAsk } from './ask.ts'

const { ask } = companyToAsk()
const long = new Date('2025-01-01T09:00:00Z')
const passkey = {
  kind: 'passkey' as const,
  label: 'Passkey of 1 Jan',
  addedAt: long,
  usableFrom: long,
  lastUsedAt: long,
}
const codes = {
  ...passkey,
  kind: 'recovery-codes' as const,
  usableFrom: new Date('2099-01-04T09:00:00Z'),
  lastUsedAt: undefined,
}

test('lists them', async () => {
  expect(await ask('my-proofs', 'maya.alvarez', { proofs: [passkey, codes] })).toEqual({
    says: [
      'What you prove yourself with',
      expect.stringMatching(/^Passkey of 1 Jan, last used .*1 Jan/),
      expect.stringMatching(/^Recovery codes, not used yet; it counts from .*4 Jan/),
    ],
    buttons: ['Change them', 'Set up a passkey'],
  })
})

test('has nothing to list, or no pages', async () => {
  expect(await ask('my-proofs', 'maya.alvarez')).toMatchObject({ buttons: ['Set up a passkey'] })
  expect(await ask('my-proofs', 'maya.alvarez', { off: text('pages.off-not-safe') })).toMatchObject({ buttons: [] })
})
