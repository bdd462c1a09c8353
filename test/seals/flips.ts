// Every column of every sealed row, read from the database itself, and what somebody could write into it instead.
import { sql } from 'kysely'
import type { Store } from '../../src/store/store.ts'

type Db = Store['db']

interface Column {
  table: string
  name: string
  type: string
  isNullable: boolean
}

/** A column that holds a seal makes its whole table one of those whose rows must not be changed from outside. */
const isSeal = /(^|_)mac$|^sealed$/

export async function sealedTables(db: Db): Promise<Map<string, Column[]>> {
  const { rows } = await sql<Column>`SELECT table_name AS "table", column_name AS name, data_type AS type,
    is_nullable = 'YES' AS "isNullable" FROM information_schema.columns
    WHERE table_schema = 'public' ORDER BY table_name, ordinal_position`.execute(db)
  const tables = Map.groupBy(rows, ({ table }) => table)
  for (const [name, columns] of tables) if (!columns.some((column) => isSeal.test(column.name))) tables.delete(name)
  return tables
}

export interface Flip {
  table: string
  column: string
  /** An SQL expression over the row as it is. */
  to: string
}

/** Words that a row may hold elsewhere, so that a check of the database does not stand in for the seal. */
const words: Record<string, readonly string[]> = {
  'vote.decision': ['deny', 'approve'],
  'proof.state': ['sent', 'failed', 'completed'],
  'proof.method': ['sign-in', 'recovery-code'],
  'proof.level': ['S3', 'S1'],
  'binding.how': ['proof', 'import'],
  'factor.kind': ['recovery-codes', 'passkey'],
  'page_link.purpose': ['approve', 'prove'],
  'request.state': ['approving', 'running', 'done'],
  'request.needs': [`{"kind":"needs","proof":"S0","approvals":[]}`],
}

/** `other`: a person, in whose place somebody else could be put. */
export function flipsOf({ table, name: column, type, isNullable }: Column, other: string): Flip[] {
  const to = (words[`${table}.${column}`] ?? []).map((word) => `'${word}'::${type}`)
  return [...new Set([...to, ...byType(type, column, other), ...(isNullable ? ['NULL'] : [])])].map((expression) => ({
    table,
    column,
    to: expression,
  }))
}

function byType(type: string, column: string, other: string): string[] {
  const quoted = `"${column}"`
  switch (type) {
    case 'timestamp with time zone':
      return [`coalesce(${quoted}, now()) + interval '1 hour'`, `coalesce(${quoted}, now()) - interval '1 hour'`]
    case 'boolean':
      return [`NOT ${quoted}`]
    case 'integer':
    case 'bigint':
      return [`${quoted} + 1`, '0']
    case 'jsonb':
      return [`'[7]'::jsonb`]
    case 'uuid':
      return ['gen_random_uuid()', ...anotherOf(column)]
    default:
      return [
        // A digest or an id stays one.
        `CASE WHEN ${quoted} ~ '^[0-9a-f]{64}$' THEN left(${quoted}, 63) || translate(right(${quoted}, 1), '0123456789abcdef', '123456789abcdef0')
          WHEN ${quoted} ~ '^[0-9a-f]{24}$' THEN '${other}' ELSE coalesce(${quoted}, '') || 'x' END`,
        `repeat('0', 64)`,
      ]
  }
}

/** A row that really stands there, where the database asks for one. */
const anotherOf = (column: string): string[] =>
  [
    ['request_id', 'request'],
    ['factor_id', 'factor'],
  ].flatMap(([of, table]) =>
    of === column ? [`(SELECT one.id FROM ${table} one WHERE one.id <> "${column}" ORDER BY one.id LIMIT 1)`] : [],
  )

/** False: there is nothing to change, or the database itself does not take it. `where` names one row. */
export async function flip(db: Db, { table, column, to }: Flip, where: string): Promise<boolean> {
  try {
    const { numAffectedRows } = await sql
      .raw(`UPDATE "${table}" SET "${column}" = ${to} WHERE ${where} AND "${column}" IS DISTINCT FROM ${to}`)
      .execute(db)
    return (numAffectedRows ?? 0n) > 0n
  } catch (error) {
    // Classes 22 and 23: no such value, and what a constraint forbids.
    if (error instanceof Error && 'code' in error && /^2[23]/.test(String(error.code))) return false
    throw error
  }
}

/** Remembers the rows of these tables as they are; what it returns puts them back. */
export async function remembered(db: Db, tables: readonly string[]): Promise<() => Promise<void>> {
  const kept: [string, string][] = []
  for (const table of tables) {
    const { rows } = await sql<{ all: string }>`SELECT coalesce(json_agg(t), '[]')::text AS all
      FROM ${sql.table(table)} t`.execute(db)
    kept.push([table, rows[0]?.all ?? '[]'])
  }
  return async () => {
    for (const [table] of kept.toReversed()) await sql`DELETE FROM ${sql.table(table)}`.execute(db)
    for (const [table, all] of kept)
      await sql`INSERT INTO ${sql.table(table)}
        SELECT * FROM json_populate_recordset(NULL::${sql.table(table)}, ${all}::json)`.execute(db)
  }
}
