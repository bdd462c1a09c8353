// What the ledger says of one person since some time: records that nobody takes away unseen, unlike a row that is put back.
import { sql } from 'kysely'
import { z } from 'zod'
import type { Core } from '../core.ts'
import type { UserId } from '../ids.ts'
import type { Tx } from '../store/store.ts'
import type { LedgerEvent } from './events.ts'

export interface RecordAbout {
  at: Date
  data: Readonly<Record<string, unknown>>
}

const fields = z.record(z.string(), z.unknown()).catch({})

/** Of every one, whoever wrote it: only what makes something impossible may be read here. */
export async function recordsAbout(
  db: Tx['db'] | Core['store']['db'],
  person: UserId,
  event: LedgerEvent,
  since: Date,
): Promise<RecordAbout[]> {
  const rows = await db
    .selectFrom('ledger')
    .select(['at', sql<unknown>`body::jsonb -> 'data'`.as('data')])
    .where(sql<boolean>`body::jsonb ->> 'about' = ${person}`)
    .where('event', '=', event)
    .where('at', '>', since)
    .execute()
  return rows.map(({ at, data }) => ({ at, data: fields.parse(data) }))
}
