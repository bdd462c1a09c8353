// Jobs: woken fast, retried, given up, resumed after a crash, due by a clock that was moved, and by cron.
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { hours, later, movableClock } from '../../src/clock.ts'
import type { Job } from '../../src/job.ts'
import { jobNames, loadJobs, type RunningJobs, startJobs } from '../../src/store/jobs.ts'
import type { StoreLog } from '../../src/store/log.ts'
import type { OpenStore } from '../../src/store/open.ts'
import { openTestStore, testedStores } from '../store.ts'

const payload = z.object({ n: z.number() })
type Ran = { ran: number[] }

/** Keeps what was logged, so that a test sees it. */
function keptLog(): StoreLog & { lines: { message: string; fields: object }[] } {
  const lines: { message: string; fields: object }[] = []
  const keep = (fields: object, message: string) => void lines.push({ fields, message })
  return { lines, debug: () => {}, info: keep, warn: keep, error: keep }
}

describe.each(testedStores)('jobs on the %s store', (on) => {
  const clock = movableClock()
  let store: OpenStore
  let running: RunningJobs | undefined
  const ran: number[] = []
  const log = keptLog()
  const noted: Job<{ n: number }, Ran> = { payload, handle: async ({ n }, deps) => void deps.ran.push(n) }

  beforeAll(async () => {
    store = await openTestStore({ on, clock, queues: ['note', 'fail', 'clean'] })
  })
  afterEach(async () => {
    await running?.stop()
    ran.length = 0
    log.lines.length = 0
    await sql`DELETE FROM pgboss.job`.execute(store.db)
  })
  afterAll(() => store.close())

  const start = async (jobs: Record<string, Job<object, Ran>>) => {
    running = await startJobs(store, jobs, { ran }, { log })
    return running
  }
  const enqueue = (job: string, data: object, options?: { startAfter?: Date; singletonKey?: string }) =>
    store.tx((tx) => tx.enqueue(job, data, options))
  const states = async () =>
    (
      await sql<{
        name: string
        state: string
      }>`SELECT name, state::text AS state FROM pgboss.job ORDER BY name`.execute(store.db)
    ).rows

  test('runs what was enqueued before and after the workers started', async () => {
    await enqueue('note', { n: 1 })
    const jobs = await start({ note: noted })
    await enqueue('note', { n: 2 })
    await jobs.idle()
    expect(ran.sort()).toEqual([1, 2])
  })

  test('runs a job that comes at once well before the next poll', async () => {
    const jobs = await start({ note: noted })
    await jobs.idle()
    const before = performance.now()
    for (let n = 0; n < 20; n++) {
      await enqueue('note', { n })
      await jobs.idle()
    }
    expect(ran).toHaveLength(20)
    // Two workers that poll each second would take ten seconds and more.
    expect(performance.now() - before).toBeLessThan(8000)
  })

  test('waits for the instant on our clock, also when it was moved', async () => {
    clock.advance(hours(5))
    const jobs = await start({ note: noted })
    await enqueue('note', { n: 24 }, { startAfter: later(clock.now(), hours(24)) })
    await jobs.idle()
    expect(ran).toEqual([])
    clock.advance(hours(24))
    await store.shiftDelayed(hours(24))
    await jobs.idle()
    expect(ran).toEqual([24])
  })

  test('tries again after a failure and keeps only its code', async () => {
    let tries = 0
    const secret = 'hunter2'
    const fail: Job<{ n: number }, Ran> = {
      payload,
      async handle({ n }, deps) {
        tries++
        if (tries === 1) throw new TypeError(secret)
        deps.ran.push(n)
      },
    }
    const jobs = await start({ fail })
    await enqueue('fail', { n: 7 })
    await expect.poll(() => tries, { timeout: 5000 }).toBe(1)
    await jobs.idle()
    const { rows } = await sql<{ text: string }>`SELECT to_jsonb(job)::text AS text FROM pgboss.job`.execute(store.db)
    expect(rows[0]?.text).toContain('TypeError')
    expect(rows[0]?.text).not.toContain(secret)
    await store.shiftDelayed(hours(1))
    await expect.poll(() => ran, { timeout: 5000 }).toEqual([7])
  })

  test('gives up a payload that cannot be read, at once', async () => {
    const jobs = await start({ note: noted })
    await enqueue('note', { n: 'one' })
    await jobs.idle()
    await expect.poll(async () => (await states()).map(({ name }) => name), { timeout: 5000 }).toContain('dead-letter')
    expect(ran).toEqual([])
    expect(log.lines.map(({ message }) => message)).toContain('a job carries a payload that cannot be read')
  })

  test('gives up after the last retry', async () => {
    const fail: Job<{ n: number }, Ran> = {
      payload,
      queue: { retryLimit: 0 },
      handle: () => Promise.reject(new Error('no')),
    }
    const jobs = await start({ fail })
    await enqueue('fail', { n: 1 })
    await jobs.idle()
    expect(await states()).toEqual(expect.arrayContaining([{ name: 'fail', state: 'failed' }]))
    expect((await states()).map(({ name }) => name)).toContain('dead-letter')
  })

  test('names what still runs when the patience ends', async () => {
    const { promise: ended, resolve: end } = Promise.withResolvers<void>()
    const jobs = await start({ note: { payload, handle: () => ended } })
    await enqueue('note', { n: 1 })
    await expect.poll(states, { timeout: 5000 }).toEqual([{ name: 'note', state: 'active' }])
    await expect(jobs.idle(50)).rejects.toThrow('jobs are still running or due: note (active)')
    end()
    await jobs.idle()
  })

  test('keeps the schedule of cron jobs and drops that of a job which has none any more', async () => {
    const clean: Job<object, Ran> = { payload: z.object({}), queue: { cron: '*/5 * * * *' }, handle: async () => {} }
    await start({ clean })
    expect((await store.boss.getSchedules()).map(({ name, cron }) => ({ name, cron }))).toEqual([
      { name: 'clean', cron: '*/5 * * * *' },
    ])
    await running?.stop()
    // Another process, which has other jobs, leaves it alone; one that has the job without its cron does not.
    await start({ note: noted })
    expect(await store.boss.getSchedules()).toHaveLength(1)
    await running?.stop()
    await start({ clean: { ...clean, queue: {} } })
    expect(await store.boss.getSchedules()).toEqual([])
  })

  test('runs at most as many at once as a job says', async () => {
    let now = 0
    let most = 0
    const note: Job<{ n: number }, Ran> = {
      payload,
      queue: { concurrency: 1 },
      async handle({ n }, deps) {
        most = Math.max(most, ++now)
        await store.db.selectFrom('seen').selectAll().execute()
        deps.ran.push(n)
        now--
      },
    }
    for (let n = 0; n < 5; n++) await enqueue('note', { n })
    await (await start({ note })).idle()
    expect([ran.length, most]).toEqual([5, 1])
  })
})

describe('a folder of jobs', () => {
  const folder = `${import.meta.dirname}/jobs`

  test('gives each job the name of its file', async () => {
    expect(await jobNames(folder)).toEqual(['say-hello'])
    expect(Object.keys(await loadJobs(folder))).toEqual(['say-hello'])
  })
})
