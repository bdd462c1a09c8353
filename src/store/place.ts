// Where a database lives: by what a copy of it that was put back elsewhere, or back in time, differs from it.
import { sql } from 'kysely'
import type { Store } from './store.ts'

/**
 * Another server or database; another timeline, which begins when a server is brought back to an instant or a replica takes
 * over; and another ledger, which is what a dump makes that replaces everything in the same database. Not told apart: the
 * files of a stopped server that are put back as they were, and rows put back into the tables that stand there.
 */
const parts = {
  server: 'SELECT system_identifier::text AS part FROM pg_control_system()',
  // Of what is written now: the control file has a new timeline only after its next checkpoint.
  timeline: 'SELECT left(pg_walfile_name(pg_current_wal_lsn()), 8) AS part',
  database: 'SELECT oid::text AS part FROM pg_database WHERE datname = current_database()',
  ledger: `SELECT 'ledger'::regclass::oid::text AS part`,
}
/** Some providers keep the first two to themselves: insufficient_privilege, feature_not_supported, undefined_function. */
const keptBack = ['42501', '0A000', '42883']

/** A folder looks the same wherever it is copied to: of one, only a person can say so. */
export async function placeOf({ kind, db }: Pick<Store, 'kind' | 'db'>): Promise<string> {
  if (kind === 'embedded') return 'folder'
  const read: string[] = []
  for (const [name, statement] of Object.entries(parts)) read.push(`${name} ${await partOf(db, statement)}`)
  return read.join(', ')
}

async function partOf(db: Store['db'], statement: string): Promise<string> {
  try {
    return (await sql.raw<{ part: string }>(statement).execute(db)).rows[0]?.part ?? 'unread'
  } catch (error) {
    if (error instanceof Error && 'code' in error && keptBack.includes(String(error.code))) return 'unread'
    throw error
  }
}
