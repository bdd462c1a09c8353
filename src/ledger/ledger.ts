// The ledger: what was decided and done, by whom, in an order that nobody can change unseen.
import canonicalize from 'canonicalize'
import { sql } from 'kysely'
import { z } from 'zod'
import type { Clock } from '../clock.ts'
import { type RequestId, requestId, type UserId, userId } from '../ids.ts'
import type { Keys } from '../keys.ts'
import type { Store, Tx } from '../store/store.ts'
import type { LedgerEvent } from './events.ts'
import { parsed, sealRecord } from './record-seal.ts'
import type { Sealer } from './seal.ts'

export type { LedgerEvent } from './events.ts'

type Json = z.infer<ReturnType<typeof z.json>>

export interface LedgerEntry {
  /** A user id, or the part of Latchkey that acts by itself: `system`, `gate`. */
  actor: string
  event: LedgerEvent
  request?: RequestId | undefined
  /** The person whom it concerns. */
  about?: UserId | undefined
  /** Ids and facts about the plan only: whoever may read the ledger reads this. */
  body: Json
  /** Names, addresses, words that somebody typed: sealed under that person's key. */
  personal?: { of: UserId; fields: Record<string, string> } | undefined
}

/**
 * Until the transaction is over, nobody else writes a record: what is read after this call cannot be changed by one who
 * records the change, a freeze for one, before what this transaction records.
 */
export const holdEnd = async ({ db }: Tx): Promise<void> =>
  void (await db.selectFrom('ledger_head').select('seq').where('id', '=', 1).forUpdate().execute())

/** The stored body, before it is written as canonical JSON. */
const stored = z.object({
  about: userId.optional(),
  data: z.json(),
  personal: z.object({ of: userId, sealed: z.record(z.string(), z.string()) }).optional(),
  seal: z.string().optional(),
})

export interface LedgerRecord {
  seq: number
  at: Date
  actor: string
  /** As written: an older or newer version may know other events. */
  event: string
  request: RequestId | undefined
  about: UserId | undefined
  body: Json
  /** Sealed; `Sealer.open` reads one for whoever may. */
  personal: { of: UserId; sealed: Record<string, string> } | undefined
  hash: string
}

export interface Ledger {
  /** Called last in each transaction: from here to the commit every other writer waits. Returns the number in the chain. */
  append(tx: Tx, entry: LedgerEntry): Promise<number>
}

export function createLedger({
  clock,
  sealer,
  keys,
}: {
  clock: Clock
  sealer: Pick<Sealer, 'seal'>
  keys: Pick<Keys, 'digest'>
}): Ledger {
  return {
    async append(tx, { actor, event, request, about, body, personal }) {
      const sealed: Record<string, string> = {}
      for (const [name, text] of Object.entries(personal?.fields ?? {}))
        if (personal) sealed[name] = await sealer.seal(tx, personal.of, text)
      const record = stored.parse({ about, data: body, ...(personal && { personal: { of: personal.of, sealed } }) })
      const at = clock.now()
      const written = { ...record, seal: sealRecord(keys, { at, actor, event, request, body: record }) }
      const { rows } = await sql<{ seq: number }>`SELECT ledger_append(${at}::timestamptz, ${actor}::text,
        ${event}::text, ${request ?? null}::uuid, ${canonicalize(written)}::text) AS seq`.execute(tx.db)
      const seq = rows[0]?.seq
      if (seq === undefined) throw new Error('the ledger gave no number')
      return seq
    },
  }
}

/** In the order of the chain. `after` is the last number already seen; `newestFirst` turns both around. */
export async function readLedger(
  { db }: Pick<Store, 'db'>,
  { request, limit, after, newestFirst = false }: ReadOptions,
): Promise<LedgerRecord[]> {
  let query = db
    .selectFrom('ledger')
    .selectAll()
    .orderBy('seq', newestFirst ? 'desc' : 'asc')
    .limit(limit)
  if (request !== undefined) query = query.where('request_id', '=', request)
  if (after !== undefined) query = query.where('seq', newestFirst ? '<' : '>', after)
  return (await query.execute()).map(({ seq, at, actor, event, request_id, body, hash }) => {
    const { about, data, personal } = readBody(body)
    const request = request_id === null ? undefined : requestId.parse(request_id)
    return { seq, at, actor, event, request, about, body: data, personal, hash }
  })
}

/** Whoever reads the ledger must see what others added to it, whatever it looks like: then as it stands there. */
function readBody(text: string): Pick<z.infer<typeof stored>, 'about' | 'data' | 'personal'> {
  const read = stored.safeParse(parsed(text))
  return read.success ? read.data : { data: text }
}

interface ReadOptions {
  request?: RequestId | undefined
  limit: number
  after?: number | undefined
  newestFirst?: boolean | undefined
}
