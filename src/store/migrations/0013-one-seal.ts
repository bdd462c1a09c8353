// One seal over the whole row of a link: what a visitor has shown needs none of its own any more.
import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`ALTER TABLE page_link DROP COLUMN proven_mac`.execute(db)
}
