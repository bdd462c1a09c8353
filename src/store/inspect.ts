// Looks at a store without making or changing it: whether it could be opened now, what it would do, and who sealed it.
import { randomBytes } from 'node:crypto'
import { accessSync, closeSync, constants, existsSync, fsyncSync, openSync, rmSync, statSync, writeSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import type { Clock } from '../clock.ts'
import { LatchkeyError } from '../errors.ts'
import { openEmbedded } from './embedded.ts'
import { openPostgres } from './postgres.ts'

export type Inspected =
  | Facts
  /** Embedded, and not made yet: the first start makes it. */
  | { state: 'new' }
  /** Embedded, and open in another process, which tested it when it started. */
  | { state: 'in-use'; error: LatchkeyError }
  /** The system's code: EACCES, EROFS, ENOTDIR, or 25006 of a read-only database. */
  | { state: 'not-writable'; reason: string }
  | { state: 'failed'; error: LatchkeyError }

interface Facts {
  state: 'ready'
  /** "17.5". */
  version: string
  /** Migrations that the next start will run. */
  pending: number
  /** Migrations in the store that this program does not know: it is older than the store. */
  unknown: readonly string[]
  now: Date
  /** A key that the store's own secret sealed, if there is one yet. */
  sealed: { user: string; sealedKey: string } | undefined
}

type Query = (statement: string) => Promise<{ rows: unknown[] }>

export async function inspectStore(options: {
  databaseUrl: string | undefined
  folder: string
  clock: Clock
}): Promise<Inspected> {
  try {
    return options.databaseUrl === undefined
      ? await inspectEmbedded(options.folder, options.clock)
      : await inspectPostgres(options.databaseUrl)
  } catch (error) {
    const code = codeOf(error)
    if (notWritable.has(code)) return { state: 'not-writable', reason: code }
    if (error instanceof LatchkeyError)
      return error.code === 'store-locked' ? { state: 'in-use', error } : { state: 'failed', error }
    return { state: 'failed', error: new LatchkeyError('store-unreachable', { reason: code }, { cause: error }) }
  }
}

/** Of the file system; and of PostgreSQL: a read-only transaction, or no right to make tables. */
const notWritable = new Set('EACCES EPERM EROFS ENOTDIR ENOSPC EDQUOT ENOENT 25006 42501'.split(' '))

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown'

async function inspectEmbedded(folder: string, clock: Clock): Promise<Inspected> {
  if (!existsSync(join(folder, 'pg'))) {
    accessSync(nearestFolder(folder), constants.W_OK | constants.X_OK)
    return { state: 'new' }
  }
  writeAndForget(folder)
  const { pglite, close } = await openEmbedded(folder, { clock })
  try {
    return await factsOf((statement) => pglite.query(statement))
  } finally {
    await close()
  }
}

/** The folder itself, or where it would be made. Throws ENOTDIR where a file is in the way. */
function nearestFolder(path: string): string {
  const here = resolve(path)
  if (!existsSync(here)) return nearestFolder(dirname(here))
  if (statSync(here).isDirectory()) return here
  throw Object.assign(new Error('a file is in the way'), { code: 'ENOTDIR' })
}

/** Rights alone do not tell: the disk may be full, or mounted read-only. */
function writeAndForget(folder: string): void {
  const path = join(folder, `doctor.${randomBytes(6).toString('hex')}`)
  const file = openSync(path, 'wx', 0o600)
  try {
    writeSync(file, 'written by a check, and removed by it')
    fsyncSync(file)
  } finally {
    closeSync(file)
    rmSync(path, { force: true })
  }
}

async function inspectPostgres(databaseUrl: string): Promise<Inspected> {
  const pool = await openPostgres(databaseUrl)
  try {
    const client = await pool.connect()
    try {
      const facts = await factsOf((statement) => client.query(statement))
      await client.query('BEGIN')
      await client.query(`CREATE TABLE latchkey_doctor_${randomBytes(6).toString('hex')} (at timestamptz)`)
      return facts
    } finally {
      await client.query('ROLLBACK').catch(() => {})
      client.release()
    }
  } finally {
    await pool.end()
  }
}

async function factsOf(query: Query): Promise<Facts> {
  const [about] = await rowsOf(query, "SELECT current_setting('server_version') AS version, clock_timestamp() AS now")
  if (await has(query, 'moved_away')) throw new LatchkeyError('store-moved')
  const known = (await readdir(join(import.meta.dirname, 'migrations'))).map((file) => file.replace(/\.ts$/, ''))
  const done = (await has(query, 'kysely_migration')) ? await rowsOf(query, 'SELECT name FROM kysely_migration') : []
  const ran = done.map(({ name }) => String(name))
  const [key] = (await has(query, 'person_key'))
    ? await rowsOf(query, 'SELECT user_id, sealed_key FROM person_key ORDER BY created_at DESC LIMIT 1')
    : []
  return {
    state: 'ready',
    version: String(about?.version).split(' ')[0] ?? '',
    pending: known.filter((name) => !ran.includes(name)).length,
    unknown: ran.filter((name) => !known.includes(name)),
    now: new Date(String(about?.now instanceof Date ? about.now.toISOString() : about?.now)),
    sealed: key && { user: String(key.user_id), sealedKey: String(key.sealed_key) },
  }
}

async function has(query: Query, table: string): Promise<boolean> {
  const [found] = await rowsOf(query, `SELECT to_regclass('${table}') IS NOT NULL AS here`)
  return found?.here === true
}

async function rowsOf(query: Query, statement: string): Promise<Record<string, unknown>[]> {
  const { rows } = await query(statement)
  return rows.map((row) => (typeof row === 'object' && row !== null ? { ...row } : {}))
}
