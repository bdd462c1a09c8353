// What was left lying is woken by short transactions, and each row once however often it is looked at.
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { later, minutes, movableClock } from '../../src/clock.ts'
import { reconcile } from '../../src/requests/reconcile.ts'
import type { OpenStore } from '../../src/store/open.ts'
import { openTestStore } from '../store.ts'

const clock = movableClock()
let store: OpenStore
beforeAll(async () => {
  store = await openTestStore({ clock, queues: ['wake-request', 'take-turn', 'deliver-notices'] })
})
afterAll(() => store.close())

const leftLying = (count: number) =>
  store.db
    .insertInto('incoming')
    .values(
      Array.from({ length: count }, () => ({
        ...{ id: randomUUID(), event_id: randomUUID(), platform: 'slack', tenant: 'T1', account_user: 'U1' },
        ...{ body: '{}', state: 'open' as const, received_at: later(clock.now(), -minutes(1)), mac: '' },
      })),
    )
    .execute()

test('fifty rows take three commits, and a second look wakes none again', async () => {
  await leftLying(50)
  const wakes: number[] = []
  const watched: Pick<OpenStore, 'db' | 'tx'> = {
    db: store.db,
    tx: (work) =>
      store.tx((tx) => {
        const place = wakes.push(0) - 1
        return work({
          ...tx,
          enqueue: (...given) => tx.enqueue(...given).finally(() => (wakes[place] = (wakes[place] ?? 0) + 1)),
        })
      }),
  }
  const deps = { store: { ...store, ...watched }, clock }
  await reconcile(deps)
  expect(wakes).toEqual([20, 20, 10])
  await reconcile(deps)
  const { rows } = await sql<{ turns: number }>`SELECT count(*)::int AS turns FROM pgboss.job
    WHERE name = 'take-turn'`.execute(store.db)
  expect(rows).toEqual([{ turns: 50 }])
})
