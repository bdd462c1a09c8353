// Approve, deny, cancel, expire, begin and claim, each a look and a transaction, in every order that fast-check finds (T-C9).
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RequestId } from '../../src/ids.ts'
import { startTestLatchkey, type TestLatchkey, withoutJobs } from '../latchkey.ts'
import { seedFor, sizeOf } from '../prove/sizes.ts'
import { type Core, interleave, moveNames, stepByStep } from './interleavings.ts'
import { lightCore } from './light-core.ts'
import { joining } from './quietly.ts'

/** Beside its own policy, somebody of IT has to agree. */
const asItIs = { enabled: true, proof: undefined, limit: undefined }

let it: TestLatchkey
let id: RequestId

beforeAll(async () => {
  it = await startTestLatchkey({
    on: 'embedded',
    organisation: (example) => ({ ...example, skills: { 'join-group': { ...asItIs, approvals: [{ by: ['it'] }] } } }),
  })
  ;({ id } = await joining({ ...it, core: withoutJobs(it.core) }, 'leo.brandt', 'Looker – Analyst'))
})
afterAll(() => it.stop())

const timeout = 3_600_000

test('on the embedded database: two of three must agree, and one outcome comes of it', { timeout }, async () => {
  await everyOrder(withoutJobs(it.core), 'interleavingsOnPostgres')
})

/** Ends the program, which would go on beside it. */
test('on a light copy of it, far more often', { timeout }, async () => {
  const core = await lightCore(it.core)
  await it.halt()
  try {
    await everyOrder(core, 'interleavings')
  } finally {
    await core.store.close()
  }
})

async function everyOrder(core: Core, size: 'interleavings' | 'interleavingsOnPostgres'): Promise<void> {
  const numRuns = sizeOf(size)
  const ended = new Map<string, number>()
  const orders = new Set<string>()
  const { scheduler, alone } = stepByStep()
  const some = fc.array(fc.constantFrom(...moveNames), { minLength: 2, maxLength: 5 })
  await fc.assert(
    fc.asyncProperty(some, scheduler, async (more, one) => {
      const chosen = ['mei approves', 'ben approves', 'the gate begins', ...more] as const
      const { state, order } = await interleave({ ...it, core }, id, { chosen, scheduler: one, alone })
      ended.set(state, (ended.get(state) ?? 0) + 1)
      orders.add(order.join())
    }),
    { numRuns, seed: seedFor(size) },
  )
  const where = JSON.stringify(Object.fromEntries(ended))
  process.stdout.write(`${orders.size} different orders of ${numRuns}; where they ended: ${where}\n`)
  // Orders in which somebody was too late, and orders in which the gate was.
  expect(ended.size).toBeGreaterThan(2)
  expect(orders.size).toBeGreaterThan(numRuns * 0.9)
}
