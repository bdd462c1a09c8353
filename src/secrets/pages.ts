// The rows of a sealed table in the order of its key, page by page, and what a row is called.
import { sql } from 'kysely'
import type { Store, Tx } from '../store/store.ts'
import type { SealedTable } from './sealed-tables.ts'

type Row = Record<string, unknown>
type Place = readonly unknown[]

export interface PageOptions {
  size: number
  /** The page before ended there; undefined: the first one. */
  after: Place | undefined
  /** Nobody else changes its rows until the transaction ends. */
  isLocked?: boolean
}

/** `next`: where the following page begins; undefined: this was the last. */
export async function pageOf(
  db: Store['db'] | Tx['db'],
  { table, key }: Pick<SealedTable, 'table' | 'key'>,
  { size, after, isLocked = false }: PageOptions,
): Promise<{ rows: Row[]; next: Place | undefined }> {
  const columns = sql.join(key.map((column) => sql.ref(column)))
  const beyond = after ? sql`WHERE (${columns}) > (${sql.join([...after])})` : sql``
  const { rows } = await sql<Row>`SELECT * FROM ${sql.table(table)} ${beyond}
    ORDER BY ${columns} LIMIT ${size} ${isLocked ? sql`FOR UPDATE` : sql``}`.execute(db)
  const last = rows.at(-1)
  return { rows, next: rows.length < size || !last ? undefined : key.map((column) => last[column]) }
}

export const keyOf = ({ key }: Pick<SealedTable, 'key'>, row: Row): string =>
  key.map((column) => String(row[column])).join(' ')
