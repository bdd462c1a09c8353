// A router that says whatever it likes, at full size (T-G2, R9).
import { expect, test } from 'vitest'
import { feedHostileRouter, unconnected } from '../conversation/hostile-router.ts'
import { startTestLatchkey } from '../latchkey.ts'
import { seedFor, sizes } from './sizes.ts'

test('whatever the router says, JumpCloud sees confirmed, proven and approved plans alone', async () => {
  const it = await startTestLatchkey({ unbound: unconnected })
  try {
    const { fed, confirmed, ran } = await feedHostileRouter(it, sizes.hostileRouter.prove, {
      seed: seedFor('hostile router'),
      yesTo: 0.03,
    })
    process.stdout.write(`${fed} outputs, ${confirmed} plans confirmed; steps that ran: ${JSON.stringify(ran)}\n`)
    for (const skill of ['leave-group', 'join-group', 'unlock-account', 'report-lost-device', 'freeze'])
      expect(ran[skill]).toBeGreaterThan(0)
  } finally {
    await it.stop()
  }
})
