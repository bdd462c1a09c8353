// What arrived, what a button means, what is to be told and what people were shown carry a seal like everything decided on.
import { type Kysely, sql } from 'kysely'

const sealed = { incoming: 'mac', handle: 'mac', notice: 'mac', request: 'shown_mac' }

/** Rows of before carry none: what was under way then is not taken for ours. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const [table, column] of Object.entries(sealed))
    await sql.raw(`ALTER TABLE ${table} ADD COLUMN ${column} text NOT NULL DEFAULT ''`).execute(db)
}
