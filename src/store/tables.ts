// The tables, as Kysely sees them; the SQL that makes them stands in migrations/.
import type { Generated, JSONColumnType } from 'kysely'
import type { AroundTables } from './around-tables.ts'
import type { OutboxTables } from './outbox-tables.ts'
import type { PageTables } from './page-tables.ts'
import type { ReferenceTables } from './reference-tables.ts'
import type { SecretTables } from './secret-tables.ts'
import type { ValueTables } from './value-tables.ts'

type Json = JSONColumnType<object, string, string>

/** Ids of events that were taken in, and digests of signatures: the same one twice is a replay. */
interface SeenTable {
  key: string
  at: Date
}

interface IncomingTable {
  id: string
  event_id: string
  platform: string
  tenant: string
  account_user: string
  /** The incoming; its words redacted and sealed, until they are answered. */
  body: Json
  state: 'open' | 'done'
  attempts: Generated<number>
  received_at: Date
  mac: Generated<string>
}

export interface BindingTable {
  platform: string
  tenant: string
  account_user: string
  user_id: string
  how: 'proof' | 'import'
  bound_at: Date
  /** Set when e-mail or person changed on either side: the binding proves nothing until it is made anew. */
  frozen_at: Date | null
  /** Keyed digest of the e-mail address that the platform told for it since it was bound; null: not told yet. */
  address: string | null
  /** Keyed digest of what JumpCloud told of the person since it was bound (address and creation); null: not told yet. */
  person: Generated<string | null>
  mac: string
}

interface ConversationTable {
  platform: string
  tenant: string
  account_user: string
  language: string
  time_zone: string
  /** The last few lines, redacted and sealed, for a hand-over; forgotten after 30 minutes. */
  recent: Json
  misses: Generated<number>
  updated_at: Date
  /** When they last opened their home; null: never, so there is none to keep up to date. */
  home_at: Date | null
  /** They looked at their home and never spoke yet. */
  is_home_only: Generated<boolean>
}

interface HandleTable {
  /** SHA-256 of the handle: a copy of the database presses no buttons. */
  digest: string
  platform: string
  tenant: string
  account_user: string
  intent: Json
  expires_at: Date
  mac: Generated<string>
}

export interface RequestTable {
  id: string
  number: Generated<number>
  /** The handle or event that asked: the same ask twice is one request. */
  source_key: string
  platform: string
  tenant: string
  account_user: string
  requester: string
  subject: string
  skill: string
  input: Json
  plan_hash: string
  state: string
  /** Why it ended as it did: a word key and values. */
  reason: Json | null
  /** For the state that it explains. Without it the reason is not shown. */
  reason_mac: Generated<string | null>
  /** What policy asked for when the plan was made; evaluated again by the gate. */
  needs: Json
  /** The sentences that people saw when they were asked, by step; shown again, never decided on. */
  shown: Json
  /** Over `shown` and `input`: whoever decides reads both, and the page on which they prove themselves repeats them. */
  shown_mac: Generated<string>
  asked_at: Date
  expires_at: Date
  /** When something next happens by itself (reminder, escalation, expiry, end). */
  due_at: Date | null
  asked_approvers_at: Date | null
  reminded_at: Date | null
  escalated_at: Date | null
  /** Until when everybody concerned can still stop what was agreed. */
  waits_until: Generated<Date | null>
  ready_at: Date | null
  finished_at: Date | null
  ends_at: Date | null
  end_reminded_at: Date | null
  /** The gate's seal: it has checked this plan and begun it. A state alone, changed from outside, runs nothing. */
  begun_mac: Generated<string | null>
  /** So long one worker has the value that this plan needs, and the others leave it alone. */
  value_until: Generated<Date | null>
  /** Why the person is asked to type the value again: a word key and values. */
  value_note: JSONColumnType<object | null, string | null | undefined, string | null>
  updated_at: Date
}

/** Immutable: a trigger forbids UPDATE. */
export interface PlanTable {
  hash: string
  request_id: string
  canonical: string
  mac: string
  created_at: Date
}

interface StepTable {
  request_id: string
  plan_hash: string
  phase: 'run' | 'end' | 'undo'
  seq: number
  action: string
  input: Json
  state: 'pending' | 'running' | 'done' | 'failed' | 'skipped'
  /** `did`: this request changed the world; `already`: it was so before. */
  outcome: 'did' | 'already' | null
  attempt: Generated<number>
  fence: Generated<string>
  lease_until: Date | null
  /** Set with the "about to" record: from then on the outcome may be unknown. */
  about_to_at: Date | null
  error: Json | null
  done_at: Date | null
}

/** One person's decision on one plan hash. */
export interface VoteTable {
  plan_hash: string
  person: string
  request_id: string
  decision: 'approve' | 'deny'
  /** Indices of the approval rules that this person could satisfy when they voted. */
  rules: Json
  reason: string | null
  platform: string
  tenant: string
  account_user: string
  at: Date
  mac: string
}

export interface ProofTable {
  id: string
  request_id: string
  plan_hash: string
  person: string
  platform: string
  tenant: string
  account_user: string
  level: string
  method: string
  state: 'sent' | 'completed' | 'failed'
  /** Of a push and of a code sent by mail; every other method is stored whole. */
  code_digest: string | null
  code_typed_at: Date | null
  tries: Generated<number>
  push_endpoint: string | null
  push_id: string | null
  push_status: string | null
  sent_at: Date
  expires_at: Date
  completed_at: Date | null
  /** Of a vouch: whose word it is, and how they met. */
  vouched_by: Generated<string | null>
  met: Generated<string | null>
  /** Of a code that was sent by mail: the browser in which it may be typed. */
  browser: Generated<string | null>
  mac: string | null
}

interface LedgerTable {
  seq: number
  at: Date
  actor: string
  event: string
  request_id: string | null
  body: string
  prev: string
  hash: string
}

interface LedgerHeadTable {
  id: number
  seq: number
  hash: string
}

/** A person's key, itself sealed by a key that is not in the database. Destroying the row forgets the person. */
interface PersonKeyTable {
  user_id: string
  sealed_key: string
  created_at: Date
}

export interface Tables extends ReferenceTables, PageTables, AroundTables, ValueTables, OutboxTables, SecretTables {
  seen: SeenTable
  incoming: IncomingTable
  binding: BindingTable
  conversation: ConversationTable
  handle: HandleTable
  request: RequestTable
  plan: PlanTable
  step: StepTable
  vote: VoteTable
  proof: ProofTable
  ledger: LedgerTable
  ledger_head: LedgerHeadTable
  person_key: PersonKeyTable
}
