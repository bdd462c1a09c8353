// What stands around credential resets: the freeze, and which notices of a request were really taken.
import { type Kysely, sql } from 'kysely'

const statements = [
  `CREATE TABLE freezing (scope text PRIMARY KEY CHECK (scope = 'house' OR scope ~ '^[0-9a-f]{24}$'),
    is_frozen boolean NOT NULL, changes integer NOT NULL, by text NOT NULL, why text NOT NULL, at timestamptz NOT NULL,
    mac text NOT NULL)`,
  `CREATE TABLE accepted_notice (request_id uuid NOT NULL, channel text NOT NULL, at timestamptz NOT NULL, mac text NOT NULL,
    PRIMARY KEY (request_id, channel))`,
  'CREATE INDEX ledger_event ON ledger (event, at)',
]

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}
