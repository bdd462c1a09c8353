// A store for properties with more cases than PostgreSQL answers in time: the program's own queries, on SQLite in memory.
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import { Kysely, SqliteDialect, type SqliteStatement, type Transaction } from 'kysely'
import type { Store } from '../../src/store/store.ts'
import type { Tables } from '../../src/store/tables.ts'

/** The tables that decisions are made on, with the keys that matter for them; another one is an error. */
const tables = [
  `binding (platform, tenant, account_user, user_id, how, bound_at, frozen_at, address, person, mac,
    PRIMARY KEY (platform, tenant, account_user))`,
  `vote (plan_hash, person, request_id, decision, rules, reason, platform, tenant, account_user, at, mac,
    PRIMARY KEY (plan_hash, person))`,
  `proof (id PRIMARY KEY, request_id, plan_hash, person, platform, tenant, account_user, level, method, state,
    code_digest, code_typed_at, tries, push_endpoint, push_id, push_status, sent_at, expires_at, completed_at,
    vouched_by, met, browser, mac)`,
  `factor (id PRIMARY KEY, person, kind, label, credential_id, public_key, counter, transports, sealed_address, added_by,
    added_at, usable_from, last_used_at, removed_at, mac)`,
  'role_seen (role, person, "of", seen_at, mac, PRIMARY KEY (role, person, "of"))',
  `step (request_id, plan_hash, phase, seq, action, input, state, outcome, attempt, fence, lease_until, about_to_at,
    error, done_at)`,
  'ledger (seq INTEGER PRIMARY KEY, at, actor, event, request_id, body, prev, hash)',
]
const indices = [
  'proof (request_id, plan_hash)',
  'ledger (request_id)',
  'ledger (event, actor)',
  'step (request_id)',
  'factor (person)',
]

export function lightStore(): Store {
  const database = new DatabaseSync(':memory:')
  for (const table of tables) database.exec(`CREATE TABLE ${table}`)
  for (const [nth, on] of indices.entries()) database.exec(`CREATE INDEX i${nth} ON ${on}`)
  const prepared = new Map<string, SqliteStatement>()
  const prepare = (sql: string): SqliteStatement => {
    const known = prepared.get(sql)
    if (known) return known
    // SQLite reads a text as JSON where it is asked for a part of it.
    const made = statement(database.prepare(sql.replaceAll('::jsonb', '')), sql)
    prepared.set(sql, made)
    return made
  }
  const dialect = new SqliteDialect({ database: { prepare, close: () => database.close() } })
  const db = new Kysely<Tables>({ dialect })
  return {
    db,
    // One caller at a time, and nothing that fails half-way: there is nothing to take back.
    tx: (work) =>
      work({ db: db as unknown as Transaction<Tables>, enqueue: async () => {}, enqueueAll: async () => {} }),
    notify: async () => {},
    listen: async () => ({ isOpen: () => true, close: async () => {} }),
    kind: 'embedded',
    close: () => db.destroy(),
  }
}

function statement(made: StatementSync, sql: string): SqliteStatement {
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
function written(value: unknown): SQLInputValue {
  if (value instanceof Date) return value.toISOString()
  if (value === null || typeof value === 'number' || typeof value === 'string') return value
  throw new TypeError(`no column holds a ${typeof value}`)
}

/** Of the tables above. */
const instants = ['at', 'bound_at', 'frozen_at', 'sent_at', 'expires_at', 'completed_at', 'code_typed_at', 'seen_at']

function read(row: Record<string, unknown>): Record<string, unknown> {
  const found = { ...row }
  for (const name of instants) if (typeof found[name] === 'string') found[name] = new Date(found[name])
  if (typeof found.rules === 'string') found.rules = JSON.parse(found.rules)
  return found
}
