// Makes the job engine on either database.
import type { PGlite } from '@electric-sql/pglite'
import { type ConstructorOptions, fromPglite, PgBoss } from 'pg-boss'
import type { StoreLog } from './log.ts'

/** Jobs whose retries are used up, or whose payload nobody can read. Not the name of a job. */
export const deadLetter = 'dead-letter'

/**
 * `short`: of jobs with one key at most one waits, while another may already run, so a wake-up is never lost.
 * Without a heartbeat, a crash would hold its jobs back for the whole expiry.
 */
export const queueDefaults = {
  notify: true,
  heartbeatSeconds: 30,
  expireInSeconds: 300,
  retryLimit: 20,
  retryDelay: 1,
  retryBackoff: true,
  retryDelayMax: 60,
  deadLetter,
} as const

const supervisedEverySeconds = 10

/** The longest that the jobs of a dead process stay taken on PostgreSQL, by the real clock: a heartbeat, and two looks for missed ones. */
export const freedAfterDeathMs = (queueDefaults.heartbeatSeconds + 2 * supervisedEverySeconds) * 1000

export function createBoss(database: { pglite: PGlite } | { databaseUrl: string }, log?: StoreLog): PgBoss {
  const own: ConstructorOptions =
    'pglite' in database
      ? { db: embeddedAdapter(database.pglite), backend: 'pglite', monitorVacuum: false, reindex: false }
      : { connectionString: database.databaseUrl, max: 5, application_name: 'latchkey-jobs' }
  const boss = new PgBoss({
    ...own,
    schema: 'pgboss',
    useListenNotify: true,
    superviseIntervalSeconds: supervisedEverySeconds,
    monitorIntervalSeconds: supervisedEverySeconds,
    openTelemetry: { enabled: false },
  })
  boss.on('error', (error) => log?.error({ err: error }, 'the job engine met an error'))
  boss.on('warning', (warning) => log?.warn({ warning: warning.message }, 'the job engine warns'))
  return boss
}

/**
 * The stock adapter sends BEGIN ... COMMIT as one text and rolls a failed one back in a later call; another statement can
 * slip in between and fail. Here such a text holds the connection until it is committed or rolled back.
 */
function embeddedAdapter(pglite: PGlite): ReturnType<typeof fromPglite> {
  const stock = fromPglite(pglite)
  return {
    ...stock,
    async executeSql(text, values) {
      const batch = values?.length ? undefined : /^\s*BEGIN;(.*?)COMMIT;?\s*$/is.exec(text)?.[1]
      if (batch === undefined) return stock.executeSql(text, values)
      const results = await pglite.transaction((tx) => tx.exec(batch))
      return { rows: results.flatMap((result) => result.rows) }
    },
  }
}
