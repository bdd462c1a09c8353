// Approve, deny, cancel, expire, begin and claim, each a look and a transaction, in every order that fast-check finds (T-C9).
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { startTestLatchkey, withoutJobs } from '../latchkey.ts'
import { seedFor, sizeOf } from '../prove/sizes.ts'
import { interleave, moveNames, stepByStep } from './interleavings.ts'
import { joining } from './quietly.ts'

/** Beside its own policy, somebody of IT has to agree. */
const asItIs = { enabled: true, proof: undefined, limit: undefined }

test('two of three must agree, and one outcome comes of it', { timeout: 3_600_000 }, async () => {
  const it = await startTestLatchkey({
    on: 'embedded',
    organisation: (example) => ({ ...example, skills: { 'join-group': { ...asItIs, approvals: [{ by: ['it'] }] } } }),
  })
  try {
    const on = { ...it, core: withoutJobs(it.core) }
    const { id } = await joining(on, 'leo.brandt', 'Looker – Analyst')
    const ended = new Map<string, number>()
    const { scheduler, alone } = stepByStep()
    const some = fc.array(fc.constantFrom(...moveNames), { minLength: 1, maxLength: 5 })
    await fc.assert(
      fc.asyncProperty(some, scheduler, async (more, one) => {
        const chosen = ['mei approves', 'ben approves', 'the gate begins', ...more] as const
        const state = await interleave(on, id, { chosen, scheduler: one, alone })
        ended.set(state, (ended.get(state) ?? 0) + 1)
      }),
      { numRuns: sizeOf('interleavings'), seed: seedFor('interleavings of decisions') },
    )
    process.stdout.write(`where they ended: ${JSON.stringify(Object.fromEntries(ended))}\n`)
    // Orders in which somebody was too late, and orders in which the gate was.
    expect(ended.size).toBeGreaterThan(2)
  } finally {
    await it.stop()
  }
})
