// Proofs of several kinds, by requesters and by approvers; the wait between the last decision and the first step.
import { type Kysely, sql } from 'kysely'

const statements = [
  `ALTER TABLE proof ADD COLUMN method text NOT NULL DEFAULT 'push', ALTER COLUMN code_digest DROP NOT NULL,
    ALTER COLUMN push_endpoint DROP NOT NULL`,
  'ALTER TABLE proof ALTER COLUMN method DROP DEFAULT',
  'ALTER TABLE request ADD COLUMN waits_until timestamptz',
]

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}
