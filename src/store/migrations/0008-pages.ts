// Links to pages of our own, what was asked of a browser there, and the factors that people keep with us.
import { type Kysely, sql } from 'kysely'

const digest = (column: string): string => `${column} text CHECK (${column} ~ '^[0-9a-f]{64}$')`
const person = `person text NOT NULL CHECK (person ~ '^[0-9a-f]{24}$')`

const statements = [
  `CREATE TABLE page_link (${digest('digest')} PRIMARY KEY, purpose text NOT NULL, ${person}, platform text, tenant text,
    account_user text, request_id uuid, ${digest('plan_hash')}, minted_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL, ${digest('browser')}, opened_at timestamptz, renewed_at timestamptz,
    failures integer NOT NULL DEFAULT 0, proven_by text, proven_at timestamptz, proven_mac text, mac text NOT NULL)`,
  'CREATE INDEX page_link_person ON page_link (person, minted_at)',
  'CREATE INDEX page_link_expires_at ON page_link (expires_at)',
  `CREATE TABLE page_challenge (${digest('digest')} PRIMARY KEY, kind text NOT NULL, ${digest('link')} NOT NULL,
    ${person}, ${digest('browser')} NOT NULL, ${digest('plan_hash')}, sealed text, made_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL, used_at timestamptz)`,
  'CREATE INDEX page_challenge_expires_at ON page_challenge (expires_at)',
  `CREATE TABLE factor (id uuid PRIMARY KEY, ${person}, kind text NOT NULL CHECK (kind IN ('passkey', 'recovery-codes')),
    label text NOT NULL, credential_id text, public_key text, counter bigint NOT NULL DEFAULT 0,
    transports jsonb NOT NULL DEFAULT '[]', added_by text NOT NULL, added_at timestamptz NOT NULL,
    usable_from timestamptz NOT NULL, last_used_at timestamptz, removed_at timestamptz, mac text NOT NULL)`,
  'CREATE INDEX factor_person ON factor (person)',
  'CREATE UNIQUE INDEX factor_credential ON factor (credential_id) WHERE removed_at IS NULL',
  `CREATE TABLE recovery_code (${digest('digest')} PRIMARY KEY, factor_id uuid NOT NULL REFERENCES factor, ${person},
    used_at timestamptz, mac text NOT NULL)`,
  'CREATE INDEX recovery_code_factor ON recovery_code (factor_id)',
]

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}
