// Looks things up in the ledger before something is decided: records that nobody takes away unseen, unlike a row that is put back.
import { sql } from 'kysely'
import { z } from 'zod'
import { type RequestId, requestId, type UserId } from '../ids.ts'
import type { Keys } from '../keys.ts'
import type { Store, Tx } from '../store/store.ts'
import type { LedgerEvent } from './events.ts'
import { ownBody } from './record-seal.ts'

type Db = Store['db'] | Tx['db']

export interface Looked {
  event: string
  at: Date
  request: RequestId | undefined
  data: Readonly<Record<string, unknown>>
}

const fields = z.record(z.string(), z.unknown()).catch({})

const about = (person: UserId) => sql<boolean>`body::jsonb ->> 'about' = ${person}`

/**
 * Everything of this kind about somebody, whoever wrote it, in the order of the chain. What makes something impossible is
 * believed of every record: whoever adds one to the database only keeps something from happening, for all to see.
 */
export async function recordsAbout(db: Db, person: UserId, event: LedgerEvent, since = new Date(0)): Promise<Looked[]> {
  const rows = await db
    .selectFrom('ledger')
    .select(['at', 'request_id', sql<unknown>`body::jsonb -> 'data'`.as('data')])
    .where(about(person))
    .where('event', '=', event)
    .where('at', '>', since)
    .orderBy('seq')
    .execute()
  return rows.map(({ at, request_id, data }) => ({
    event,
    at,
    request: requestOf(request_id),
    data: fields.parse(data),
  }))
}

/**
 * What Latchkey itself wrote of these events, in the order of the chain: what makes something possible, or keeps something
 * from being stopped, is believed of these alone.
 */
export async function ownRecords(
  db: Db,
  { keys }: { keys: Pick<Keys, 'digests'> },
  of: { request: RequestId } | { person: UserId } | 'anything',
  events: readonly LedgerEvent[],
): Promise<Looked[]> {
  let query = db.selectFrom('ledger').selectAll().where('event', 'in', events).orderBy('seq')
  if (of !== 'anything')
    query = 'request' in of ? query.where('request_id', '=', of.request) : query.where(about(of.person))
  const seen = new Set<string>()
  return (await query.execute()).flatMap(({ event, at, actor, request_id, body: text }) => {
    const body = ownBody(keys, { at, actor, event, request: request_id ?? undefined }, text)
    // What was written once and stands there again later was copied by somebody.
    const isFirst = body !== undefined && !seen.has(body.seal) && seen.add(body.seal) !== undefined
    return isFirst ? [{ event, at, request: requestOf(request_id), data: fields.parse(body.data) }] : []
  })
}

const requestOf = (id: string | null): RequestId | undefined => (id === null ? undefined : requestId.parse(id))
