// Homes: who ever opened theirs, and whose decision a request waits for; and under which address an account was bound.
import { type Kysely, sql } from 'kysely'

const statements = [
  'ALTER TABLE conversation ADD COLUMN home_at timestamptz',
  // True while somebody looked at their home but never spoke: they were not welcomed yet.
  'ALTER TABLE conversation ADD COLUMN is_home_only boolean NOT NULL DEFAULT false',
  `ALTER TABLE binding ADD COLUMN address text CHECK (address ~ '^[0-9a-f]{64}$')`,
  `CREATE INDEX request_waiting_for ON request USING gin ((shown -> 'waitingFor') jsonb_path_ops)
    WHERE state = 'approving'`,
]

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}
