// How much one account wrote lately is counted before anything is looked up for it.
import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw('CREATE INDEX incoming_of ON incoming (platform, tenant, account_user, received_at)').execute(db)
}
