// Moves everything from one store to an empty one, and proves that it arrived: counts, sequences and the ledger's chain.
import { type Kysely, sql } from 'kysely'
import { LatchkeyError } from '../errors.ts'
import { type LedgerHead, verifyLedger } from '../ledger/verify.ts'
import type { OpenStore } from './open.ts'
import type { Tables } from './tables.ts'

type Db = Kysely<Tables>
type Condition = ReturnType<typeof sql>

export interface Moved {
  /** Rows by table; without those that were empty. */
  tables: ReadonlyMap<string, number>
  /** Jobs that had not run, or not to their end. */
  jobs: number
  head: LedgerHead
}

/** Made by every store for itself. */
const ownOfEach = ['kysely_migration', 'kysely_migration_lock', 'fsync_test', 'ledger_head', 'own_place']
const atOnce = 500
/** The engine's own jobs come by themselves. */
const unfinished = sql`WHERE state IN ('created', 'retry', 'active') AND name NOT LIKE '\\_\\_pgboss%'`

/**
 * Nobody else may use either store. All or nothing: the target is changed in one transaction; after it the source is marked,
 * so that nobody starts it again and asks or does everything a second time. Throws `store-not-empty`, `store-not-whole`.
 */
export async function moveStore(from: OpenStore, to: OpenStore): Promise<Moved> {
  const source = await verifyLedger(from)
  if (!source.ok) throw new LatchkeyError('store-not-whole', { what: `ledger ${source.firstBad}: ${source.why}` })
  const moved = await to.tx(({ db: target }) =>
    from.tx(async ({ db }) => {
      // One view of everything, also where a forgotten process writes meanwhile.
      if (from.kind === 'postgres') await sql`SET TRANSACTION ISOLATION LEVEL REPEATABLE READ`.execute(db)
      return copyAll(db, target)
    }),
  )
  await sql`CREATE TABLE IF NOT EXISTS moved_away AS SELECT now() AS at`.execute(from.db)
  return moved
}

/** Throws `store-moved`. */
export async function refuseMoved(db: Db): Promise<void> {
  const { rows } = await sql<{ moved: boolean }>`SELECT to_regclass('moved_away') IS NOT NULL AS moved`.execute(db)
  if (rows[0]?.moved) throw new LatchkeyError('store-moved')
}

async function copyAll(source: Db, target: Db): Promise<Moved> {
  const ours = await tablesOf(source)
  const names = (await tablesOf(target)).filter((name) => ours.includes(name))
  const tables = new Map<string, number>()
  for (const name of names) await mustBeEmpty(target, { name })
  await mustBeEmpty(target, { name: 'pgboss.job', where: unfinished })
  for (const name of names) {
    const count = await copyRows(source, target, { schema: 'public', name })
    if (count > 0) tables.set(name, count)
  }
  // What had begun goes on where it was: every job looks at its row first.
  const jobs = await copyRows(source, target, { schema: 'pgboss', name: 'job', where: unfinished })
  await sql`UPDATE pgboss.job SET state = 'retry', start_after = now() WHERE state = 'active'`.execute(target)
  await moveHead(source, target)
  await moveSequences(source, target)
  const arrived = await verifyLedger({ db: target })
  if (!arrived.ok) throw new LatchkeyError('store-not-whole', { what: `ledger ${arrived.firstBad}: ${arrived.why}` })
  return { tables, jobs, head: arrived.head }
}

/** On PostgreSQL there may be tables of others beside Latchkey's own; only what both stores have is moved. */
async function tablesOf(db: Db): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`SELECT table_name AS name FROM information_schema.tables
    WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY 1`.execute(db)
  return rows.map(({ name }) => name).filter((name) => !ownOfEach.includes(name))
}

async function mustBeEmpty(db: Db, { name, where = sql`` }: { name: string; where?: Condition }): Promise<void> {
  const { rows } = await sql`SELECT 1 FROM ${sql.table(name)} ${where} LIMIT 1`.execute(db)
  if (rows.length > 0) throw new LatchkeyError('store-not-empty', { what: name })
}

/**
 * As JSON that the database itself writes and reads: a JavaScript date would lose the microseconds that the ledger's hashes
 * hold. A cursor, so that a long ledger is never in memory whole.
 */
async function copyRows(
  source: Db,
  target: Db,
  { schema, name, where = sql`` }: { schema: string; name: string; where?: Condition },
): Promise<number> {
  const table = sql.table(`${schema}.${name}`)
  const columns = sql.join((await columnsOf(target, schema, name)).map((column) => sql.ref(column)))
  const counted = async (db: Db) =>
    Number((await sql<{ n: number }>`SELECT count(*) AS n FROM ${table} ${where}`.execute(db)).rows[0]?.n)
  await sql`DECLARE moving CURSOR FOR SELECT to_jsonb(t)::text AS row FROM ${table} t ${where}`.execute(source)
  for (;;) {
    const { rows } = await sql<{ row: string }>`FETCH ${sql.lit(atOnce)} FROM moving`.execute(source)
    if (rows.length === 0) break
    const page = `[${rows.map(({ row }) => row).join()}]`
    await sql`INSERT INTO ${table} (${columns})
      SELECT ${columns} FROM jsonb_populate_recordset(NULL::${table}, ${page}::jsonb)`.execute(target)
  }
  await sql`CLOSE moving`.execute(source)
  const [before, after] = [await counted(source), await counted(target)]
  if (before !== after) throw new LatchkeyError('store-not-whole', { what: `${name}: ${after} of ${before}` })
  return after
}

async function columnsOf(db: Db, schema: string, name: string): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`SELECT column_name AS name FROM information_schema.columns
    WHERE table_schema = ${schema} AND table_name = ${name} AND is_generated = 'NEVER' ORDER BY ordinal_position`.execute(
    db,
  )
  return rows.map(({ name: column }) => column)
}

async function moveHead(source: Db, target: Db): Promise<void> {
  const { seq, hash } = await source.selectFrom('ledger_head').selectAll().where('id', '=', 1).executeTakeFirstOrThrow()
  await target.updateTable('ledger_head').set({ seq, hash }).where('id', '=', 1).execute()
}

async function moveSequences(source: Db, target: Db): Promise<void> {
  const { rows } = await sql<{ name: string }>`SELECT sequencename AS name FROM pg_sequences
    WHERE schemaname = 'public'`.execute(target)
  for (const { name } of rows) {
    const stands = await sql<{ last: string; used: boolean }>`SELECT last_value::text AS last, is_called AS used
      FROM ${sql.table(name)}`.execute(source)
    for (const { last, used } of stands.rows)
      await sql`SELECT setval(${name}, ${last}::bigint, ${used})`.execute(target)
  }
}
