// A store for properties with more cases than PostgreSQL answers in time: the program's own queries, on SQLite in memory.
import { DatabaseSync } from 'node:sqlite'
import type { Transaction } from 'kysely'
import type { Store } from '../../src/store/store.ts'
import type { Tables } from '../../src/store/tables.ts'
import { type Columns, kyselyOn } from './light-sql.ts'

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
  const db = kyselyOn(database, () => columns)
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

/** Of the tables above. */
const columns: Columns = {
  instants: ['at', 'bound_at', 'frozen_at', 'sent_at', 'expires_at', 'completed_at', 'code_typed_at', 'seen_at'],
  json: ['rules'],
}
