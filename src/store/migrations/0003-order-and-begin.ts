// The order in which messages were written, and the gate's own word that it has checked a request before it began.
import { type Kysely, sql } from 'kysely'

const statements = [
  'ALTER TABLE notice ADD COLUMN seq bigserial NOT NULL',
  'DROP INDEX notice_pending',
  `CREATE INDEX notice_pending ON notice (destination_key, seq) WHERE state = 'pending'`,
  'ALTER TABLE request ADD COLUMN begun_mac text',
]

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}
