// Frozen at fifty random moments while two replicas run requests (T-Q3).
import { expect, test } from 'vitest'
import { freezeAtMoments } from '../gate/freeze-moments.ts'
import { startReplicas } from '../replicas.ts'
import { seedFor, sizes } from './sizes.ts'

test('no call begins more than two seconds later, and after the lift each is done once', async () => {
  const { it, both, stop } = await startReplicas()
  try {
    const how = { moments: sizes.freezes.prove, seed: seedFor('freezes') }
    const held = await freezeAtMoments(
      it,
      both.map(({ core }) => core),
      how,
    )
    process.stdout.write(`steps before and after: ${JSON.stringify(held)}\n`)
    expect(held.before).toBeGreaterThan(0)
    expect(held.after).toBeGreaterThan(0)
  } finally {
    await stop()
  }
})
