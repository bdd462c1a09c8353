// Connecting: the very account that asks, to the person it was found to be.
import { expect, test } from 'vitest'
import { companyToAsk, personId } from './ask.ts'

const { ask } = companyToAsk()

test('the asking account is bound to the asker', async () => {
  const account = { platform: 'slack', tenant: 'T1', user: 'U1' }
  expect(await ask('connect-account', 'maya.alvarez')).toEqual({
    steps: [{ action: 'bind-account', input: { user: personId('maya.alvarez'), account } }],
  })
})
