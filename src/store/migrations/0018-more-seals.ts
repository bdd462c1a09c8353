// Where people are reached in private, and why a request ended, carry a seal like everything else that is decided on or shown.
import { type Kysely, sql } from 'kysely'

/**
 * Rows of before carry none: such a place is learnt anew when its person writes, such a reason is not shown. What was shown
 * was sealed without what was quoted, which is no seal any more.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`ALTER TABLE reference ADD COLUMN mac text NOT NULL DEFAULT ''`.execute(db)
  await sql`ALTER TABLE request ADD COLUMN reason_mac text`.execute(db)
  await sql`UPDATE request SET shown_mac = ''`.execute(db)
}
