// Policy at full size: the decision and the second opinion on a million random plans.
import fc from 'fast-check'
import { test } from 'vitest'
import { difference } from '../policy/agreement.ts'
import { randomCase } from '../policy/random.ts'
import { seedFor, sizes } from './sizes.ts'

test('policy decides as the second opinion does', () => {
  const differs = fc.property(randomCase, (one) => {
    const found = difference(one)
    if (found !== undefined) throw new Error(found)
  })
  fc.assert(differs, { numRuns: sizes.policy.prove, seed: seedFor('policy') })
})
