// Starting again: one step, whoever asks; who may and who agrees is a matter of policy.
import { expect, test } from 'vitest'
import { companyToAsk, personId } from './ask.ts'

const { ask } = companyToAsk()

test('proposes the one step', async () => {
  const user = personId('dana.whitfield')
  expect(await ask('unfreeze', 'dana.whitfield')).toEqual({ steps: [{ action: 'unfreeze-house', input: { user } }] })
})
