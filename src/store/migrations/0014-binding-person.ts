// What JumpCloud said of the person when the account was bound: whoever it describes otherwise later is not taken for them.
import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw('ALTER TABLE binding ADD COLUMN person text').execute(db)
}
