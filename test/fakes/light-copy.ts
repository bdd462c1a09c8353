// A copy of some tables of a real store, rows and unique keys included, on SQLite in memory: for properties with more cases
// than PostgreSQL answers in time. There is one connection, so that a transaction has everything for itself until it ends.
import { DatabaseSync } from 'node:sqlite'
import { sql } from 'kysely'
import type { Store } from '../../src/store/store.ts'
import type { Tables } from '../../src/store/tables.ts'
import { kyselyOn, written } from './light-sql.ts'

type Table = keyof Tables
type Db = Store['db']

/** As SQLite is told them; whatever is none of these is a text. */
const kinds = { bigint: 'INTEGER', integer: 'INTEGER', boolean: 'INTEGER' } as const

interface Shape {
  types: ReadonlyMap<string, string>
  keys: readonly string[]
}

/** A table that is not named is an error for whoever asks for it. */
export async function lightCopy(of: Db, names: readonly Table[]): Promise<Store> {
  const database = new DatabaseSync(':memory:')
  const shapes = new Map<string, Shape>()
  for (const name of names) {
    const shape = await shapeOf(of, name)
    shapes.set(name, shape)
    await copyTable(database, of, name, shape)
  }
  const db = kyselyOn(database, (table) => {
    const columns = [...(shapes.get(table)?.types ?? [])]
    const of = (wanted: string) => columns.flatMap(([column, type]) => (type === wanted ? [column] : []))
    return { instants: of('timestamp with time zone'), json: of('jsonb') }
  })
  return {
    db,
    tx: (work) =>
      db.transaction().execute((tx) => work({ db: tx, enqueue: async () => {}, enqueueAll: async () => {} })),
    notify: async () => {},
    listen: async () => ({ isOpen: () => true, close: async () => {} }),
    kind: 'embedded',
    close: () => db.destroy(),
  }
}

async function shapeOf(db: Db, name: Table): Promise<Shape> {
  const columns = await sql<{ name: string; type: string }>`
    SELECT attname AS name, format_type(atttypid, NULL) AS type FROM pg_attribute
    WHERE attrelid = ${name}::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum`.execute(db)
  // A key of a part of the rows is not copied: it would forbid more than the real one.
  const keys = await sql<{ columns: string }>`
    SELECT string_agg('"' || attname || '"', ', ') AS columns FROM pg_index
    JOIN pg_attribute ON attrelid = indrelid AND attnum = ANY(indkey)
    WHERE indrelid = ${name}::regclass AND indisunique AND indpred IS NULL GROUP BY indexrelid`.execute(db)
  return {
    types: new Map(columns.rows.map((column) => [column.name, column.type])),
    keys: keys.rows.map((key) => key.columns),
  }
}

async function copyTable(database: DatabaseSync, of: Db, name: Table, { types, keys }: Shape): Promise<void> {
  const columns = [...types].map(([column, type]) => `"${column}" ${kinds[type as keyof typeof kinds] ?? 'TEXT'}`)
  const unique = keys.map((key) => (key === '"seq"' ? `PRIMARY KEY (${key})` : `UNIQUE (${key})`))
  database.exec(`CREATE TABLE ${name} (${[...columns, ...unique].join(', ')})`)
  const { rows } = await sql<Record<string, unknown>>`SELECT * FROM ${sql.table(name)}`.execute(of)
  const insert = database.prepare(`INSERT INTO ${name} VALUES (${columns.map(() => '?').join(', ')})`)
  for (const row of rows) {
    const values = [...types].map(([column, type]) => {
      const value = row[column]
      return type === 'jsonb' && value !== null ? JSON.stringify(value) : written(value)
    })
    insert.run(...values)
  }
}
