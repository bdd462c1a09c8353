// What the rows say about the work that waits: counts and ages for the metrics, without a name or an id.
import { sql } from 'kysely'
import type { Clock } from '../clock.ts'
import type { Store } from './store.ts'

interface Waiting {
  count: number
  /** 0 when nothing waits. */
  oldestSeconds: number
}

export interface Figures {
  requests: readonly { state: string; count: number }[]
  overdueSeconds: number
  jobs: readonly ({ job: string } & Waiting)[]
  messages: Waiting
  incoming: Waiting
  platforms: readonly { platform: string; isReady: boolean }[]
  /** The records after `after`, up to `last`. */
  ledger: { after: number; last: number; events: readonly { event: string; count: number }[] }
}

type Deps = { store: Store; clock: Clock }

const finished = ['done', 'failed', 'refused', 'denied', 'cancelled', 'expired', 'undone', 'ended', 'needs-a-person']

export async function readFigures(deps: Deps, afterRecord: number): Promise<Omit<Figures, 'platforms'>> {
  const { db } = deps.store
  const age = (since: Date | null | undefined) =>
    Math.max(0, (deps.clock.now().getTime() - (since ?? deps.clock.now()).getTime()) / 1000)
  const requests = await db
    .selectFrom('request')
    .select((of) => ['state', of.fn.countAll<number>().as('count')])
    .where('state', 'not in', finished)
    .groupBy('state')
    .execute()
  const due = await db
    .selectFrom('request')
    .select((of) => of.fn.min('due_at').as('oldest'))
    .executeTakeFirstOrThrow()
  const messages = await db
    .selectFrom('notice')
    .select((of) => [of.fn.countAll<number>().as('count'), of.fn.min('created_at').as('oldest')])
    .where('state', '=', 'pending')
    .executeTakeFirstOrThrow()
  const incoming = await db
    .selectFrom('incoming')
    .select((of) => [of.fn.countAll<number>().as('count'), of.fn.min('received_at').as('oldest')])
    .where('state', '=', 'open')
    .executeTakeFirstOrThrow()
  return {
    requests: requests.map(({ state, count }) => ({ state, count: Number(count) })),
    overdueSeconds: age(due.oldest),
    jobs: await waitingJobs(deps),
    messages: { count: Number(messages.count), oldestSeconds: age(messages.oldest) },
    incoming: { count: Number(incoming.count), oldestSeconds: age(incoming.oldest) },
    ledger: await newRecords(deps, afterRecord),
  }
}

/** On the engine's own clock. */
async function waitingJobs({ store }: Deps): Promise<Figures['jobs']> {
  const { rows } = await sql<{ job: string; count: number; oldest: number }>`SELECT name AS job, count(*) AS count,
      extract(epoch FROM now() - min(start_after))::float8 AS oldest FROM pgboss.job
    WHERE state IN ('created', 'retry') AND start_after <= now() GROUP BY name`.execute(store.db)
  return rows.map(({ job, count, oldest }) => ({ job, count: Number(count), oldestSeconds: oldest }))
}

/** Numbers are given out in the order of commits, so nothing appears later below a number that was seen. */
async function newRecords({ store: { db } }: Deps, after: number): Promise<Figures['ledger']> {
  const rows = await db
    .selectFrom('ledger')
    .select((of) => ['event', of.fn.countAll<number>().as('count'), of.fn.max('seq').as('last')])
    .where('seq', '>', after)
    .groupBy('event')
    .execute()
  return {
    after,
    last: Math.max(after, ...rows.map(({ last }) => Number(last))),
    events: rows.map(({ event, count }) => ({ event, count: Number(count) })),
  }
}
