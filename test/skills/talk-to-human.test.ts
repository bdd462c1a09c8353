// A person takes over: no plan, no answer of the bot's own.
import { expect, test } from 'vitest'
import { companyToAsk } from './ask.ts'

const { ask } = companyToAsk()

test('the asker is handed over, with the reason', async () => {
  expect(await ask('talk-to-human', 'leo.brandt')).toEqual({ why: 'They asked for a person.' })
})
