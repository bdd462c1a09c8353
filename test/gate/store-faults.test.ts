// A store that is full, read-only, or takes no records, before each transaction of a run: no call leaves without a record
// that is committed, and afterwards the gate goes on by itself.
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { seconds } from '../../src/clock.ts'
import type { GateCore } from '../../src/core.ts'
import { runRequest } from '../../src/gate/gate.ts'
import type { RequestId } from '../../src/ids.ts'
import { verifyLedger } from '../../src/ledger/verify.ts'
import { startTestLatchkey, type TestLatchkey } from '../latchkey.ts'
import { sizeOf } from '../prove/sizes.ts'
import { type ThreeSteps, threeSteps } from './three-steps.ts'

const username = 'leo.brandt'
/** PostgreSQL's own codes: a disk that is full, a database that may only be read, and one that is on fire. */
const faults = {
  'disk full': ['53100', 'all'],
  'read-only': ['25006', 'all'],
  'no records': ['58030', 'ledger'],
} as const

let it: TestLatchkey
let three: ThreeSteps
let tables: string[]
beforeAll(async () => {
  it = await startTestLatchkey()
  three = threeSteps(it)
  const { rows } = await sql<{ name: string }>`SELECT table_name AS name FROM information_schema.tables
    WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND table_name NOT LIKE 'kysely%'`.execute(it.db)
  tables = rows.map(({ name }) => name)
})
afterAll(() => it.stop())

async function breakStore(code: string, what: 'all' | 'ledger'): Promise<void> {
  await sql
    .raw(`CREATE OR REPLACE FUNCTION broken() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN RAISE EXCEPTION 'broken for a test' USING ERRCODE = '${code}'; END $$`)
    .execute(it.db)
  for (const table of what === 'all' ? tables : [what])
    await sql
      .raw(`CREATE TRIGGER a_broken BEFORE INSERT OR UPDATE ON ${table} FOR EACH STATEMENT EXECUTE FUNCTION broken()`)
      .execute(it.db)
}

async function mendStore(): Promise<void> {
  for (const table of tables) await sql.raw(`DROP TRIGGER IF EXISTS a_broken ON ${table}`).execute(it.db)
}

const aboutTos = async (id: RequestId): Promise<number> =>
  (await it.ledger(id)).filter((event) => event === 'step.about-to').length

interface Watched {
  core: GateCore
  /** What was called, each with whether its record was there before. */
  calls: { path: string; isRecorded: boolean }[]
  /** Transactions begun so far. */
  begun(): number
}

/** `before` comes before each transaction of the gate. */
function watched(id: RequestId, before: (nth: number) => Promise<void> | void): Watched {
  const calls: Watched['calls'] = []
  let begun = 0
  const core: GateCore = {
    ...three.core,
    store: {
      ...three.core.store,
      async tx(work) {
        begun += 1
        await before(begun)
        return three.core.store.tx(work)
      },
    },
    writer: {
      async call(endpoint, how) {
        calls.push({ path: endpoint.path, isRecorded: (await aboutTos(id)) > calls.length })
        return three.core.writer.call(endpoint, how)
      },
    },
  }
  return { core, calls, begun: () => begun }
}

const run = (core: GateCore, id: RequestId) => runRequest(core, id, AbortSignal.timeout(10_000))

/** How many transactions a run without faults has. */
async function transactions(): Promise<number> {
  const { id } = await three.ready(username)
  const whole = watched(id, () => {})
  await run(whole.core, id)
  expect(await it.stateOf(id)).toBe('done')
  expect(whole.calls.map(({ isRecorded }) => isRecorded)).toEqual([true, true, true])
  return whole.begun()
}

test.each(Object.entries(faults))('%s at each step', async (_name, [code, what]) => {
  const count = await transactions()
  expect(count).toBeGreaterThanOrEqual(10)
  const stride = Math.ceil(count / sizeOf('storeFaults'))
  for (let broken = 1; broken <= count; broken += stride) {
    const { id, number } = await three.ready(username)
    const during = watched(id, async (nth) => {
      if (nth === broken) await breakStore(code, what)
    })
    try {
      await run(during.core, id).catch(() => {})
      const stuck = [during.calls.length, three.happened(username)]
      // Nothing moves while it lasts, however often it is tried.
      it.clock.advance(seconds(61))
      await run(during.core, id).catch(() => {})
      expect([during.calls.length, three.happened(username)], `transaction ${broken}`).toEqual(stuck)
    } finally {
      await mendStore()
    }
    it.clock.advance(seconds(61))
    const after = watched(id, () => {})
    await run(after.core, id)
    const where = `transaction ${broken} of ${count}`
    expect(
      [...during.calls, ...after.calls].filter(({ isRecorded }) => !isRecorded),
      where,
    ).toEqual([])
    expect([await it.stateOf(id), three.happened(username)], where).toEqual(['done', 3])
    // What was found done after an "about to" is not called again.
    expect(during.calls.length + after.calls.length, where).toBe(3)
    // What is to be told wakes by itself, within a minute.
    await it.advance(0)
    await it.chat.waitFor(username, new RegExp(`R-${number} `))
  }
  expect(await verifyLedger(it.core.store)).toMatchObject({ ok: true })
})

test.each([
  [30, 3],
  [61, 0],
])('records that take %i s: %i calls leave at the first try', async (slow, calls) => {
  const { id } = await three.ready(username)
  const during = watched(id, () => {})
  const core: GateCore = {
    ...during.core,
    ledger: {
      async append(tx, entry) {
        const seq = await three.core.ledger.append(tx, entry)
        it.clock.advance(seconds(slow))
        return seq
      },
    },
  }
  await run(core, id).catch(() => {})
  expect(during.calls.map(({ isRecorded }) => isRecorded)).toEqual(Array.from({ length: calls }, () => true))
  it.clock.advance(seconds(61))
  const after = watched(id, () => {})
  await run(after.core, id)
  expect([await it.stateOf(id), three.happened(username)]).toEqual(['done', 3])
})

test('what arrives while nothing can be stored is not acknowledged, so that its platform sends it again', async () => {
  await breakStore('53100', 'all')
  try {
    await expect(it.chat.say('grace.mbeki', 'help')).rejects.toThrow()
  } finally {
    await mendStore()
  }
  await it.chat.say('grace.mbeki', 'help')
  await it.chat.waitFor('grace.mbeki', /./)
})
