// Stopping everything: one step, whoever asks; who may is a matter of policy.
import { expect, test } from 'vitest'
import { companyToAsk, personId } from './ask.ts'

const { ask } = companyToAsk()

test('proposes the one step', async () => {
  const user = personId('dana.whitfield')
  expect(await ask('freeze', 'dana.whitfield')).toEqual({ steps: [{ action: 'freeze-house', input: { user } }] })
})
