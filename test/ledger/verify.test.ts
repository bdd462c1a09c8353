// Whoever holds the database can switch its triggers off; what they then do to the ledger is found, and where.
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { systemClock } from '../../src/clock.ts'
import { createKeys } from '../../src/keys.ts'
import { createLedger } from '../../src/ledger/ledger.ts'
import { type LedgerHead, type LedgerVerdict, readHead, verifyLedger } from '../../src/ledger/verify.ts'
import type { OpenStore } from '../../src/store/open.ts'
import { anId } from '../store/rows.ts'
import { openTestStore, testedStores } from '../store.ts'

const size = 9
const keys = createKeys('a-secret-of-thirty-two-characters')
const ledger = createLedger({ clock: systemClock, keys, sealer: { seal: async () => '' } })

describe.each(testedStores)('verifying the ledger on the %s store', (on) => {
  let store: OpenStore
  let head: LedgerHead
  beforeAll(async () => {
    store = await openTestStore({ on })
    for (let n = 1; n <= size; n++)
      await store.tx((tx) => ledger.append(tx, { actor: `a${n}`, event: 'step.did', request: anId(), body: { n } }))
    head = await readHead(store)
  })
  afterAll(() => store.close())
  beforeEach(async () => {
    expect(await verifyLedger(store, [head])).toEqual({ ok: true, head })
  })

  /** The verdict after some statements by somebody with every right, which are then taken back. */
  async function attacked(...statements: string[]): Promise<LedgerVerdict> {
    const undone = new Error('undone')
    let verdict: LedgerVerdict | undefined
    const attack = store.tx(async ({ db }) => {
      for (const statement of ['ALTER TABLE ledger DISABLE TRIGGER ALL', ...statements])
        await sql.raw(statement).execute(db)
      verdict = await verifyLedger({ db }, [head])
      throw undone
    })
    await attack.catch((error: unknown) => {
      if (error !== undone) throw error
    })
    if (verdict === undefined) throw new Error('verified')
    return verdict
  }

  test('forbids every change while the triggers stand', async () => {
    for (const statement of [
      "UPDATE ledger SET actor = 'x'",
      'DELETE FROM ledger',
      'TRUNCATE ledger',
      'DELETE FROM ledger_head',
    ])
      await expect(sql.raw(statement).execute(store.db)).rejects.toThrow('append-only')
  })

  test.each([
    ['actor', "'x'"],
    ['event', "'step.failed'"],
    ['body', `'{"data":{"n":0}}'`],
    ['at', "at + interval '1 microsecond'"],
    ['request_id', 'NULL'],
    ['prev', "repeat('0', 64)"],
    ['hash', "repeat('f', 64)"],
  ])('finds a changed %s, and where', async (column, value) => {
    for (const seq of [2, 5, size])
      expect(await attacked(`UPDATE ledger SET ${column} = ${value} WHERE seq = ${seq}`)).toMatchObject({
        ok: false,
        firstBad: seq,
      })
  })

  test('finds text that moved from one field to the next', async () => {
    const moved = await attacked("UPDATE ledger SET actor = actor || 'step', event = 'did' WHERE seq = 3")
    expect(moved).toMatchObject({ ok: false, firstBad: 3 })
  })

  test('finds what was dropped, swapped, put in between or put behind', async () => {
    expect(await attacked('DELETE FROM ledger WHERE seq = 4')).toEqual({ ok: false, firstBad: 4, why: 'missing' })
    expect(await attacked('DELETE FROM ledger WHERE seq = 1')).toEqual({ ok: false, firstBad: 1, why: 'missing' })
    const swap = 'UPDATE ledger SET seq = CASE seq WHEN -1 THEN 6 ELSE -1 END WHERE seq IN (6, -1)'
    expect(
      await attacked(swap, 'UPDATE ledger SET seq = 6 WHERE seq = 7', 'UPDATE ledger SET seq = 7 WHERE seq = -1'),
    ).toMatchObject({
      ok: false,
      firstBad: 6,
    })
    const copy = (seq: number) =>
      `INSERT INTO ledger SELECT ${seq}, at, actor, event, request_id, body, prev, 'h${seq}' FROM ledger WHERE seq = 2`
    expect(await attacked(copy(size + 1))).toMatchObject({ ok: false, firstBad: size + 1, why: 'not-the-head' })
    expect(await attacked(copy(0))).toMatchObject({ ok: false })
  })

  test('finds a tail that was cut off, with its head or without', async () => {
    const cut = `DELETE FROM ledger WHERE seq > 6`
    const headBack = 'UPDATE ledger_head SET seq = 6, hash = (SELECT hash FROM ledger WHERE seq = 6)'
    expect(await attacked(cut)).toEqual({ ok: false, firstBad: 7, why: 'missing' })
    expect(await attacked(cut, headBack)).toEqual({ ok: false, firstBad: 7, why: 'not-the-anchor' })
  })

  test('finds a tail that was written anew by the book, thanks to the head that was kept elsewhere', async () => {
    const verdict = await attacked(
      'DELETE FROM ledger WHERE seq > 6',
      'UPDATE ledger_head SET seq = 6, hash = (SELECT hash FROM ledger WHERE seq = 6)',
      ...Array.from({ length: 3 }, () => `SELECT ledger_append(now(), 'x', 'step.did', NULL, '{}')`),
    )
    expect(verdict).toEqual({ ok: false, firstBad: size, why: 'not-the-anchor' })
  })

  test('does not take the word of the database’s own hash function', async () => {
    const blind = `CREATE OR REPLACE FUNCTION ledger_hash(prev text, seq bigint, at timestamptz, actor text, event text,
      request uuid, body text) RETURNS text LANGUAGE sql STABLE AS $$ SELECT md5(seq::text) || md5(prev) $$`
    const verdict = await attacked(blind, `SELECT ledger_append(now(), 'x', 'step.did', NULL, '{}')`)
    expect(verdict).toEqual({ ok: false, firstBad: size + 1, why: 'changed' })
  })
})
