// The store's port: one SQL dialect on the embedded database and on PostgreSQL, and one transaction for
// "state + ledger + outbox + job".
import type { Kysely, Transaction } from 'kysely'
import type { Tables } from './tables.ts'

export interface Tx {
  readonly db: Transaction<Tables>
  /** Enqueued with the transaction: it exists exactly when the transaction committed. */
  enqueue(job: string, payload: object, options?: { startAfter?: Date; singletonKey?: string }): Promise<void>
  /** Many of one job in one statement. */
  enqueueAll(job: string, payloads: readonly object[]): Promise<void>
}

export type Heard = (message: string) => Promise<void>

export interface Listening {
  /** False while the connection is lost. */
  isOpen(): boolean
  close(): Promise<void>
}

export interface Store {
  /** For reads and single statements outside a transaction. Using it inside one throws (it would hang or tear). */
  readonly db: Kysely<Tables>
  /** `goesFirst`: before whatever else waits for the embedded database's one connection. */
  tx<T>(work: (tx: Tx) => Promise<T>, options?: { goesFirst?: boolean }): Promise<T>
  /** Says something to the processes that listen just now. Nothing is stored; at most 8,000 bytes. */
  notify(channel: string, message: string): Promise<void>
  listen(channel: string, heard: Heard): Promise<Listening>
  readonly kind: 'embedded' | 'postgres'
  close(): Promise<void>
}
