// The store as `doctor` sees it: new, whole, in use, read-only, of another version, or sealed with another secret.
import { cpSync, existsSync, mkdtempSync, openAsBlob, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test, vi } from 'vitest'
import { movableClock, systemClock } from '../../src/clock.ts'
import { check } from '../../src/doctor/checks/store.ts'
import { userId } from '../../src/ids.ts'
import { createKeys } from '../../src/keys.ts'
import { createSealer } from '../../src/ledger/seal.ts'
import { startSynced } from '../../src/store/embedded.ts'
import { openStore } from '../../src/store/open.ts'
import { examined, secret, told } from './harness.ts'

const { config } = examined()
// Each look opens a real database.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 })
let base: string
let folder: string

beforeAll(async () => {
  base = mkdtempSync(join(tmpdir(), 'latchkey-doctor-store-'))
  const template = await openAsBlob(inject('storeTemplate'))
  const store = await openStore({ folder: base, template, clock: systemClock, queues: [] })
  const sealer = createSealer({ keys: createKeys(secret), clock: systemClock })
  await store.tx((tx) => sealer.seal(tx, userId.parse('0123456789abcdef01234567'), 'Maya'))
  await store.close()
})
afterAll(() => rmSync(base, { recursive: true, force: true }))
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'latchkey-doctor-store-'))
  cpSync(base, folder, { recursive: true })
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const look = async (changed: object = {}) =>
  (await check({ config: { ...config(), dataFolder: folder, ...changed }, clock: movableClock() })).map(
    (one) => `${one.level}: ${told(one)}`,
  )

async function run(statement: string): Promise<void> {
  const { pglite } = await startSynced(join(folder, 'pg'))
  await pglite.exec(statement)
  await pglite.close()
}

test('a whole store is good, and nothing is left in it by looking', async () => {
  const before = readdirSync(folder).sort()
  expect(await look()).toEqual([
    expect.stringMatching(/^good: The store \(.*, PostgreSQL 1[78]\S*\) opens, keeps what it commits/),
  ])
  expect(readdirSync(folder).sort()).toEqual(before)
})

test('a store that is not there yet is not made', async () => {
  const dataFolder = join(folder, 'later/data')
  expect(await look({ dataFolder })).toEqual([expect.stringMatching(/^good: There is no store yet in .*first start/)])
  expect(existsSync(join(folder, 'later'))).toBe(false)
})

test('a store in use was tested by whoever uses it', async () => {
  const store = await openStore({ folder, clock: systemClock, queues: [] })
  try {
    expect(await look()).toEqual([expect.stringMatching(/^note: .*in use by.*tested when that copy started/)])
  } finally {
    await store.close()
  }
})

test('a read-only database', async () => {
  writeFileSync(join(folder, 'pg/postgresql.auto.conf'), 'default_transaction_read_only = on\n')
  expect(await look()).toEqual([
    expect.stringMatching(/^error: .*cannot be written \(25006\)\. → .*writable folder.*LATCHKEY_DATA/),
  ])
})

test('a file in the way of the folder', async () => {
  writeFileSync(join(folder, 'file'), '')
  const dataFolder = join(folder, 'file/data')
  expect(await look({ dataFolder })).toEqual([expect.stringMatching(/^error: .*cannot be written \(ENOTDIR\)/)])
})

test('another LATCHKEY_SECRET than the store was made with', async () => {
  expect(await look({ secret: 'canary-of-another-organisation-0123456789' })).toEqual([
    expect.stringMatching(/^good: /),
    expect.stringMatching(/^error: .*sealed with another LATCHKEY_SECRET.* → .*value that this store was made with/),
  ])
})

test('tables of another version', async () => {
  await run(`DELETE FROM kysely_migration WHERE name LIKE '0002-%'`)
  expect(await look()).toEqual([expect.stringMatching(/^note: .*next start brings its tables up to date \(one step\)/)])
  await run(`INSERT INTO kysely_migration VALUES ('9999-later', '2030-01-01')`)
  expect(await look()).toContainEqual(
    expect.stringMatching(/^error: .*newer Latchkey \(9999-later\).* → .*newer version again/),
  )
})
