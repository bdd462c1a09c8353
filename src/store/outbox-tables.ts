// What is to be told, who is telling it, and where the cards stand.
import type { Generated, JSONColumnType } from 'kysely'

type Json = JSONColumnType<object, string, string>

/** Messages are rows first. `body` says what to tell; what it looks like is decided when it is sent. */
interface NoticeTable {
  id: string
  /** The order in which they were written, also within one transaction. */
  seq: Generated<number>
  dedupe_key: string
  request_id: string | null
  destination: Json
  /** Deliveries to one destination are made one at a time, oldest first. */
  destination_key: string
  body: Json
  state: 'pending' | 'sent' | 'dropped'
  attempts: Generated<number>
  not_before: Date
  created_at: Date
  mac: Generated<string>
}

/** Who is delivering to a destination right now: a lease, so that a dead process blocks nobody for long. */
interface MailboxTable {
  destination_key: string
  busy_until: Date | null
}

/** Where a request's card stands for a person, so that it is updated in place. */
interface MessageTable {
  request_id: string
  purpose: string
  destination_key: string
  ref: string
  updated_at: Date
}

export interface OutboxTables {
  notice: NoticeTable
  mailbox: MailboxTable
  message: MessageTable
}
