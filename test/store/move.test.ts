// Moving a store: everything arrives, the chain holds, what waits still waits, and the old one is not used again.
import { mkdtempSync, openAsBlob, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { describe, expect, inject, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import { later, systemClock } from '../../src/clock.ts'
import { createKeys } from '../../src/keys.ts'
import { createLedger } from '../../src/ledger/ledger.ts'
import { createSealer } from '../../src/ledger/seal.ts'
import { readHead, verifyLedger } from '../../src/ledger/verify.ts'
import { loadRequest } from '../../src/requests/request.ts'
import { inspectStore } from '../../src/store/inspect.ts'
import { startJobs } from '../../src/store/jobs.ts'
import { moveStore } from '../../src/store/move.ts'
import { type OpenStore, type OpenStoreOptions, openStore } from '../../src/store/open.ts'
import { refuseUsed } from '../../src/store/postgres.ts'
import { aStoredRequest } from '../requests/stored.ts'
import { storeOfItsOwn } from '../store.ts'
import { aUser } from './rows.ts'

const clock = systemClock
const keys = createKeys('0123456789abcdef0123456789abcdef')
const ledger = createLedger({ clock, keys, sealer: createSealer({ keys, clock }) })
const queues = ['note']

async function opened(options: Omit<OpenStoreOptions, 'clock' | 'queues'>): Promise<OpenStore> {
  const store = await openStore({ ...options, clock, queues })
  onTestFinished(() => store.close())
  return store
}
const inMemory = async () => opened({ inMemory: true, template: await openAsBlob(inject('storeTemplate')) })
async function onServer() {
  const { databaseUrl = '', drop } = await storeOfItsOwn()
  onTestFinished(drop)
  return opened({ databaseUrl })
}

/** A sealed plan, sealed words in the ledger, a job for now and one for next week. */
async function filled(store: OpenStore) {
  const request = await aStoredRequest({ store, keys, clock }, { row: { state: 'approving' } })
  const about = aUser()
  for (let n = 0; n < 510; n += 1)
    await store.tx((tx) =>
      ledger.append(tx, {
        actor: 'system',
        event: 'request.asked',
        request: request.id,
        about,
        body: { n, words: 'äöü “quoted” \\ back\nslash' },
        ...(n === 0 ? { personal: { of: about, fields: { name: 'Maya Álvarez' } } } : {}),
      }),
    )
  await store.tx(async (tx) => {
    await tx.enqueue('note', { n: 1 })
    await tx.enqueue('note', { n: 2 }, { startAfter: later(clock.now(), 7 * 86_400_000) })
  })
  return request
}

const everything = async (store: OpenStore): Promise<string[]> => {
  const names = ['request', 'plan', 'ledger', 'ledger_head', 'person_key']
  const all = await Promise.all(
    names.map((name) =>
      sql<{ row: string }>`SELECT to_jsonb(t)::text AS row FROM ${sql.table(name)} t ORDER BY 1`.execute(store.db),
    ),
  )
  return all.flatMap(({ rows }) => rows.map(({ row }) => row))
}

const ways: [string, () => Promise<OpenStore>, () => Promise<OpenStore>][] = [
  ['from one embedded store to another', inMemory, inMemory],
  ...(inject('postgres')
    ? ([
        ['from the embedded store to PostgreSQL', inMemory, onServer],
        ['from PostgreSQL to the embedded store', onServer, inMemory],
      ] as [string, () => Promise<OpenStore>, () => Promise<OpenStore>][])
    : []),
]

describe.each(ways)('%s', (_, openFrom, openTo) => {
  test('every row arrives as it was, the chain goes on, and what waited is done', { timeout: 120_000 }, async () => {
    const [from, to] = [await openFrom(), await openTo()]
    const request = await filled(from)
    const before = await everything(from)
    const moved = await moveStore(from, to)
    expect(moved.head).toEqual(await readHead(from))
    expect(moved.jobs).toBe(2)
    expect(Object.fromEntries(moved.tables)).toEqual({ ledger: 510, person_key: 1, plan: 1, request: 1 })
    expect(await everything(to)).toEqual(before)
    expect((await loadRequest(to.db, { keys }, request.id)).planHash).toBe(request.planHash)

    const ran: number[] = []
    const job = { payload: z.object({ n: z.number() }), handle: async ({ n }: { n: number }) => void ran.push(n) }
    const jobs = await startJobs(to, { note: job }, {})
    await jobs.idle()
    await jobs.stop()
    expect(ran, 'the one of next week still waits').toEqual([1])

    await to.tx((tx) => ledger.append(tx, { actor: 'system', event: 'request.done', body: {} }))
    expect(await verifyLedger(to, [moved.head])).toMatchObject({ ok: true, head: { seq: 511 } })
    const next = await aStoredRequest({ store: to, keys, clock })
    expect(next.number).toBe(request.number + 1)
  })

  test('what is not empty, or was changed, is left as it is', { timeout: 120_000 }, async () => {
    const [from, to] = [await openFrom(), await openTo()]
    await filled(from)
    await to.tx((tx) => tx.enqueue('note', { n: 3 }))
    await expect(moveStore(from, to)).rejects.toMatchObject({ code: 'store-not-empty' })
    await sql`DELETE FROM pgboss.job`.execute(to.db)
    await sql`ALTER TABLE ledger DISABLE TRIGGER ALL`.execute(from.db)
    await sql`UPDATE ledger SET body = '{}' WHERE seq = 7`.execute(from.db)
    await expect(moveStore(from, to)).rejects.toMatchObject({ code: 'store-not-whole' })
    expect(await everything(to)).toHaveLength(1)
    const { rows } = await sql`SELECT to_regclass('moved_away') AS marked`.execute(from.db)
    expect(rows).toEqual([{ marked: null }])
  })
})

test('a store that was moved away does not open again', { timeout: 120_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-move-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const template = await openAsBlob(inject('storeTemplate'))
  const from = await openStore({ folder, template, clock, queues })
  await moveStore(from, await inMemory())
  await from.close()
  await expect(openStore({ folder, clock, queues })).rejects.toMatchObject({ code: 'store-moved' })
  expect(await inspectStore({ databaseUrl: undefined, folder, clock })).toMatchObject({
    error: { code: 'store-moved' },
  })
})

test.each(
  inject('postgres') ? [['PostgreSQL']] : [],
)('on %s, a database that is open elsewhere is left alone', async () => {
  const { databaseUrl = '', drop } = await storeOfItsOwn()
  onTestFinished(drop)
  await refuseUsed(databaseUrl)
  const other = await openStore({ databaseUrl, clock, queues })
  await expect(refuseUsed(databaseUrl)).rejects.toMatchObject({ code: 'store-in-use' })
  await other.close()
})
