// A proof may be somebody else's word: who gave it, and how they met.
import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw('ALTER TABLE proof ADD COLUMN vouched_by text, ADD COLUMN met text').execute(db)
}
