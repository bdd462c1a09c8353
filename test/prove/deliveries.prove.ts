// Clicks that arrive many times and in any order at two replicas (T-C8), at full size.
import { expect, test } from 'vitest'
import { startReplicas } from '../replicas.ts'
import { deliverInDisorder } from '../requests/deliveries.ts'
import { seedFor, sizes } from './sizes.ts'

test('each click up to twenty times, to two replicas: one decision, one effect, one last message', async () => {
  const { it, both, stop } = await startReplicas()
  try {
    const how = { schedules: sizes.deliveries.prove, seed: seedFor('deliveries to two replicas') }
    const { deliveries, ended } = await deliverInDisorder(it, both, how)
    process.stdout.write(`${deliveries} deliveries: ${JSON.stringify(ended)}\n`)
    expect(Object.keys(ended).sort()).toEqual(['cancelled', 'denied', 'done'])
  } finally {
    await stop()
  }
})
