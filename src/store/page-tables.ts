// The tables behind Latchkey's own pages, as Kysely sees them.
import type { Generated, JSONColumnType } from 'kysely'

export interface PageLinkTable {
  /** Keyed digest of the token: a copy of the database opens no pages. */
  digest: string
  purpose: string
  person: string
  /** The chat account that was shown the link; null: it went by mail. */
  platform: string | null
  tenant: string | null
  account_user: string | null
  request_id: string | null
  plan_hash: string | null
  minted_at: Date
  /** Nearer once it was opened. */
  expires_at: Date
  /** Keyed digest of the cookie of the browser that opened it first. */
  browser: string | null
  opened_at: Date | null
  /** When a fresh one was asked for in its place: once. */
  renewed_at: Date | null
  failures: Generated<number>
  /** What the visitor has shown on this very visit. */
  proven_by: string | null
  proven_at: Date | null
  mac: string
}

export interface PageChallengeTable {
  digest: string
  kind: string
  link: string
  person: string
  browser: string
  plan_hash: string | null
  /** What must come back unseen, such as the verifier of a sign-in. */
  sealed: string | null
  made_at: Date
  expires_at: Date
  used_at: Date | null
}

export interface FactorTable {
  id: string
  person: string
  kind: 'passkey' | 'recovery-codes' | 'personal-mail'
  /** What its owner calls it. */
  label: string
  credential_id: string | null
  public_key: string | null
  counter: Generated<number>
  transports: JSONColumnType<string[], string, string>
  /** Of a personal address, under its owner's own key; null: it has none, or none any more. */
  sealed_address: string | null
  /** How the person was known when it was added. */
  added_by: string
  added_at: Date
  /** From when on it may reset a credential. */
  usable_from: Date
  last_used_at: Date | null
  removed_at: Date | null
  mac: string
}

interface RecoveryCodeTable {
  digest: string
  factor_id: string
  person: string
  used_at: Date | null
  mac: string
}

export interface PageTables {
  page_link: PageLinkTable
  page_challenge: PageChallengeTable
  factor: FactorTable
  recovery_code: RecoveryCodeTable
}
