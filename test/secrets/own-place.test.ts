// Where the store lives: noted once, believed only as Latchkey wrote it, and a store that stands elsewhere is frozen at its start.
import { createHash } from 'node:crypto'
import { Kysely, PostgresDialect, sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest'
import { systemClock as clock } from '../../src/clock.ts'
import { isOver } from '../../src/gate/settle.ts'
import { loadRequest, type Request } from '../../src/requests/request.ts'
import { noteMoved, stopIfRestored, stopRestored } from '../../src/requests/restored.ts'
import { hasEnded } from '../../src/requests/says-over.ts'
import { notePlace, placeSeal, refusePutBack } from '../../src/secrets/own-place.ts'
import { placeOf } from '../../src/store/place.ts'
import { openPostgres } from '../../src/store/postgres.ts'
import type { Tables } from '../../src/store/tables.ts'
import { openTestParts } from '../parts.ts'
import { aStoredRequest } from '../requests/stored.ts'
import { copyOfDatabase, storeOfItsOwn } from '../store.ts'
import { command } from '../template.ts'

let deps: Awaited<ReturnType<typeof openTestParts>>
let place: Awaited<ReturnType<typeof storeOfItsOwn>>
/** The ledger's last record before the test. */
let last = 0
beforeAll(async () => {
  place = await storeOfItsOwn()
  deps = await openTestParts({ ...place, clock })
})
beforeEach(async () => {
  await noteMoved(deps)
  const how = { by: 'host', why: 'test' } as const
  // So that a row of it stands there, also for the first test.
  await deps.freezes.freeze('house', how)
  await deps.freezes.unfreeze('house', how)
  const { seq } = await deps.store.db.selectFrom('ledger_head').select('seq').executeTakeFirstOrThrow()
  last = seq
})
afterAll(async () => {
  await deps.close()
  await place.drop()
})

/** Of this test. */
const events = async (): Promise<string[]> =>
  (await deps.store.db.selectFrom('ledger').select('event').where('seq', '>', last).orderBy('seq').execute()).map(
    ({ event }) => event,
  )

/** Around the triggers, as the owner of the database can. */
async function change(statement: string): Promise<void> {
  await sql`ALTER TABLE own_place DISABLE TRIGGER ALL`.execute(deps.store.db)
  await sql.raw(statement).execute(deps.store.db)
  await sql`ALTER TABLE own_place ENABLE TRIGGER ALL`.execute(deps.store.db)
}

test('a first start notes it, and neither that one nor the next freezes anything', async () => {
  await change('UPDATE own_place SET place = NULL, noted_at = NULL, mac = NULL')
  for (let start = 0; start < 2; start += 1) {
    await stopIfRestored(deps)
    const row = await deps.store.db.selectFrom('own_place').selectAll().executeTakeFirstOrThrow()
    expect(row.place).toBe(await placeOf(deps.store))
  }
  expect(await events()).toEqual([])
  expect(await deps.freezes.isFrozen('house')).toBe(false)
})

describe('frozen at the start, once', () => {
  const digest = createHash('sha256').update('another').digest('hex')
  test.each([
    ['the row is gone', 'DELETE FROM own_place'],
    ['it names another place', `UPDATE own_place SET place = place || '0'`],
    ['it is noted at another time', `UPDATE own_place SET noted_at = noted_at + interval '1 second'`],
    ['it has another seal', `UPDATE own_place SET mac = '${digest}'`],
  ])('%s', async (_, statement) => {
    await change(statement)
    await Promise.all([stopIfRestored(deps), stopIfRestored(deps)])
    await stopIfRestored(deps)
    expect(await events()).toEqual(['house.frozen', 'store.restored'])
    expect(await deps.freezes.isFrozen('house')).toBe(true)
  })

  test('also when the freeze was made unsound before, and is put back afterwards', async () => {
    const free = await deps.store.db.selectFrom('freezing').selectAll().where('scope', '=', 'house').execute()
    await deps.store.db.updateTable('freezing').set({ mac: 'spoilt' }).where('scope', '=', 'house').execute()
    await stopRestored(deps)
    for (const row of free) await deps.store.db.updateTable('freezing').set(row).where('scope', '=', 'house').execute()
    expect(await events()).toEqual(['house.frozen', 'store.restored'])
    expect(await deps.freezes.isFrozen('house')).toBe(true)
  })

  test('under its seal it names another place', async () => {
    await deps.store.tx((tx) => notePlace(tx, deps, 'elsewhere'))
    const row = await deps.store.db.selectFrom('own_place').selectAll().executeTakeFirstOrThrow()
    expect(deps.keys.isMac('own-place', placeSeal(row), row.mac)).toBe(true)
    await stopIfRestored(deps)
    expect(await events()).toEqual(['house.frozen', 'store.restored'])
  })
})

test('cut off in the middle, nothing of it happened, and the next start does it', async () => {
  await deps.store.tx((tx) => notePlace(tx, deps, 'elsewhere'))
  const append = async () => Promise.reject(new Error('the process died here'))
  await expect(stopIfRestored({ ...deps, ledger: { append } })).rejects.toThrow('died here')
  expect(await events()).toEqual([])
  await stopIfRestored(deps)
  expect(await events()).toEqual(['house.frozen', 'store.restored'])
})

const statesOf = (requests: readonly Request[]) =>
  Promise.all(requests.map(async ({ id }) => (await loadRequest(deps.store.db, deps, id)).state))

test('said by hand it ends what is open, and said again only what has come since', async () => {
  const open = await aStoredRequest(deps, { row: { state: 'approving' } })
  const begun = await aStoredRequest(deps, { row: { state: 'running' } })
  expect(await stopRestored(deps)).toEqual({ ended: 1, begun: 1 })
  expect(await stopRestored(deps)).toEqual({ ended: 0, begun: 0 })
  expect(await statesOf([open, begun])).toEqual(['cancelled', 'needs-a-person'])
})

test('a request whose row was changed ends as well, and does not keep the others', async () => {
  const changed = await aStoredRequest(deps, { row: { state: 'approving' } })
  const other = await aStoredRequest(deps, { row: { state: 'approving' } })
  await deps.store.db.updateTable('request').set({ shown_mac: '' }).where('id', '=', changed.id).execute()
  expect(await stopRestored(deps)).toEqual({ ended: 1, begun: 0 })
  expect(await statesOf([changed, other])).toEqual(['failed', 'cancelled'])
})

test('a request that was hidden meanwhile is over as well, and one of after it is not', async () => {
  const hidden = await aStoredRequest(deps, { row: { state: 'done' } })
  const record = (request: Request) =>
    deps.store.tx((tx) =>
      deps.ledger.append(tx, { actor: 'system', event: 'request.asked', request: request.id, body: {} }),
    )
  await record(hidden)
  expect(await hasEnded(deps, hidden)).toBe(false)
  expect(await stopRestored(deps)).toEqual({ ended: 0, begun: 0 })
  const later = await aStoredRequest(deps, { row: { state: 'ready' } })
  await record(later)
  expect(await Promise.all([hidden, later].map((one) => hasEnded(deps, one)))).toEqual([true, false])
  for (const phase of ['run', 'undo'] as const) expect(await isOver(deps, hidden, phase)).toBe(true)
  // What was lent has an end of its own, and that end still comes.
  expect(await isOver(deps, hidden, 'end')).toBe(false)
})

test('a store that was moved whole is noted where it is, and freezes nothing', async () => {
  expect(await noteMoved(deps)).toBe(false)
  await deps.store.tx((tx) => notePlace(tx, deps, 'elsewhere'))
  await expect(refusePutBack(deps.store, deps)).rejects.toThrow('Say which before you move it')
  expect(await noteMoved(deps)).toBe(true)
  await refusePutBack(deps.store, deps)
  await stopIfRestored(deps)
  expect(await events()).toEqual(['store.moved'])
})

test('the row neither goes nor becomes empty again', async () => {
  for (const statement of [
    'DELETE FROM own_place',
    'TRUNCATE own_place',
    'UPDATE own_place SET place = NULL, noted_at = NULL, mac = NULL',
  ])
    await expect(sql.raw(statement).execute(deps.store.db)).rejects.toThrow('not forgotten')
})

describe.each(inject('postgres') ? [['PostgreSQL']] : [])('on %s', () => {
  const url = () => place.databaseUrl ?? ''

  test('a copy in another database is frozen, and the original goes on', async () => {
    await deps.close()
    const copy = await copyOfDatabase(url())
    const there = await openTestParts({ databaseUrl: copy.url, embedded: {}, clock })
    await stopIfRestored(there)
    expect(await there.freezes.isFrozen('house')).toBe(true)
    await there.close()
    await copy.drop()
    deps = await openTestParts({ ...place, clock })
    await stopIfRestored(deps)
    expect(await deps.freezes.isFrozen('house')).toBe(false)
  })

  test('another ledger in the same database is another place', async () => {
    const before = await placeOf(deps.store)
    expect(before).toMatch(/^server \d+, timeline [0-9A-F]{8}, database \d+, ledger \d+$/)
    await sql`ALTER TABLE ledger RENAME TO replaced`.execute(deps.store.db)
    await sql`CREATE TABLE ledger (LIKE replaced INCLUDING ALL)`.execute(deps.store.db)
    expect(await placeOf(deps.store)).not.toBe(before)
    await sql`DROP TABLE ledger`.execute(deps.store.db)
    await sql`ALTER TABLE replaced RENAME TO ledger`.execute(deps.store.db)
    expect(await placeOf(deps.store)).toBe(before)
  })

  test('what the role may not read is left out', async () => {
    const name = new URL(url()).pathname.slice(1)
    await command(url(), `REVOKE EXECUTE ON FUNCTION pg_control_system() FROM PUBLIC`)
    await command(url(), `CREATE ROLE ${name} LOGIN PASSWORD 'plain'`)
    const own = Object.assign(new URL(url()), { username: name, password: 'plain' })
    const pool = await openPostgres(own.href)
    const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
    try {
      expect(await placeOf({ kind: 'postgres', db })).toMatch(/^server unread, timeline [0-9A-F]{8}, database \d+/)
    } finally {
      await db.destroy()
      await command(url(), `DROP ROLE ${name}`)
    }
  })
})
