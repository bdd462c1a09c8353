// Quick jobs run in the process that enqueued them, after the commit and once; their rows serve whoever comes when it dies.
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import type { Job } from '../../src/job.ts'
import { type RunningJobs, startJobs } from '../../src/store/jobs.ts'
import type { OpenStore } from '../../src/store/open.ts'
import { openTestStore } from '../store.ts'

let store: OpenStore
let jobs: RunningJobs
let isRush = false
const ran: string[] = []
let breaks = 0

const payload = z.object({ what: z.string() })
const quick: Job<z.infer<typeof payload>, object> = {
  payload,
  queue: { isNear: true },
  async handle({ what }) {
    if (breaks > 0) {
      breaks -= 1
      throw new Error('not yet')
    }
    ran.push(what)
  },
}

beforeAll(async () => {
  store = await openTestStore({ queues: ['quick', 'elsewhere'] })
  jobs = await startJobs(store, { quick }, {}, { isRush: () => isRush })
})
afterAll(async () => {
  await jobs.stop()
  await store.close()
})

const rows = async () =>
  (await sql<{ state: string }>`SELECT state FROM pgboss.job WHERE name = 'quick'`.execute(store.db)).rows
const enqueue = (...what: string[]) =>
  store.tx((tx) =>
    tx.enqueueAll(
      'quick',
      what.map((one) => ({ what: one })),
    ),
  )

test('it runs after the commit, and nothing is left of it in the queue', async () => {
  let seenBefore = -1
  await store.tx(async (tx) => {
    await tx.enqueue('quick', { what: 'one' })
    seenBefore = ran.length
  })
  await jobs.idle()
  expect(seenBefore).toBe(0)
  expect(ran).toEqual(['one'])
  expect(await rows()).toEqual([])
})

test('what is rolled back runs never', async () => {
  ran.length = 0
  const broken = store.tx(async (tx) => {
    await tx.enqueue('quick', { what: 'never' })
    throw new Error('rolled back')
  })
  await expect(broken).rejects.toThrow('rolled back')
  await jobs.idle()
  expect(ran).toEqual([])
  expect(await rows()).toEqual([])
})

test('one that fails is tried again from its row', async () => {
  ran.length = 0
  breaks = 1
  await enqueue('again')
  await expect.poll(() => ran, { timeout: 10_000 }).toEqual(['again'])
})

test('in a rush the queue takes it', async () => {
  ran.length = 0
  isRush = true
  await enqueue('a', 'b', 'c')
  isRush = false
  await jobs.idle()
  expect(ran.toSorted()).toEqual(['a', 'b', 'c'])
})

test('a row is there from the commit on, for whoever comes when this process dies', async () => {
  ran.length = 0
  let release: () => void = () => undefined
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  const slow: Job<z.infer<typeof payload>, object> = { ...quick, handle: () => held }
  const other = await openTestStore({ queues: ['quick'] })
  const busy = await startJobs(other, { quick: slow }, {})
  await other.tx((tx) => tx.enqueue('quick', { what: 'held' }))
  const { rows: left } = await sql<{ due: number }>`SELECT extract(epoch FROM start_after - now())::float8 AS due
    FROM pgboss.job WHERE name = 'quick' AND state = 'created'`.execute(other.db)
  expect(left).toHaveLength(1)
  expect(left[0]?.due).toBeGreaterThan(2)
  expect(left[0]?.due).toBeLessThanOrEqual(5)
  release()
  await busy.stop()
  await other.close()
})

test('a job that this process does not run goes to whoever does', async () => {
  await store.tx((tx) => tx.enqueue('elsewhere', { what: 'far' }))
  const { rows: far } = await sql<{ due: boolean }>`SELECT start_after <= now() AS due FROM pgboss.job
    WHERE name = 'elsewhere'`.execute(store.db)
  expect(far).toEqual([{ due: true }])
})
