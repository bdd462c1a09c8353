// Whatever was written from outside is found without anybody using it, and told once.
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { readLedger } from '../../src/ledger/ledger.ts'
import { verifyLedger } from '../../src/ledger/verify.ts'
import { checkLedger, checkSeals } from '../../src/secrets/check-seals.ts'
import { askForGroup, idFor, startTestLatchkey, type TestLatchkey } from '../latchkey.ts'
import { openTestStore } from '../store.ts'
import { withPasskey } from '../web/passkeys.ts'

let it: TestLatchkey
beforeAll(async () => {
  it = await startTestLatchkey({ pages: true })
  await askForGroup(it, 'leo.brandt')
  await withPasskey(it, 'mei.tanaka')
  await it.settled()
})
afterAll(() => it.stop())

const recordedRows = async () =>
  (await readLedger(it.core.store, { limit: 2, newestFirst: true })).map(
    ({ body }) => z.object({ rows: z.string() }).parse(body).rows,
  )
const found = async () => (await it.ledger()).filter((event) => event === 'row.tampered').length

test('nothing is found where nobody else wrote', async () => {
  await checkSeals(it.core)
  expect(await checkLedger(it.core)).toMatchObject({ ok: true })
  expect(await found()).toBe(0)
})

test('rows of others are found, each kind told once', async () => {
  await sql`UPDATE factor SET label = 'x' WHERE person = ${idFor('mei.tanaka')}`.execute(it.db)
  // A seal that was emptied is as foreign as any other.
  await sql`UPDATE binding SET mac = '' WHERE user_id = ${idFor('ida.lindqvist')}`.execute(it.db)
  for (let hour = 0; hour < 2; hour += 1) {
    await checkSeals(it.core)
    expect(await found()).toBe(2)
  }
  await it.chat.waitFor('#audit', /A row of the table factor is not as I wrote it/)
  await it.chat.waitFor('nadia.petrova', /A row of the table binding is not as I wrote it/)
})

test('a record that Latchkey did not write is found, and a copy of one that it did', async () => {
  const { seq } = await it.db.selectFrom('ledger_head').select('seq').executeTakeFirstOrThrow()
  await sql`SELECT ledger_append(now(), 'system', 'approval.approved', NULL, '{"data":{}}')`.execute(it.db)
  for (let night = 0; night < 2; night += 1)
    expect(await checkLedger(it.core)).toEqual({ ok: false, firstBad: Number(seq) + 1, why: 'not-ours' })
  expect(await found()).toBe(3)
  await it.chat.waitFor('nadia.petrova', /The ledger is not as I wrote it/)
})

test('whoever foresees what will be told cannot say it beforehand', async () => {
  await sql`UPDATE binding SET mac = 'x' WHERE user_id = ${idFor('tom.okafor')}`.execute(it.db)
  const keys = ['test northwind ida.lindqvist', 'test northwind tom.okafor']
  const rows = createHash('sha256').update(keys.join()).digest('hex').slice(0, 16)
  const foreseen = JSON.stringify({ data: { table: 'binding', rows } })
  await sql`SELECT ledger_append(now(), 'system', 'row.tampered', NULL, ${foreseen}::text)`.execute(it.db)
  const before = await found()
  await checkSeals(it.core)
  expect(await found()).toBe(before + 1)
  expect(await recordedRows()).toEqual([rows, rows])
})

test('a record that is none at all is found like any other', async () => {
  for (const body of ['null', '[]', '"x"', '{"seal":7}']) {
    const other = await openTestStore()
    await sql`SELECT ledger_append(now(), 'system', 'step.did', NULL, ${body}::text)`.execute(other.db)
    expect(await verifyLedger(other, [], it.core.keys)).toEqual({ ok: false, firstBad: 1, why: 'not-ours' })
    await other.close()
  }
})
