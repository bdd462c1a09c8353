// A router that says whatever it likes, in small (T-G2); `npm run prove` has it at full size.
import { expect, test } from 'vitest'
import { startTestLatchkey } from '../latchkey.ts'
import { seedFor, sizes } from '../prove/sizes.ts'
import { feedHostileRouter, unconnected } from './hostile-router.ts'

test('whatever the router says, JumpCloud sees confirmed, proven and approved plans alone', {
  timeout: 180_000,
}, async () => {
  const it = await startTestLatchkey({ unbound: unconnected })
  try {
    const { ran } = await feedHostileRouter(it, sizes.hostileRouter.test, {
      seed: seedFor('hostile router'),
      yesTo: 1,
    })
    // Something ran: the comparison is not one of nothing with nothing.
    expect(Object.keys(ran)).toContain('leave-group')
  } finally {
    await it.stop()
  }
})
