// A process that opens the embedded store, leaves a job in hand, says so, and stays until it is killed.
import { systemClock } from '../../src/clock.ts'
import { openStore } from '../../src/store/open.ts'

const [folder] = process.argv.slice(2)
const store = await openStore({ folder, clock: systemClock, queues: ['wake-up'] })
await store.tx(async (tx) => {
  await tx.db.insertInto('seen').values({ key: 'from the holder', at: new Date() }).execute()
  await tx.enqueue('wake-up', {})
})
await store.boss.fetch('wake-up')
process.send?.('holding')
