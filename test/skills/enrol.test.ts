// "Set up a passkey": a link where there are pages, and the reason where there are none.
import { expect, test } from 'vitest'
import { text } from '../../src/words/text.ts'
import { companyToAsk } from './ask.ts'

const { ask } = companyToAsk()

test('says how it is done, with a link', async () => {
  expect(await ask('enrol', 'maya.alvarez')).toEqual({
    says: ['Set up a passkey', expect.stringContaining('sign in at JumpCloud'), expect.stringContaining('ten minutes')],
    buttons: ['Open the page'],
  })
})

test('without pages it says why', async () => {
  expect(await ask('enrol', 'maya.alvarez', { off: text('pages.off-no-url') })).toEqual({
    says: [expect.stringMatching(/^Passkeys are off here: this needs an https address/)],
    buttons: [],
  })
})
