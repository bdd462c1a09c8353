// Opens the store: embedded or PostgreSQL, tables up to date, job engine running, ready for transactions.
import { randomUUID } from 'node:crypto'
import { type Dialect, Kysely, PGliteDialect, PostgresDialect, sql } from 'kysely'
import { fromKysely, type PgBoss } from 'pg-boss'
import type { Clock } from '../clock.ts'
import { currentTrace } from '../trace.ts'
import { createBoss, deadLetter, queueDefaults } from './boss.ts'
import { type EmbeddedOptions, openEmbedded, openInMemory } from './embedded.ts'
import { guardedDatabase, transactionGuard } from './guard.ts'
import { createLane } from './lane.ts'
import { type Talk, talkThrough, talkWithin } from './listen.ts'
import { migrate } from './migrate.ts'
import { refuseMoved } from './move.ts'
import { type Enqueued, type Near, rowIsDueMs } from './near.ts'
import { openPostgres } from './postgres.ts'
import type { Store, Tx } from './store.ts'
import type { Tables } from './tables.ts'

export type OpenStoreOptions = EmbeddedOptions & {
  /** PostgreSQL; without it the store is embedded. */
  databaseUrl?: string | undefined
  /** Where the embedded database lives. */
  folder?: string | undefined
  /** For tests: an embedded database that is gone when it closes. */
  inMemory?: boolean | undefined
  /** The names of all jobs that may be enqueued, whether or not this process runs them. */
  queues: readonly string[]
}

export interface OpenStore extends Store {
  /** For `startJobs` only: what is enqueued goes through a transaction. */
  readonly boss: PgBoss
  /** For `startJobs` only: from now on quick jobs are run here, right after the commit. */
  runNear(near: Near): void
  /** Brings delayed jobs closer by this much, after a clock was moved by it. */
  shiftDelayed(ms: number): Promise<void>
  /** The embedded database as a file, for a template or a backup. */
  dump: (() => Promise<Blob>) | undefined
}

export async function openStore(options: OpenStoreOptions): Promise<OpenStore> {
  const { kind, dialect, boss, talk, dump, release } = await openDatabase(options)
  const root = new Kysely<Tables>({ dialect })
  const guard = transactionGuard()
  const known = new Set(options.queues)
  const lane = kind === 'embedded' ? createLane() : undefined
  let near: Near | undefined
  const close = async () => {
    await boss.stop()
    await root.destroy()
    await release()
  }
  try {
    await refuseMoved(root)
    await migrate(root)
    await boss.start()
    await createQueues(boss, options.queues)
    if (kind === 'embedded') await resumeInterrupted(root)
  } catch (error) {
    await close()
    throw error
  }

  return {
    kind,
    db: guardedDatabase(root, dialect, guard),
    boss,
    dump,
    close,
    ...talk,
    async tx(work, { goesFirst = false } = {}) {
      guard.assertOutside()
      const { clock } = options
      const commit = (nearby: Enqueued[]) =>
        root
          .transaction()
          .execute((db) => guard.inside(() => work({ db, ...enqueuer(db, { boss, known, clock, near, nearby }) })))
      const inLane = (nearby: Enqueued[]) => (lane ? lane(goesFirst, () => commit(nearby)) : commit(nearby))
      return near ? near.around(inLane) : inLane([])
    },
    runNear(given) {
      near = given
    },
    async shiftDelayed(ms) {
      guard.assertOutside()
      await sql`UPDATE pgboss.job SET start_after = start_after - ${ms} * interval '1 millisecond'
        WHERE state IN ('created', 'retry') AND start_after > now()`.execute(root)
    },
  }
}

interface Database {
  kind: Store['kind']
  dialect: Dialect
  boss: PgBoss
  talk: Talk
  dump: (() => Promise<Blob>) | undefined
  release(): Promise<void>
}

async function openDatabase(options: OpenStoreOptions): Promise<Database> {
  const { databaseUrl, folder, log } = options
  if (databaseUrl !== undefined) {
    const pool = await openPostgres(databaseUrl, log)
    const boss = createBoss({ databaseUrl }, log)
    const release = async () => void (pool.ended || (await pool.end()))
    const talk = talkThrough(pool, databaseUrl, log)
    return { kind: 'postgres', dialect: new PostgresDialect({ pool }), boss, talk, dump: undefined, release }
  }
  if (folder === undefined && !options.inMemory)
    throw new TypeError('openStore needs a databaseUrl, a folder or inMemory')
  const { pglite, close } =
    folder === undefined ? await openInMemory(options.template) : await openEmbedded(folder, options)
  const dump = async () => pglite.dumpDataDir('none')
  return {
    kind: 'embedded',
    dialect: new PGliteDialect({ pglite }),
    boss: createBoss({ pglite }, log),
    talk: talkWithin(log),
    dump,
    release: close,
  }
}

/** Queues exist before anything is enqueued: looking one up inside an embedded transaction would wait for ever. */
async function createQueues(boss: PgBoss, names: readonly string[]): Promise<void> {
  await boss.createQueue(deadLetter, { notify: true })
  for (const name of names) await boss.createQueue(name, { ...queueDefaults, policy: 'short' })
}

/**
 * Jobs that were running when the last process ended. The folder's lock proves that nobody works on them, so they go on
 * at once instead of after a lost heartbeat. A job that ended the process each time keeps its count of retries.
 */
async function resumeInterrupted(root: Kysely<Tables>): Promise<void> {
  await sql`UPDATE pgboss.job SET state = 'retry', start_after = now()
    WHERE state = 'active' AND retry_count < retry_limit`.execute(root)
}

interface Enqueuing {
  boss: PgBoss
  known: ReadonlySet<string>
  clock: Clock
  near: Near | undefined
  /** What is to be run here after the commit. */
  nearby: Enqueued[]
}

function enqueuer(db: Tx['db'], { boss, known, clock, near, nearby }: Enqueuing): Omit<Tx, 'db'> {
  async function insert(job: string, payloads: readonly object[]): Promise<void> {
    const isNear = near?.takes(job) === true
    const jobs = payloads.map((payload) => ({
      id: randomUUID(),
      // A payload that brings a trace belongs to another event than the one at hand.
      data: { trace: currentTrace(), ...payload },
      // Without a key of its own, every job without a key would count as the same one.
      singletonKey: randomUUID(),
      ...(isNear ? { startAfter: new Date(Date.now() + rowIsDueMs) } : {}),
    }))
    await boss.insert(job, jobs, { db: fromKysely(db) })
    if (isNear) nearby.push(...jobs.map(({ id, data }) => ({ job, id, payload: data })))
  }
  const require = (job: string): void => {
    if (!known.has(job)) throw new Error(`There is no job "${job}": the store was opened without a queue of that name`)
  }
  return {
    async enqueue(job, payload, { startAfter, singletonKey } = {}) {
      require(job)
      if (startAfter === undefined && singletonKey === undefined) return insert(job, [payload])
      await boss.send(
        job,
        { ...payload, trace: currentTrace() },
        {
          db: fromKysely(db),
          singletonKey: singletonKey ?? randomUUID(),
          ...(startAfter && { startAfter: engineTime(startAfter, clock) }),
        },
      )
    },
    async enqueueAll(job, payloads) {
      require(job)
      if (payloads.length > 0) await insert(job, payloads)
    },
  }
}

/** The engine runs on the system's clock; ours may have been moved, so what counts is how far off the instant is. */
const engineTime = (instant: Date, clock: Clock): Date =>
  new Date(Date.now() + instant.getTime() - clock.now().getTime())
