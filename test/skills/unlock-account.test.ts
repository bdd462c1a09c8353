// "I'm locked out": a plan for whoever is locked, a word for whoever is not.
import { expect, test } from 'vitest'
import { companyToAsk, personId } from './ask.ts'

const { ask } = companyToAsk()

test('a locked account is unlocked, and nothing else', async () => {
  const user = personId('maya.alvarez')
  expect(await ask('unlock-account', 'maya.alvarez')).toEqual({ steps: [{ action: 'unlock-user', input: { user } }] })
})

test('who is not locked is told so and offered a look at why', async () => {
  expect(await ask('unlock-account', 'leo.brandt')).toEqual({
    says: ['Your JumpCloud account is not locked', 'If you still cannot sign in, I can look at why.'],
    buttons: ['Why you cannot sign in'],
  })
})
