// "Why can't I sign in?": each cause by its name, and no cure offered that would not cure.
import { expect, test } from 'vitest'
import { companyToAsk } from './ask.ts'

const { ask, call } = companyToAsk()

test.each([
  ['maya.alvarez', /wrong attempts came from .*MAYA-MBP14/, ['Unlock my account', 'Talk to a person']],
  ['ida.lindqvist', /password expired on/, ['Unlock my account', 'Talk to a person']],
  ['yuki.sato', /Unlocking does not cure that/, ['Talk to a person']],
  ['noor.haddad', /second factor is over/, ['Talk to a person']],
  ['sam.kowalski', /account is suspended/, ['Talk to a person']],
  ['elif.yilmaz', /not activated yet/, ['Talk to a person']],
  ['leo.brandt', /nothing that keeps you out/, ['Talk to a person']],
])('%s is told the cause', async (username, cause, buttons) => {
  const answer = await ask('why-locked-out', username)
  expect(answer).toMatchObject({ says: expect.arrayContaining([expect.stringMatching(cause)]), buttons })
})

test('without Directory Insights the account alone is looked at, and that is said', async () => {
  await call('PATCH', '/_sandbox/insights', { body: { enabled: false } })
  const said = expect.arrayContaining([expect.stringMatching(/could not read JumpCloud’s events/)])
  expect(await ask('why-locked-out', 'maya.alvarez')).toMatchObject({ says: said })
})
