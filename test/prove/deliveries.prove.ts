// Clicks that arrive many times and in any order at two replicas (T-C8), at full size.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Replicas, startReplicas } from '../replicas.ts'
import { deliverInDisorder } from '../requests/deliveries.ts'
import { seedFor, sizes } from './sizes.ts'

let replicas: Replicas
beforeAll(async () => {
  replicas = await startReplicas()
})
afterAll(() => replicas.stop())

/** In parts, each with its seed: a run that is ended early has shown what it did. */
const parts = 10

test.each(
  Array.from({ length: parts }, (_, part) => part + 1),
)('each click up to twenty times, to two replicas: one decision, one effect, one last message (%i)', async (part) => {
  const { it, both } = replicas
  const how = {
    schedules: sizes.deliveries.prove / parts,
    seed: seedFor(`deliveries to two replicas, ${part} of ${parts}`),
  }
  const { deliveries, ended } = await deliverInDisorder(it, both, how)
  process.stdout.write(`${deliveries} deliveries: ${JSON.stringify(ended)}\n`)
  expect(Object.keys(ended).sort()).toEqual(['cancelled', 'denied', 'done'])
})
