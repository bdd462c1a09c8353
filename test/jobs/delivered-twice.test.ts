// Jobs are wake-ups and rows are truth: every job there is, delivered again after its row moved on, changes nothing.
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { hours } from '../../src/clock.ts'
import { jobsFolder } from '../../src/parts.ts'
import { deadLetter } from '../../src/store/boss.ts'
import { loadJobs } from '../../src/store/jobs.ts'
import { askForGroup, askToUnlock, startTestLatchkey, type TestLatchkey, typeCode } from '../latchkey.ts'

let latchkey: TestLatchkey
beforeAll(async () => {
  latchkey = await startTestLatchkey()
}, 180_000)
afterAll(() => latchkey.stop())

/** One request that is proven and done, one that is narrowed, granted and ended, and a wish for a colleague: together they wake every job. */
async function twoRequests(): Promise<void> {
  const push = await askToUnlock(latchkey, 'maya.alvarez')
  await typeCode(latchkey, 'maya.alvarez', push.code)
  await latchkey.phone('maya.alvarez').accept(push.id)
  await latchkey.settled()
  expect((await latchkey.requestOf('maya.alvarez')).state).toBe('done')

  await askForGroup(latchkey, 'leo.brandt')
  await latchkey.settled()
  await latchkey.chat.press('mei.tanaka', 'Approve 1 day')
  await latchkey.settled()
  await latchkey.advance(hours(22))
  await latchkey.advance(hours(3))
  expect((await latchkey.requestOf('leo.brandt')).state).toBe('ended')

  await latchkey.chat.say('grace.mbeki', 'please unlock maya.alvarez@northwind.example')
  await latchkey.settled()
  await latchkey.chat.waitFor('maya.alvarez', /Grace Mbeki/)
}

/** Every row that a job could have changed, and what the sandbox was made to do. */
async function everything() {
  const tables = ['request', 'plan', 'step', 'vote', 'proof', 'binding', 'notice', 'message', 'incoming'] as const
  const rows: Record<string, unknown> = {}
  for (const table of tables) {
    const found = await sql<{ row: unknown }>`SELECT to_jsonb(t) - 'due_at' AS row FROM ${sql.table(table)} t
      ORDER BY to_jsonb(t)::text`.execute(latchkey.db)
    rows[table] = found.rows
  }
  const ledger = await latchkey.db.selectFrom('ledger_head').select('seq').executeTakeFirstOrThrow()
  const writes = (await latchkey.sandbox.writes()).filter(({ changed }) => changed).length
  return { rows, ledger, writes }
}

async function delivered() {
  const { rows } = await sql<{ name: string; data: unknown }>`SELECT name, data FROM pgboss.job
    WHERE state = 'completed'`.execute(latchkey.db)
  // What was run near leaves nothing in the queue: it is delivered again by the rows that it was for.
  const turns = await latchkey.db.selectFrom('incoming').select('id').execute()
  const mailboxes = await latchkey.db.selectFrom('mailbox').select('destination_key').execute()
  return [
    // The engine has jobs of its own.
    ...rows.filter(({ name }) => name !== deadLetter && !name.startsWith('__pgboss')),
    ...turns.map(({ id }) => ({ name: 'take-turn', data: { incoming: id } })),
    ...mailboxes.map(({ destination_key }) => ({ name: 'deliver-notices', data: { destination: destination_key } })),
  ]
}

test('two requests wake every job, and each delivery again does nothing more', { timeout: 120_000 }, async () => {
  await twoRequests()
  const jobs = await loadJobs<TestLatchkey['core']>(jobsFolder)
  const deliveries = await delivered()
  // Those that come by the clock are delivered by hand.
  for (const [name, job] of Object.entries(jobs)) if (job.queue?.cron) deliveries.push({ name, data: {} })
  expect(
    Object.keys(jobs).filter((name) => !deliveries.some((delivery) => delivery.name === name)),
    'Nothing here wakes this job: let twoRequests() need it, so that its second delivery is tried.',
  ).toEqual([])

  const before = await everything()
  expect(before.writes, 'the unlock, the grant and its end').toBe(3)
  const { signal } = new AbortController()
  for (const { name, data } of deliveries) {
    const job = jobs[name]
    if (!job) throw new Error(`The job ${name} was delivered but has no file`)
    const payload = job.payload.parse(data)
    await Promise.all([1, 2].map(() => job.handle(payload, latchkey.core, signal)))
  }
  await latchkey.settled()
  expect(await everything()).toEqual(before)
})
