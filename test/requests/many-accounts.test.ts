// Requester, person concerned, voucher and approvers are different persons, however many accounts each of them has (T-C1).
import { expect, test } from 'vitest'
import { seedFor, sizeOf } from '../prove/sizes.ts'
import { checkManyAccounts } from './many-accounts.ts'

test('nobody agrees twice, to their own request, or to that of whom they vouched for', async () => {
  const runs = sizeOf('manyAccounts')
  const seen = await checkManyAccounts(runs, seedFor('many accounts'))
  process.stdout.write(`many accounts: ${runs} runs, ${JSON.stringify(seen)}\n`)
  // A company in which nothing is ever agreed, or nobody tries for themselves, would prove nothing.
  expect(seen.agreed).toBeGreaterThan(runs / 20)
  expect(seen.ownTries).toBeGreaterThan(runs / 4)
  expect(seen.vouches).toBeGreaterThan(runs / 20)
})
