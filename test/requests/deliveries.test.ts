// Clicks that arrive many times and in any order, in small and at one process (T-C8); `npm run prove` has 500 at two.
import { expect, test } from 'vitest'
import { startTestLatchkey } from '../latchkey.ts'
import { seedFor, sizes } from '../prove/sizes.ts'
import { deliverInDisorder } from './deliveries.ts'

test('each click up to twenty times at once: one decision, one effect, one last message', async () => {
  const it = await startTestLatchkey()
  try {
    const how = { schedules: sizes.deliveries.test, seed: seedFor('deliveries') }
    const { deliveries } = await deliverInDisorder(it, [it.latchkey], how)
    expect(deliveries).toBeGreaterThan(sizes.deliveries.test * 2)
  } finally {
    await it.stop()
  }
})
