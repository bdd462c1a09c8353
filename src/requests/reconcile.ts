// Finds the rows whose time has come and wakes them, whatever became of the job that should have.
import { later, seconds } from '../clock.ts'
import type { Core } from '../core.ts'
import { destinationsWaiting } from '../outbox/waiting.ts'

const atOnce = 500
/** A fresh incoming has its own wake-up; only one that was left lying is woken here. */
const leftLying = seconds(20)

export async function reconcile({ store, clock }: Pick<Core, 'store' | 'clock'>): Promise<void> {
  const now = clock.now()
  const due = await store.db
    .selectFrom('request')
    .select('id')
    .where('due_at', '<=', now)
    .orderBy('due_at')
    .limit(atOnce)
    .execute()
  const turns = await store.db
    .selectFrom('incoming')
    .select('id')
    .where('state', '=', 'open')
    .where('received_at', '<', later(now, -leftLying))
    .limit(atOnce)
    .execute()
  const destinations = await destinationsWaiting({ store, clock })
  await store.tx(async (tx) => {
    for (const { id } of due) await tx.enqueue('wake-request', { request: id }, { singletonKey: `reconcile/${id}` })
    for (const { id } of turns) await tx.enqueue('take-turn', { incoming: id }, { singletonKey: `reconcile/${id}` })
    for (const destination of destinations)
      await tx.enqueue('deliver-notices', { destination }, { singletonKey: `reconcile/${destination}` })
  })
}
