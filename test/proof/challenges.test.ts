// Challenges: an answer counts for the plan it was asked for, at its own place, once (T-B6).
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { OpenStore } from '../../src/store/open.ts'
import { seedFor, sizes } from '../prove/sizes.ts'
import { openTestStore } from '../store.ts'
import { checkPairs, checkRightOne } from './pairs.ts'

let store: OpenStore
beforeAll(async () => {
  store = await openTestStore()
})
afterAll(() => store.close())

test('the right answer is taken, and once', async () => {
  expect(await checkRightOne(store)).toEqual([true, false])
})

test('an answer for one plan is taken for no other, even where its row was changed to say so', async () => {
  await expect(checkPairs(store, sizes.proofPairs.test, seedFor('proof pairs'))).resolves.toBeUndefined()
})
