// What every store must do, embedded or PostgreSQL: the same types, the same transactions, the same refusals.
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { OpenStore } from '../../src/store/open.ts'
import { openTestStore } from '../store.ts'
import { columns } from './columns.ts'
import { aHash, anId, aRequest, aUser } from './rows.ts'

export function storeContract(on: 'embedded' | 'postgres'): void {
  describe(`the ${on} store`, () => {
    let store: OpenStore
    beforeAll(async () => {
      store = await openTestStore({ on, queues: ['wake-up'] })
    })
    afterAll(() => store.close())

    const insertRequest = async (changed: Parameters<typeof aRequest>[0] = {}) =>
      store.db.insertInto('request').values(aRequest(changed)).returningAll().executeTakeFirstOrThrow()
    const waitingJobs = async (): Promise<number> => {
      const { rows } = await sql<{ n: number }>`SELECT count(*) AS n FROM pgboss.job WHERE name = 'wake-up'`.execute(
        store.db,
      )
      return rows[0]?.n ?? 0
    }

    test('has exactly the columns that the code knows', async () => {
      const { rows } = await sql<{ table: string; column: string }>`SELECT table_name AS table, column_name AS column
        FROM information_schema.columns WHERE table_schema = 'public' AND table_name NOT IN
        ('kysely_migration', 'kysely_migration_lock', 'fsync_test')`.execute(store.db)
      const known = Object.entries(columns).flatMap(([table, names]) =>
        Object.keys(names).map((name) => `${table}.${name}`),
      )
      expect(rows.map(({ table, column }) => `${table}.${column}`).sort()).toEqual(known.sort())
    })

    test('gives numbers, dates and parsed JSON back', async () => {
      const row = await insertRequest({ input: '{"group":"a","days":[1,2]}' })
      expect(row.number).toBeGreaterThanOrEqual(1001)
      expect(row.asked_at).toEqual(new Date('2026-03-01T09:00:00.123Z'))
      expect(row.input).toEqual({ group: 'a', days: [1, 2] })
      expect(row.reason).toBeNull()
      const { rows } = await sql`SELECT count(*) AS n, 'a'::text AS t FROM request WHERE id = ${row.id}`.execute(
        store.db,
      )
      expect(rows).toEqual([{ n: 1, t: 'a' }])
    })

    test('carries what is said to who listens on that channel, stores nothing of it, and forgets who left', async () => {
      const heard: string[] = []
      const first = await store.listen('test_first', async (message) => void heard.push(message))
      const other = await store.listen('test_other', async () => void heard.push('on another channel'))
      const said = `{"quoted":"it's ${'x'.repeat(3000)}"}`
      await store.notify('test_first', said)
      await vi.waitFor(() => expect(heard).toEqual([said]), 10_000)
      expect([first.isOpen(), other.isOpen()]).toEqual([true, true])
      await first.close()
      await other.close()
      await store.notify('test_first', 'nobody is there')
      await store.notify('test_nobody', 'nobody was there')
      expect([first.isOpen(), heard]).toEqual([false, [said]])
    })

    test('counts requests up from 1001', async () => {
      const [first, second] = [await insertRequest(), await insertRequest()]
      expect(second.number).toBe(first.number + 1)
    })

    test('gives a fence as text, a new one each time', async () => {
      const { id, plan_hash } = await insertRequest()
      const step = {
        request_id: id,
        plan_hash,
        phase: 'run',
        seq: 0,
        action: 'unlock',
        input: '{}',
        state: 'pending',
      } as const
      const { fence } = await store.db.insertInto('step').values(step).returning('fence').executeTakeFirstOrThrow()
      expect(fence).toBe('0')
      const claim = () =>
        store.db
          .updateTable('step')
          .set({ fence: sql<string>`nextval('fence_seq')` })
          .where('request_id', '=', id)
          .returning('fence')
          .executeTakeFirstOrThrow()
      const [first, second] = [await claim(), await claim()]
      expect(Number(second.fence)).toBe(Number(first.fence) + 1)
      expect(typeof second.fence).toBe('string')
    })

    test('refuses a state that is not one, a foreign id and a second request from the same source', async () => {
      await expect(insertRequest({ state: 'approved' })).rejects.toThrow(/request_state_check/)
      await expect(insertRequest({ requester: 'me' })).rejects.toThrow(/request_requester_check/)
      const { source_key } = await insertRequest()
      await expect(insertRequest({ source_key })).rejects.toThrow(/request_source_key_key/)
    })

    test('lets one of many deciders win', async () => {
      const { id } = await insertRequest({ state: 'approving' })
      const decide = () =>
        store.db
          .updateTable('request')
          .set({ state: 'ready' })
          .where('id', '=', id)
          .where('state', '=', 'approving')
          .returning('id')
          .execute()
      const winners = await Promise.all([decide(), decide(), decide(), decide()])
      expect(winners.flat()).toHaveLength(1)
    })

    test('never changes or drops a plan', async () => {
      const { id, plan_hash } = await insertRequest()
      const plan = { hash: plan_hash, request_id: id, canonical: '{}', mac: 'm', created_at: new Date() }
      await store.db.insertInto('plan').values(plan).execute()
      await expect(store.db.updateTable('plan').set({ canonical: '[]' }).execute()).rejects.toThrow('never changes')
      await expect(store.db.deleteFrom('plan').execute()).rejects.toThrow('never changes')
      await expect(sql`TRUNCATE plan CASCADE`.execute(store.db)).rejects.toThrow('never changes')
    })

    test('ties a plan to its request, whichever is written first', async () => {
      const plan = { hash: aHash(), request_id: anId(), canonical: '{}', mac: 'm', created_at: new Date() }
      await expect(store.db.insertInto('plan').values(plan).execute()).rejects.toThrow(/foreign key/)
      await store.tx(async ({ db }) => {
        await db.insertInto('plan').values(plan).execute()
        await db
          .insertInto('request')
          .values(aRequest({ id: plan.request_id, plan_hash: plan.hash }))
          .execute()
      })
      expect(await store.db.selectFrom('plan').selectAll().where('hash', '=', plan.hash).execute()).toHaveLength(1)
    })

    test('keeps one vote of a person on a plan', async () => {
      const { id, plan_hash } = await insertRequest()
      const account = { platform: 'slack', tenant: 'T1', account_user: 'U2' }
      const decided = { decision: 'approve', rules: '[0]', reason: null, at: new Date(), mac: 'm' } as const
      const vote = { plan_hash, person: aUser(), request_id: id, ...account, ...decided }
      await store.db.insertInto('vote').values(vote).execute()
      await expect(store.db.insertInto('vote').values(vote).execute()).rejects.toThrow(/vote_pkey/)
    })

    test('writes rows and jobs together or not at all', async () => {
      const before = await waitingJobs()
      const row = aRequest()
      const failing = store.tx(async (tx) => {
        await tx.db.insertInto('request').values(row).execute()
        await tx.enqueue('wake-up', { request: row.id })
        throw new Error('changed my mind')
      })
      await expect(failing).rejects.toThrow('changed my mind')
      expect(await waitingJobs()).toBe(before)
      expect(
        await store.db
          .selectFrom('request')
          .select('id')
          .where('id', '=', row.id ?? '')
          .execute(),
      ).toEqual([])

      await store.tx(async (tx) => {
        await tx.db.insertInto('request').values(row).execute()
        await tx.enqueue('wake-up', { request: row.id })
      })
      expect(await waitingJobs()).toBe(before + 1)
    })

    test('keeps one waiting job of a key, and every job without one', async () => {
      const before = await waitingJobs()
      await store.tx(async (tx) => {
        for (let i = 0; i < 3; i++) await tx.enqueue('wake-up', {}, { singletonKey: 'same' })
        for (let i = 0; i < 2; i++) await tx.enqueue('wake-up', {})
      })
      expect(await waitingJobs()).toBe(before + 3)
    })

    test('says the cure for the root database, a nested transaction and an unknown job inside a transaction', async () => {
      const cure = /pass its `tx` on/
      await expect(store.tx(() => store.db.selectFrom('plan').selectAll().execute())).rejects.toThrow(cure)
      await expect(store.tx(() => store.db.transaction().execute(async () => 1))).rejects.toThrow(cure)
      await expect(store.tx(() => store.tx(async () => 1))).rejects.toThrow(cure)
      await expect(store.tx((tx) => tx.enqueue('nothing', {}))).rejects.toThrow('There is no job "nothing"')
    })

    test('allows the root database to what a transaction started and left behind', async () => {
      let ended: () => void = () => {}
      const end = new Promise<void>((resolve) => {
        ended = resolve
      })
      let later: Promise<unknown> = Promise.resolve()
      await store.tx(async () => {
        later = end.then(() => store.db.selectFrom('plan').selectAll().limit(1).execute())
      })
      ended()
      await expect(later).resolves.toBeInstanceOf(Array)
    })

    test('survives many transactions at once, some of which fail', async () => {
      const work = Array.from({ length: 30 }, (_, i) =>
        store
          .tx(async (tx) => {
            await tx.db
              .insertInto('seen')
              .values({ key: `many-${i}`, at: new Date() })
              .execute()
            await tx.enqueue('wake-up', {})
            if (i % 3 === 0) await sql`SELECT 1 / 0`.execute(tx.db)
          })
          .catch(() => 'failed'),
      )
      const failed = (await Promise.all(work)).filter((outcome) => outcome === 'failed')
      const kept = await store.db.selectFrom('seen').select('key').where('key', 'like', 'many-%').execute()
      expect([failed.length, kept.length]).toEqual([10, 20])
    })
  })
}
