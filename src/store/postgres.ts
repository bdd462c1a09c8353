// Opens PostgreSQL, so that it answers in the same JavaScript types as the embedded database.
import pg from 'pg'
import { LatchkeyError } from '../errors.ts'
import type { StoreLog } from './log.ts'

const oldestVersion = 150_000

/** Throws `store-unreachable`, or `store-unsafe` when the server is too old or does not keep what it commits. */
export async function openPostgres(databaseUrl: string, log?: StoreLog): Promise<pg.Pool> {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: 10,
    connectionTimeoutMillis: 10_000,
    // A frozen process must not hold the ledger's head for ever.
    idle_in_transaction_session_timeout: 60_000,
    application_name: 'latchkey',
    types: { getTypeParser: (type: number, format?: 'text' | 'binary') => parserOf(type, format) },
  })
  // Without a listener, a server that closes an idle connection would end the process.
  pool.on('error', (error) => log?.warn({ err: error }, 'a database connection was lost'))
  try {
    await refuseUnsafe(pool)
    return pool
  } catch (error) {
    await pool.end()
    throw error
  }
}

/** Throws `store-in-use`. A connection of whose owner we may know nothing counts as one of Latchkey's. */
export async function refuseUsed(databaseUrl: string): Promise<void> {
  const pool = await openPostgres(databaseUrl)
  try {
    const { rows } = await pool.query(`SELECT 1 FROM pg_stat_activity
      WHERE datname = current_database() AND pid <> pg_backend_pid() AND coalesce(backend_type, 'client backend') = 'client backend'
      AND coalesce(application_name, 'latchkey') LIKE 'latchkey%'`)
    if (rows.length > 0) throw new LatchkeyError('store-in-use')
  } finally {
    await pool.end()
  }
}

async function refuseUnsafe(pool: pg.Pool): Promise<void> {
  const { rows } = await pool
    .query<{ name: string; setting: string }>(
      "SELECT name, setting FROM pg_settings WHERE name IN ('server_version_num', 'synchronous_commit', 'fsync')",
    )
    .catch((cause: unknown) => {
      throw new LatchkeyError('store-unreachable', { reason: reasonOf(cause) }, { cause })
    })
  for (const { name, setting } of rows) {
    if (name === 'server_version_num' && Number(setting) < oldestVersion)
      throw new LatchkeyError('store-unsafe', { reason: `PostgreSQL ${Math.trunc(Number(setting) / 10_000)} < 15` })
    if (setting === 'off') throw new LatchkeyError('store-unsafe', { reason: `${name}=off` })
  }
}

/** The code alone (ECONNREFUSED, 28P01): messages and URLs may carry the password. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0])
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code
  return error instanceof Error ? error.name : 'unknown'
}

/** bigint as a number, as long as one holds it: sequences and counts stay far below. */
function parserOf(type: number, format?: 'text' | 'binary'): unknown {
  if (type === pg.types.builtins.INT8)
    return (value: string) => (Number.isSafeInteger(Number(value)) ? Number(value) : BigInt(value))
  return format === 'binary' ? pg.types.getTypeParser(type, 'binary') : pg.types.getTypeParser(type, 'text')
}
