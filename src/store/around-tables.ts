// The tables around credential resets, as Kysely sees them.

interface FreezingTable {
  /** `house`, or one person. */
  scope: string
  is_frozen: boolean
  /** How often it was frozen or lifted: the ledger counts the same, so that no older row can be put back. */
  changes: number
  /** A user id, `host` or `system`. */
  by: string
  why: string
  at: Date
  mac: string
}

/** Somebody's own server or platform has taken a notice of this request: one row for each independent way. */
interface AcceptedNoticeTable {
  request_id: string
  channel: string
  at: Date
  mac: string
}

/** Somebody had this role when all roles were last read. */
interface RoleSeenTable {
  role: string
  person: string
  /** Whose manager; empty for what `latchkey.yaml` maps. */
  of: string
  /** When they were first seen with it, without a break since. */
  seen_at: Date
  mac: string
}

export interface AroundTables {
  freezing: FreezingTable
  accepted_notice: AcceptedNoticeTable
  role_seen: RoleSeenTable
}
