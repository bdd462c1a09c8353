// Where people can be reached on a platform that tells it only while they speak, and the forms that stand open there.
import { type Kysely, sql } from 'kysely'

const statements = [
  `CREATE TABLE reference (platform text NOT NULL, tenant text NOT NULL, account_user text NOT NULL, member text NOT NULL,
    service_url text NOT NULL, conversation text, roster text, met_in text, language text, time_zone text,
    email_digest text CHECK (email_digest ~ '^[0-9a-f]{64}$'), updated_at timestamptz NOT NULL,
    PRIMARY KEY (platform, tenant, account_user))`,
  'CREATE INDEX reference_member ON reference (platform, tenant, member)',
  'CREATE INDEX reference_email ON reference (platform, tenant, email_digest) WHERE email_digest IS NOT NULL',
  `CREATE TABLE reference_team (platform text NOT NULL, tenant text NOT NULL, id text NOT NULL, service_url text NOT NULL,
    updated_at timestamptz NOT NULL, PRIMARY KEY (platform, tenant, id))`,
  `CREATE TABLE open_form (digest text PRIMARY KEY CHECK (digest ~ '^[0-9a-f]{64}$'), form jsonb NOT NULL,
    expires_at timestamptz NOT NULL)`,
  'CREATE INDEX open_form_expires_at ON open_form (expires_at)',
]

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}
