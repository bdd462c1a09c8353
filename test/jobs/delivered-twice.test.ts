// Jobs are wake-ups and rows are truth: every job there is, delivered again after its row moved on, changes nothing.
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { hours } from '../../src/clock.ts'
import { createPhone } from '../../src/demo/phone.ts'
import { jobsFolder } from '../../src/parts.ts'
import { idOf } from '../../src/sandbox/state.ts'
import { deadLetter } from '../../src/store/boss.ts'
import { loadJobs } from '../../src/store/jobs.ts'
import { latchkeyForTests, type Running } from './stage.ts'

const running = latchkeyForTests()
const shownJournal = z.object({ entries: z.array(z.object({ changed: z.boolean() })) })

/** One request that is proven and done, and one that is narrowed, granted and ended: together they wake every job. */
async function twoRequests({ latchkey, sandbox, chat, advance }: Running): Promise<void> {
  await chat.say('maya', 'I’m locked out')
  await chat.press('maya', 'Do it')
  const phone = createPhone(sandbox.url, idOf('user', 'maya.alvarez'))
  const push = await phone.ring()
  await chat.press('maya', 'Type the code')
  await chat.submit('maya', { code: push.code })
  await phone.accept(push.id)
  await chat.waitFor('maya', /Unlock my account: done/)

  await chat.say('leo', 'I need Looker – Analyst for 7 days for the q3 numbers')
  await chat.press('leo', 'Do it')
  await chat.press('mei', 'Approve 1 day')
  await chat.waitFor('leo', /approved and done/)
  await advance(hours(22))
  await chat.waitFor('leo', /Your access ends on/)
  await advance(hours(3))
  await chat.waitFor('leo', /ended as planned/)
  await latchkey.idle()
}

/** Every row that a job could have changed, and what the sandbox was made to do. */
async function everything({ latchkey: { store }, sandbox }: Running) {
  const tables = ['request', 'plan', 'step', 'vote', 'proof', 'binding', 'notice', 'message', 'incoming'] as const
  const rows = Object.fromEntries(
    await Promise.all(
      tables.map(async (table) => {
        const { rows: found } = await sql<{
          row: unknown
        }>`SELECT to_jsonb(t) - 'due_at' AS row FROM ${sql.table(table)} t
          ORDER BY to_jsonb(t)::text`.execute(store.db)
        return [table, found] as const
      }),
    ),
  )
  const ledger = await store.db.selectFrom('ledger_head').select('seq').executeTakeFirstOrThrow()
  const journal = shownJournal.parse(await (await fetch(`${sandbox.url}/_sandbox/journal`)).json())
  return { rows, ledger, writes: journal.entries.filter(({ changed }) => changed).length }
}

async function delivered({ latchkey: { store } }: Running) {
  const { rows } = await sql<{ name: string; data: unknown }>`SELECT name, data FROM pgboss.job
    WHERE state = 'completed'`.execute(store.db)
  // The engine has jobs of its own.
  return rows.filter(({ name }) => name !== deadLetter && !name.startsWith('__pgboss'))
}

test('two requests wake every job, and each delivery again does nothing more', { timeout: 120_000 }, async () => {
  const stage = running()
  await twoRequests(stage)
  const jobs = await loadJobs<Running['latchkey']['core']>(jobsFolder)
  const deliveries = await delivered(stage)
  // Those that come by the clock are delivered by hand.
  for (const [name, job] of Object.entries(jobs)) if (job.queue?.cron) deliveries.push({ name, data: {} })
  expect(
    Object.keys(jobs).filter((name) => !deliveries.some((delivery) => delivery.name === name)),
    'Nothing here wakes this job: let twoRequests() need it, so that its second delivery is tried.',
  ).toEqual([])

  const before = await everything(stage)
  expect(before.writes, 'the push, the unlock, the grant and its end').toBe(4)
  const { signal } = new AbortController()
  for (const { name, data } of deliveries) {
    const job = jobs[name]
    if (!job) throw new Error(`The job ${name} was delivered but has no file`)
    const payload = job.payload.parse(data)
    await Promise.all([1, 2].map(() => job.handle(payload, stage.latchkey.core, signal)))
  }
  await stage.latchkey.idle()
  expect(await everything(stage)).toEqual(before)
})
