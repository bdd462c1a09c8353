// A thousand changes of facts against the gate's claim, on two replicas (T-C6).
import { expect, test } from 'vitest'
import { changeFacts } from '../gate/changing-facts.ts'
import { startReplicas } from '../replicas.ts'
import { seedFor, sizes } from './sizes.ts'

test('changed before anybody looked, it never runs; else the agreed plan, once, or nothing', async () => {
  const { it, both, stop } = await startReplicas()
  try {
    const how = { schedules: sizes.changedFacts.prove, seed: seedFor('changing facts on two replicas') }
    const outcome = await changeFacts(
      it,
      both.map(({ core }) => core),
      how,
    )
    process.stdout.write(`${JSON.stringify(outcome)}\n`)
    // Each of the three happened: the race was one.
    expect(Math.min(outcome.before, outcome.ran, outcome.stopped)).toBeGreaterThan(0)
  } finally {
    await stop()
  }
})
