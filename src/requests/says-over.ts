// What the ledger says of the end of a request: its row can be set back, or hidden and shown again, by whoever can write to the database.
import { type Expression, type SqlBool, sql } from 'kysely'
import type { Store } from '../store/store.ts'
import type { Request } from './request.ts'
import { endStates } from './states.ts'

/**
 * Believed of anybody's record: it only keeps something from happening. What began before a store was put back from a copy
 * is over, whatever its row was while that was done.
 */
export async function saysOver(
  { store }: { store: Pick<Store, 'db'> },
  { id }: Pick<Request, 'id'>,
  saidOfIt: Expression<SqlBool>,
): Promise<boolean> {
  const said = await store.db
    .selectFrom('ledger')
    .select('seq')
    .where((or) => or.or([or.and([or('request_id', '=', id), saidOfIt]), putBackSince(id)]))
    .limit(1)
    .executeTakeFirst()
  return said !== undefined
}

const putBackSince = (id: Request['id']): Expression<SqlBool> => sql`event = 'store.restored'
  AND seq > (SELECT min(of_it.seq) FROM ledger AS of_it WHERE of_it.request_id = ${id})`

/** Denied, cancelled or otherwise over, as `move` wrote it: what is set back to `ready` afterwards is not begun. */
export const hasEnded = (deps: { store: Pick<Store, 'db'> }, request: Pick<Request, 'id'>): Promise<boolean> =>
  saysOver(
    deps,
    request,
    sql`(event = 'row.tampered' OR body::jsonb -> 'data' ->> 'to' = ANY(${[...endStates]}::text[]))`,
  )
