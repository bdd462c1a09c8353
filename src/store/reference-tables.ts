// The tables for platforms that keep less for us than others: where people can be reached, and the forms that stand open.
import type { Generated, JSONColumnType } from 'kysely'

/** Where somebody can be reached on a platform that tells it only while they speak. */
export interface ReferenceTable {
  platform: string
  tenant: string
  account_user: string
  /** The platform's own id of the person for this bot. */
  member: string
  service_url: string
  /** The private conversation. */
  conversation: string | null
  /** A team or chat in which the person can be looked up. */
  roster: string | null
  /** The place in public where they spoke last. */
  met_in: string | null
  language: string | null
  time_zone: string | null
  /** SHA-256 of the address under which they were seen last: a place to look, never who they are. */
  email_digest: string | null
  updated_at: Date
  /** Over all of it: what is written to this person in private goes where their own activity said. */
  mac: Generated<string>
}

/** A team that has the bot. */
interface ReferenceTeamTable {
  platform: string
  tenant: string
  id: string
  service_url: string
  updated_at: Date
}

/** A form that stands open in a conversation, as it was shown; forgotten when it is sent, closed or a day old. */
interface OpenFormTable {
  /** SHA-256 of its handle. */
  digest: string
  form: JSONColumnType<object, string, string>
  expires_at: Date
}

export interface ReferenceTables {
  reference: ReferenceTable
  reference_team: ReferenceTeamTable
  open_form: OpenFormTable
}
