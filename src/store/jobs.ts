// Runs the jobs: reads their files, wakes them quickly, retries with back-off and lets none stall after a crash.
import { readdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { sql } from 'kysely'
import type { Job as BossJob, JobResult, PgBoss } from 'pg-boss'
import { LatchkeyError } from '../errors.ts'
import type { Job } from '../job.ts'
import type { Metrics } from '../metrics.ts'
import { isTrace, newTrace, withTrace } from '../trace.ts'
import { deadLetter, queueDefaults } from './boss.ts'
import { gathered } from './gather.ts'
import type { StoreLog } from './log.ts'
import { createNear, type Enqueued, type Near, type NearOptions } from './near.ts'
import type { OpenStore } from './open.ts'

const usualConcurrency = 2
const siblingPollSeconds = 30

export interface RunningJobs {
  /** Takes what is due now without waiting for the next look: after a clock was moved. */
  wake(): Promise<void>
  /** Takes no new jobs, tells the running ones through their signal, and waits for them. The store stays open. */
  stop(): Promise<void>
  /**
   * Resolves when nothing is running or due; what is due later does not count. Rejects after `timeoutMs`, and names the jobs.
   * On PostgreSQL what a dead process ran counts as running until its heartbeat is missed: see `freedAfterDeathMs`.
   */
  idle(timeoutMs?: number): Promise<void>
}

/** The names of the jobs in a folder, without loading them: what a process needs that only enqueues. */
export async function jobNames(folder: string): Promise<string[]> {
  const files = await readdir(folder)
  return files
    .filter((file) => file.endsWith('.ts'))
    .map((file) => basename(file, '.ts'))
    .sort()
}

/** Every job of a folder by its name; the file's default export is the job. */
export async function loadJobs<Deps>(folder: string): Promise<Record<string, Job<object, Deps>>> {
  const jobs: Record<string, Job<object, Deps>> = {}
  for (const name of await jobNames(folder)) {
    const module: { default?: Job<object, Deps> } = await import(pathToFileURL(join(folder, `${name}.ts`)).href)
    if (module.default === undefined) throw new Error(`${join(folder, name)}.ts has no default export that is a job`)
    jobs[name] = module.default
  }
  return jobs
}

export async function startJobs<Deps>(
  store: OpenStore,
  jobs: Record<string, Job<object, Deps>>,
  deps: Deps,
  { log, metrics, isRush = () => false }: { log?: StoreLog; metrics?: Metrics; isRush?: () => boolean } = {},
): Promise<RunningJobs> {
  const { boss } = store
  const stopping = new AbortController()
  const run = (name: string, job: Job<object, Deps>, delivery: Delivery) =>
    withTrace(traceOf(delivery), async () => {
      const began = performance.now()
      const ran = await runJob(delivery, job, deps, { log, stopping: stopping.signal })
      const result = ran.status === 'completed' ? 'done' : 'failed'
      metrics?.job({ job: name, result })
      log?.debug({ job: name, result, ms: Math.round(performance.now() - began) }, 'a job ended')
      return ran
    })
  const firsts = new Map<string, string>()
  for (const [name, job] of Object.entries(jobs)) {
    await boss.updateQueue(name, { ...queueDefaults, retryLimit: job.queue?.retryLimit ?? queueDefaults.retryLimit })
    firsts.set(name, await startWorkers(boss, name, concurrencyOf(job), (delivery) => run(name, job, delivery)))
  }
  const near = createNear({
    concurrency: Object.fromEntries(
      Object.entries(jobs).flatMap(([name, job]) => (job.queue?.isNear ? [[name, concurrencyOf(job)]] : [])),
    ),
    hasTime: () => !isRush(),
    async work({ job: name, id, payload }) {
      const job = jobs[name]
      if (!job) return false
      return (await run(name, job, { name, id, data: payload, signal: stopping.signal })).status === 'completed'
    },
    ...rowsOf(store),
  })
  store.runNear(near)
  await scheduleCron(store, jobs)
  await boss.work(deadLetter, { pollingIntervalSeconds: 10, includeMetadata: true }, async (batch) => {
    for (const delivery of batch)
      withTrace(traceOf(delivery), () => {
        const job = delivery.sourceName ?? 'unknown'
        metrics?.job({ job, result: 'given-up' })
        log?.error({ job, id: delivery.id }, 'a job was given up; the reconcile job wakes its row')
      })
  })

  return {
    async stop() {
      stopping.abort()
      await near.stop()
      await Promise.all([...Object.keys(jobs), deadLetter].map((name) => boss.offWork(name, { wait: true })))
    },
    wake: async () => void (await lookAtDue(store, firsts)),
    idle: (timeoutMs = 30_000) => waitUntilIdle(store, near, firsts, timeoutMs),
  }
}

const concurrencyOf = <Deps>(job: Job<object, Deps>): number => job.queue?.concurrency ?? usualConcurrency

type Delivery = Pick<BossJob<object>, 'name' | 'id' | 'data' | 'signal'>

/** What becomes of the rows of jobs that were run near. */
function rowsOf({ db, boss }: OpenStore): Pick<NearOptions, 'forget' | 'release'> {
  const forget = gathered(
    async (done: Enqueued[]) => {
      for (const job of new Set(done.map((one) => one.job)))
        await boss.deleteJob(
          job,
          done.flatMap((one) => (one.job === job ? one.id : [])),
        )
      return done.map(() => undefined)
    },
    { isRepeatable: true },
  )
  return {
    forget,
    async release({ job, id }) {
      await sql`UPDATE pgboss.job SET start_after = now() + ${queueDefaults.retryDelay} * interval '1 second'
        WHERE name = ${job} AND id = ${id} AND state = 'created'`.execute(db)
    },
  }
}

/**
 * NOTIFY wakes immediate jobs within milliseconds; delayed ones wait for a poll, so one worker of each queue polls every
 * second. The others sleep until a sibling that found a job wakes the next: idle, a queue costs one query a second.
 */
async function startWorkers(
  boss: PgBoss,
  name: string,
  count: number,
  run: (delivery: Delivery) => Promise<JobResult>,
): Promise<string> {
  const workers: string[] = []
  for (let place = 0; place < count; place += 1) {
    const seconds = place === 0 ? 1 : siblingPollSeconds
    const options = {
      pollingIntervalSeconds: seconds,
      notifyPollingIntervalSeconds: seconds,
      perJobResults: true,
    } as const
    const wake = (other: number) => workers[other % count] && boss.notifyWorker(workers[other % count] ?? '')
    const id = await boss.work<object>(name, options, async (batch) => {
      wake(place + 1)
      const results = await Promise.all(batch.map(run))
      // Looks for the next one at once: otherwise a backlog would drain at one job a second.
      wake(place)
      return results
    })
    workers.push(id)
  }
  return workers[0] ?? ''
}

/** That of whoever enqueued it; a job that comes by itself begins one. */
const traceOf = ({ data }: { data: unknown }): string =>
  typeof data === 'object' && data !== null && 'trace' in data && isTrace(data.trace) ? data.trace : newTrace()

/** What is kept of a failure is its code or name: a message may carry what the payload's rows protect. */
async function runJob<Deps>(
  { name, id, data, signal }: Delivery,
  job: Job<object, Deps>,
  deps: Deps,
  { log, stopping }: { log: StoreLog | undefined; stopping: AbortSignal },
): Promise<JobResult> {
  const payload = job.payload.safeParse(data ?? {})
  if (!payload.success) {
    log?.error({ job: name, id, err: payload.error }, 'a job carries a payload that cannot be read')
    return { id, status: 'deadletter', output: { code: 'bad-payload' } }
  }
  try {
    await job.handle(payload.data, deps, AbortSignal.any([signal, stopping]))
    return { id, status: 'completed' }
  } catch (error) {
    // Cut short by a stop: whoever runs next goes on with it.
    if (stopping.aborted) return { id, status: 'failed', output: { code: 'stopped' } }
    log?.warn({ job: name, id, err: error }, 'a job failed and is tried again')
    const code = error instanceof LatchkeyError ? error.code : error instanceof Error ? error.name : 'unknown'
    return { id, status: 'failed', output: { code } }
  }
}

/** Cron jobs come by themselves. One that this process does not run may be another's: an edge and a worker share the store. */
async function scheduleCron<Deps>({ boss }: OpenStore, jobs: Record<string, Job<object, Deps>>): Promise<void> {
  for (const { name } of await boss.getSchedules())
    if (jobs[name] && jobs[name].queue?.cron === undefined) await boss.unschedule(name)
  for (const [name, job] of Object.entries(jobs))
    if (job.queue?.cron !== undefined)
      await boss.schedule(name, job.queue.cron, {}, { tz: 'UTC', singletonKey: 'cron' })
}

type Firsts = ReadonlyMap<string, string>

/** What runs or is due. For what is due the first worker of its queue is woken: nobody who looks here waits for its next poll. */
async function lookAtDue({ db, boss }: OpenStore, firsts: Firsts): Promise<{ name: string; state: string }[]> {
  const { rows } = await sql<{ name: string; state: string }>`SELECT DISTINCT name, state::text AS state FROM pgboss.job
    WHERE name = ANY(${[...firsts.keys()]}::text[])
    AND (state = 'active' OR (state IN ('created', 'retry') AND start_after <= now())) ORDER BY name, state`.execute(db)
  for (const { name, state } of rows) if (state !== 'active') boss.notifyWorker(firsts.get(name) ?? '')
  return rows
}

async function waitUntilIdle(store: OpenStore, near: Near, firsts: Firsts, timeoutMs: number): Promise<void> {
  const deadline = performance.now() + timeoutMs
  for (;;) {
    const isIdle = near.isIdle()
    const rows = await lookAtDue(store, firsts)
    if (isIdle && rows.length === 0 && near.isIdle()) return
    if (performance.now() > deadline) {
      const left = rows.map(({ name, state }) => `${name} (${state})`).join(', ')
      throw new Error(`jobs are still running or due: ${left}`)
    }
    await sleep(20)
  }
}
