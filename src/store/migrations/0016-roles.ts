// When somebody was first seen in a role, and the way by which the ledger is asked about one person.
import { type Kysely, sql } from 'kysely'

const statements = [
  `CREATE TABLE role_seen (role text NOT NULL, person text NOT NULL CHECK (person ~ '^[0-9a-f]{24}$'), of text NOT NULL,
    seen_at timestamptz NOT NULL, mac text NOT NULL, PRIMARY KEY (role, person, of))`,
  // Freezes, denials, and what was done to somebody's credentials: each is looked up by the person whom it concerns.
  `CREATE INDEX ledger_about ON ledger ((body::jsonb ->> 'about'), event, at)`,
]

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}
