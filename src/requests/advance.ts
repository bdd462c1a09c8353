// Brings a request to the next thing it needs: proof, approvals, or the gate.
import type { Core } from '../core.ts'
import type { UserId } from '../ids.ts'
import type { LedgerEvent } from '../ledger/ledger.ts'
import { refreshCard } from '../outbox/notices.ts'
import type { Tx } from '../store/store.ts'
import { type Move, move } from './move.ts'
import { wishForPush } from './proof-wish.ts'
import type { Request } from './request.ts'
import type { RequestState } from './states.ts'
import { isSatisfied, votesOn } from './votes.ts'

type Deps = Pick<Core, 'clock' | 'keys' | 'ledger' | 'organisation' | 'store' | 'bindings'>

/** A completed proof of the requester for exactly this plan, not older than the plan itself. */
export async function hasProof(
  db: Tx['db'] | Core['store']['db'],
  deps: Pick<Core, 'keys'>,
  request: Pick<Request, 'id' | 'planHash' | 'requester' | 'account'>,
): Promise<boolean> {
  const rows = await db
    .selectFrom('proof')
    .selectAll()
    .where('request_id', '=', request.id)
    .where('plan_hash', '=', request.planHash)
    .where('person', '=', request.requester)
    .where('state', '=', 'completed')
    .execute()
  return rows.some(
    (row) =>
      row.mac !== null &&
      row.platform === request.account.platform &&
      row.tenant === request.account.tenant &&
      row.account_user === request.account.user &&
      deps.keys.isMac('proof', proofSeal(row), row.mac),
  )
}

export const proofSeal = (row: {
  id: string
  request_id: string
  plan_hash: string
  person: string
  platform: string
  tenant: string
  account_user: string
  level: string
}) => ({
  id: row.id,
  request: row.request_id,
  hash: row.plan_hash,
  person: row.person,
  platform: row.platform,
  tenant: row.tenant,
  account: row.account_user,
  level: row.level,
})

/** Moves on from `from`; false when somebody was faster. */
export async function advance(
  tx: Tx,
  deps: Deps,
  request: Request,
  how: {
    from: readonly RequestState[]
    actor: UserId | 'system'
    event: LedgerEvent
    body?: NonNullable<Move['body']>
    onPlan?: string
  },
): Promise<boolean> {
  const to = await nextState(tx, deps, request)
  // A first yes of two leaves who was asked, and whether the next in line may decide as well, as it is.
  const isAsking = to === 'approving' && request.state !== 'approving'
  const set =
    to === 'ready'
      ? { ready_at: deps.clock.now() }
      : isAsking
        ? { asked_approvers_at: null, reminded_at: null, escalated_at: null }
        : {}
  return move(tx, deps, request, { ...how, to, set }, async () => {
    if (to === 'proving') await wishForPush(tx, request)
    if (isAsking) await tx.enqueue('ask-approvers', { request: request.id })
    if (to === 'ready') await tx.enqueue('run-request', { request: request.id })
    await refreshCard(tx, deps, request.account, request.id, 'requester', request.requester)
  })
}

async function nextState(tx: Tx, deps: Deps, request: Request): Promise<RequestState> {
  if (request.needs.proof !== 'S0' && !(await hasProof(tx.db, deps, request))) return 'proving'
  const votes = await votesOn(tx.db, deps, request.id, request.planHash)
  return isSatisfied(request.needs.approvals.length, votes) ? 'ready' : 'approving'
}
