// The embedded database on a disk: the guards that make it safe, and a second process that is refused.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, existsSync, mkdtempSync, openAsBlob, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test } from 'vitest'
import { systemClock } from '../../src/clock.ts'
import { hasCode } from '../../src/errors.ts'
import { keepHouse, selfTest, startSynced } from '../../src/store/embedded.ts'
import { openStore } from '../../src/store/open.ts'

let base: string
let folder: string
let prepared = 0
const options = { clock: systemClock, queues: ['wake-up'], onFirstRun: () => void prepared++ }

/** One first run for all, on top of one that was cut short; each test works on a copy. */
beforeAll(async () => {
  base = mkdtempSync(join(tmpdir(), 'latchkey-store-'))
  writeFileSync(join(base, 'pg.init'), 'half')
  const store = await openStore({ ...options, folder: base, template: await openAsBlob(inject('storeTemplate')) })
  await store.tx(({ db }) => db.insertInto('seen').values({ key: 'kept', at: new Date() }).execute())
  await store.close()
})
afterAll(() => rmSync(base, { recursive: true, force: true }))
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'latchkey-store-'))
  cpSync(base, folder, { recursive: true })
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const openHere = () => openStore({ ...options, folder })

test('keeps what was committed, says once that it prepares the database, and lets go of the folder', async () => {
  expect([existsSync(join(base, 'lock.json')), existsSync(join(base, 'pg.init'))]).toEqual([false, false])
  const store = await openHere()
  expect(await store.db.selectFrom('seen').select('key').execute()).toEqual([{ key: 'kept' }])
  await store.close()
  expect(prepared).toBe(1)
})

test('syncs the log at every commit, whatever a settings file says', async () => {
  writeFileSync(
    join(folder, 'pg/postgresql.auto.conf'),
    'fsync = off\nsynchronous_commit = off\nfull_page_writes = off\n',
  )
  const { pglite, syncs } = await startSynced(join(folder, 'pg'))
  await pglite.exec('CREATE TABLE counted (n int)')
  const before = syncs()
  for (let n = 0; n < 20; n++) await pglite.query('INSERT INTO counted VALUES ($1)', [n])
  expect(syncs() - before).toBe(20)
  await selfTest(pglite, syncs)
  const deaf = await selfTest(pglite, () => 7).catch((error: unknown) => error)
  expect(hasCode(deaf, 'store-unsafe')).toBe(true)
  expect(String(deaf)).toContain('COMMIT without fsync')
  await pglite.close()
})

test('will not start on the stock database, which does not sync', async () => {
  const stock = await PGlite.create(join(folder, 'pg'))
  const refused = await selfTest(stock, () => 0).catch((error: unknown) => error)
  expect(hasCode(refused, 'store-unsafe')).toBe(true)
  expect(String(refused)).toContain('fsync=off')
  await stock.close()
})

test('refuses a second opener and names who holds the folder', async () => {
  const store = await openHere()
  const refused = await openHere().catch((error: unknown) => error)
  expect(hasCode(refused, 'store-locked')).toBe(true)
  expect(String(refused)).toContain(`pid ${process.pid}`)
  await store.close()
})

test('refuses another process while the first lives, and takes over at once when it was killed', async () => {
  const holder = fork(join(import.meta.dirname, 'hold-folder.ts'), [folder])
  await once(holder, 'message')
  const refused = await openHere().catch((error: unknown) => error)
  expect(hasCode(refused, 'store-locked')).toBe(true)
  expect(String(refused)).toContain(`hold-folder.ts (pid ${holder.pid}, 20`)
  holder.kill('SIGKILL')
  await once(holder, 'exit')
  // The note of the dead holder is still there; the lock is not.
  expect(JSON.parse(readFileSync(join(folder, 'lock.json'), 'utf8')).pid).toBe(holder.pid)
  const store = await openHere()
  expect(await store.db.selectFrom('seen').select('key').execute()).toContainEqual({ key: 'from the holder' })
  const jobs = await store.boss.getQueueStats('wake-up', { force: true })
  // It was being worked on when the process died: nobody else can be at it, so it is ready again.
  expect(jobs[0]).toMatchObject({ activeCount: 0, queuedCount: 1 })
  await store.close()
})

test('checkpoints and vacuums by itself, and goes on after a failure', async () => {
  const ran: string[] = []
  const lines: string[] = []
  const pglite = {
    exec: (statement: string) => {
      ran.push(statement)
      return Promise.reject(new Error('busy'))
    },
  }
  const log = {
    debug: () => {},
    info: () => {},
    warn: () => {},
    error: (_: object, message: string) => void lines.push(message),
  }
  const stop = keepHouse(pglite, log, { checkpoint: 5, vacuum: 10 })
  await expect.poll(() => new Set(ran)).toEqual(new Set(['CHECKPOINT', 'VACUUM ANALYZE']))
  await expect.poll(() => ran.length).toBeGreaterThan(4)
  stop()
  expect(lines).toContain('database housekeeping failed')
})
