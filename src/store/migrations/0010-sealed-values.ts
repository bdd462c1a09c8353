// Which workers can be sent a sealed value, and what a request still waits for. The values themselves are stored nowhere.
import { type Kysely, sql } from 'kysely'

const statements = [
  `CREATE TABLE worker_key (worker uuid PRIMARY KEY, public_key text NOT NULL, expires_at timestamptz NOT NULL,
    mac text NOT NULL)`,
  'CREATE INDEX worker_key_expires_at ON worker_key (expires_at)',
  'ALTER TABLE request ADD COLUMN value_until timestamptz, ADD COLUMN value_note jsonb',
]

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}
