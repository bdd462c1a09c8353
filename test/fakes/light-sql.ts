// The program's own queries on SQLite in memory: what PostgreSQL alone understands is left out or said otherwise, here alone.
import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite'
import { Kysely, SqliteDialect, type SqliteStatement } from 'kysely'
import type { Tables } from '../../src/store/tables.ts'

/** What SQLite keeps as texts: the columns of a table that are read back as instants, and as JSON. */
export interface Columns {
  instants: readonly string[]
  json: readonly string[]
}

/**
 * The connection is one, and so whoever writes has the rows for themselves: no lock is asked for. SQLite reads a text as
 * JSON where it is asked for a part of it. The chain of hashes is the database's own; here a record has its number alone.
 */
const spoken = (sql: string): string =>
  sql
    .replaceAll(/::[a-z]+/g, '')
    .replace(/ for update$/, '')
    .replace(
      /^SELECT ledger_append\((.*)\) AS seq$/s,
      `INSERT INTO ledger (at, actor, event, request_id, body, prev, hash) VALUES ($1, '', NULL) RETURNING seq`,
    )

export function kyselyOn(database: DatabaseSync, columnsOf: (table: string) => Columns): Kysely<Tables> {
  let last = 0
  database.function('nextval', (_sequence) => {
    last += 1
    return last
  })
  const prepared = new Map<string, SqliteStatement>()
  const prepare = (sql: string): SqliteStatement => {
    const known = prepared.get(sql)
    if (known) return known
    const words = spoken(sql)
    const table = /(?:from|into|update) "?([a-z_]+)"?/i.exec(words)?.[1] ?? ''
    const made = statement(database.prepare(words), words, columnsOf(table))
    prepared.set(sql, made)
    return made
  }
  return new Kysely<Tables>({ dialect: new SqliteDialect({ database: { prepare, close: () => database.close() } }) })
}

function statement(made: StatementSync, sql: string, { instants, json }: Columns): SqliteStatement {
  const read = (row: Record<string, unknown>): Record<string, unknown> => {
    for (const name of instants) if (typeof row[name] === 'string') row[name] = new Date(row[name])
    for (const name of json) if (typeof row[name] === 'string') row[name] = JSON.parse(row[name])
    return row
  }
  return {
    reader: /^select|returning/i.test(sql),
    all: (given) => made.all(...given.map(written)).map(read),
    run: (given) => made.run(...given.map(written)),
    iterate: () => {
      throw new Error('nothing streams rows here')
    },
  }
}

/** Instants are texts of one length, so that they compare as instants do. */
export function written(value: unknown): SQLInputValue {
  if (value instanceof Date) return value.toISOString()
  if (value === null || typeof value === 'number' || typeof value === 'string') return value
  throw new TypeError(`no column holds a ${typeof value}`)
}
