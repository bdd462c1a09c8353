// Any change by somebody with every right, found at the first record that is not as it was (T-L2).
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemClock } from '../../src/clock.ts'
import { createKeys } from '../../src/keys.ts'
import { createLedger } from '../../src/ledger/ledger.ts'
import { type LedgerHead, type LedgerVerdict, readHead, verifyLedger } from '../../src/ledger/verify.ts'
import type { OpenStore } from '../../src/store/open.ts'
import { seedFor, sizeOf } from '../prove/sizes.ts'
import { anId } from '../store/rows.ts'
import { openTestStore } from '../store.ts'

const size = 12
const keys = createKeys('a-secret-of-thirty-two-characters')
const ledger = createLedger({ clock: systemClock, keys, sealer: { seal: async () => '' } })

let store: OpenStore
let head: LedgerHead
beforeAll(async () => {
  store = await openTestStore()
  for (let n = 1; n <= size; n++)
    await store.tx((tx) => ledger.append(tx, { actor: `a${n}`, event: 'step.did', request: anId(), body: { n } }))
  head = await readHead(store)
})
afterAll(() => store.close())

const seq = fc.integer({ min: 1, max: size })
const literal = fc.string({ unit: 'grapheme-ascii', maxLength: 20 }).map((text) => `'${text.replaceAll("'", "''")}'`)
const hex = fc.stringMatching(/^[0-9a-f]{64}$/).map((text) => `'${text}'`)
const values = {
  actor: literal,
  event: literal,
  body: fc.json({ maxDepth: 2 }).map((json) => `'${json.replaceAll("'", "''")}'`),
  at: fc.integer({ min: -1e6, max: 1e6 }).map((us) => `at + interval '${us} microseconds'`),
  request_id: fc.oneof(
    fc.constant('NULL'),
    fc.uuid().map((id) => `'${id}'`),
  ),
  prev: hex,
  hash: hex,
}
const columns = Object.entries(values).map(([column, value]) =>
  fc.tuple(seq, value).map(([at, now]) => `UPDATE ledger SET ${column} = ${now} WHERE seq = ${at}`),
)
const statement = fc.oneof(
  { weight: 6, arbitrary: fc.oneof(...columns) },
  fc.tuple(seq, seq).map(([from, to]) => `DELETE FROM ledger WHERE seq BETWEEN ${from} AND ${to}`),
  fc
    .tuple(seq, seq)
    .map(
      ([one, other]) =>
        `WITH o AS (SELECT * FROM ledger WHERE seq = ${other}) UPDATE ledger l SET actor = o.actor, event = o.event, body = o.body FROM o WHERE l.seq = ${one}`,
    ),
  // Whole by the book, but never written by us: only the head that was kept elsewhere shows it.
  fc
    .tuple(fc.integer({ min: 0, max: size - 1 }), literal)
    .map(
      ([kept, actor]) =>
        `DO $all$ BEGIN DELETE FROM ledger WHERE seq > ${kept}; UPDATE ledger_head SET seq = ${kept}, hash = coalesce((SELECT hash FROM ledger WHERE seq = ${kept}), repeat('0', 64)); ` +
        `FOR n IN ${kept + 1}..${size} LOOP PERFORM ledger_append(now(), ${actor}, 'step.did', NULL, '{}'); END LOOP; END $all$`,
    ),
  fc.constantFrom(-1, 1).map((by) => `UPDATE ledger_head SET seq = seq + ${by}`),
  hex.map((hash) => `UPDATE ledger_head SET hash = ${hash}`),
)

/** The records and the head as text, to be compared without the code that is on trial. */
async function look(db: OpenStore['db']) {
  const { rows } = await sql<{ seq: number; row: string }>`SELECT seq::int, l::text AS row FROM ledger l`.execute(db)
  const { rows: heads } = await sql<{ head: string }>`SELECT h::text AS head FROM ledger_head h`.execute(db)
  return { rows: new Map(rows.map(({ seq: at, row }) => [at, row])), head: heads[0]?.head }
}

test('random changes are found, and where the first of them is', async () => {
  const before = await look(store.db)
  const undone = new Error('undone')
  let changed = 0
  await fc.assert(
    fc.asyncProperty(fc.array(statement, { minLength: 1, maxLength: 4 }), async (statements) => {
      let verdict: LedgerVerdict | undefined
      let first: number | undefined
      let isSame = false
      const attack = store.tx(async ({ db }) => {
        await sql.raw('ALTER TABLE ledger DISABLE TRIGGER ALL').execute(db)
        for (const one of statements) await sql.raw(one).execute(db)
        const after = await look(db)
        const all = [...new Set([...before.rows.keys(), ...after.rows.keys()])].sort((a, b) => a - b)
        first = all.find((at) => before.rows.get(at) !== after.rows.get(at))
        isSame = first === undefined && before.head === after.head
        verdict = await verifyLedger({ db }, [head])
        throw undone
      })
      await attack.catch((error: unknown) => {
        if (error !== undone && !/duplicate key|ledger_head/.test(String(error))) throw error
      })
      // Two statements that the database itself refuses together changed nothing.
      if (verdict === undefined) return
      expect(verdict.ok).toBe(isSame)
      if (verdict.ok) return
      changed += 1
      // A head that names another end is found there; a record written anew by the book only at what was kept elsewhere.
      expect(verdict.firstBad).toBeGreaterThan(0)
      if (verdict.why !== 'not-the-anchor' && first !== undefined)
        expect(verdict.firstBad).toBeLessThanOrEqual(size + 1)
      if (verdict.why === 'changed' && !statements.some((one) => one.startsWith('DO')))
        expect(verdict.firstBad).toBe(first)
    }),
    { numRuns: sizeOf('ledgerMutations'), seed: seedFor('ledger mutations') },
  )
  expect(changed).toBeGreaterThan(0.8 * sizeOf('ledgerMutations'))
})
