// Finds the rows whose time has come and wakes them, whatever became of the job that should have.
import { later, seconds } from '../clock.ts'
import type { Core } from '../core.ts'
import { destinationsWaiting } from '../outbox/waiting.ts'

const atOnce = 500
/** What is acknowledged meanwhile waits for each commit. */
const inOneCommit = 20
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
  const wakes = [
    ...due.map(({ id }) => ({ job: 'wake-request', payload: { request: id }, row: id })),
    ...turns.map(({ id }) => ({ job: 'take-turn', payload: { incoming: id }, row: id })),
    ...destinations.map((destination) => ({ job: 'deliver-notices', payload: { destination }, row: destination })),
  ]
  for (let from = 0; from < wakes.length; from += inOneCommit)
    await store.tx(async (tx) => {
      for (const { job, payload, row } of wakes.slice(from, from + inOneCommit))
        await tx.enqueue(job, payload, { singletonKey: `reconcile/${row}` })
    })
}
