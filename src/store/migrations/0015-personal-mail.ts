// An address of one's own as a factor, and the code that is sent there: typed only in the browser that asked for it.
import { type Kysely, sql } from 'kysely'

const statements = [
  `ALTER TABLE factor ADD COLUMN sealed_address text, DROP CONSTRAINT factor_kind_check,
    ADD CONSTRAINT factor_kind_check CHECK (kind IN ('passkey', 'recovery-codes', 'personal-mail'))`,
  `ALTER TABLE proof ADD COLUMN browser text CHECK (browser ~ '^[0-9a-f]{64}$')`,
]

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}
