// The one way a request changes its state: compare-and-swap, with its messages, jobs and ledger record in one transaction.
import type { Updateable } from 'kysely'
import type { Core } from '../core.ts'
import type { LedgerEvent } from '../ledger/ledger.ts'
import type { Tx } from '../store/store.ts'
import type { RequestTable } from '../store/tables.ts'
import type { Text } from '../words/text.ts'
import { type Request, reasonColumns } from './request.ts'
import { nextDue } from './schedule.ts'
import type { RequestState } from './states.ts'

type Deps = Pick<Core, 'clock' | 'keys' | 'ledger' | 'organisation'>

export interface Move {
  from: readonly RequestState[]
  to: RequestState
  actor: string
  event: LedgerEvent
  /** Ids and codes only: what is personal goes to `personal`, sealed. */
  body?: Record<string, string | number | boolean | null>
  /** Free words of a person, sealed under that person's key. */
  personal?: { of: Request['requester']; fields: Record<string, string> }
  /** Why it comes to this; what explained the state before is gone with it. */
  reason?: Text
  set?: Omit<Updateable<RequestTable>, 'state' | 'id' | 'reason' | 'reason_mac'>
  /** Only for this plan: a press on an older card does not count. */
  onPlan?: string
  /** Only while this instant is not set: two wake-ups at one moment do it once. */
  once?: 'reminded_at' | 'escalated_at'
}

/** False when the request is no longer where the caller thought: nothing was written then. */
export async function move(
  tx: Tx,
  deps: Deps,
  request: Request,
  how: Move,
  effects?: () => Promise<void>,
): Promise<boolean> {
  const now = deps.clock.now()
  let update = tx.db
    .updateTable('request')
    .set({ ...how.set, ...reasonColumns(deps, request.id, how.to, how.reason), state: how.to, updated_at: now })
    .where('id', '=', request.id)
    .where('state', 'in', [...how.from])
  if (how.onPlan !== undefined) update = update.where('plan_hash', '=', how.onPlan)
  if (how.once !== undefined) update = update.where(how.once, 'is', null)
  const row = await update.returningAll().executeTakeFirst()
  if (!row) return false
  const due = nextDue(row, deps.organisation, now)
  await tx.db.updateTable('request').set({ due_at: due }).where('id', '=', request.id).execute()
  if (due) await tx.enqueue('wake-request', { request: request.id }, { startAfter: due })
  await effects?.()
  await deps.ledger.append(tx, {
    actor: how.actor,
    event: how.event,
    request: request.id,
    about: request.subject,
    body: { from: request.state, to: how.to, plan: row.plan_hash, ...how.body },
    ...(how.personal ? { personal: how.personal } : {}),
  })
  return true
}
