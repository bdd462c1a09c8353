// A proof for one plan shown for another, in numbers (T-B6).
import { expect, test } from 'vitest'
import { checkPairs } from '../proof/pairs.ts'
import { openTestStore } from '../store.ts'
import { seedFor, sizes } from './sizes.ts'

test('none of many answers is taken for another plan', { timeout: 600_000 }, async () => {
  const store = await openTestStore()
  try {
    await expect(checkPairs(store, sizes.proofPairs.prove, seedFor('proof pairs'))).resolves.toBeUndefined()
  } finally {
    await store.close()
  }
})
