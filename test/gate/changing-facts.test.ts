// Facts that change at the very moment at which the gate begins, in small; `npm run prove` has 1,000 on two replicas (T-C6).
import { expect, test } from 'vitest'
import { startTestLatchkey } from '../latchkey.ts'
import { seedFor, sizes } from '../prove/sizes.ts'
import { changeFacts } from './changing-facts.ts'

test('changed before anybody looked, it never runs; else the agreed plan, once, or nothing', async () => {
  const it = await startTestLatchkey()
  try {
    const how = { schedules: sizes.changedFacts.test, seed: seedFor('changing facts') }
    const { before, ran, stopped } = await changeFacts(it, [it.core, it.core], how)
    expect(before + ran + stopped).toBeGreaterThan(0)
  } finally {
    await it.stop()
  }
})
