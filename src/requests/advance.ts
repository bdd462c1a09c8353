// Brings a request to the next thing it needs: proof, approvals, or the gate.
import type { Core } from '../core.ts'
import type { UserId } from '../ids.ts'
import type { LedgerEvent } from '../ledger/ledger.ts'
import { refreshCard } from '../outbox/notices.ts'
import { proves } from '../proof/solver.ts'
import type { Tx } from '../store/store.ts'
import { type Move, move } from './move.ts'
import { isWorthRinging, wishForPush } from './proof-wish.ts'
import { requesterProofs } from './proofs.ts'
import type { Request } from './request.ts'
import { soundVotes } from './sound-votes.ts'
import type { RequestState } from './states.ts'
import { isSatisfied } from './votes.ts'
import { waitOf } from './wait.ts'

type Deps = Pick<Core, 'clock' | 'keys' | 'ledger' | 'organisation' | 'store' | 'bindings'>

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
  const { to, waitsUntil } = await nextState(tx, deps, request)
  // A first yes of two leaves who was asked, and whether the next in line may decide as well, as it is.
  const isAsking = to === 'approving' && request.state !== 'approving'
  const set =
    to === 'ready'
      ? { ready_at: deps.clock.now() }
      : isAsking
        ? { asked_approvers_at: null, reminded_at: null, escalated_at: null }
        : { waits_until: waitsUntil ?? null }
  return move(tx, deps, request, { ...how, to, set }, async () => {
    // Whoever proves in several steps, or has something better, is not rung for each of them.
    if (to === 'proving' && request.state !== 'proving' && isWorthRinging(request)) await wishForPush(tx, request)
    if (isAsking) await tx.enqueue('ask-approvers', { request: request.id })
    if (to === 'ready') await tx.enqueue('run-request', { request: request.id })
    await refreshCard(tx, deps, request.account, request.id, 'requester', request.requester)
  })
}

async function nextState(
  tx: Tx,
  deps: Deps,
  request: Request,
): Promise<{ to: RequestState; waitsUntil?: Date | undefined }> {
  const { needs } = request
  const proofs = await requesterProofs(tx.db, deps, request)
  if (!proves(needs.proof, proofs, needs.lost)) return { to: 'proving' }
  const votes = await soundVotes(tx.db, deps, request)
  if (!isSatisfied(needs.approvals.length, votes)) return { to: 'approving' }
  const waitsUntil = waitOf(deps, request, proofs, votes)
  return waitsUntil && waitsUntil > deps.clock.now() ? { to: 'waiting', waitsUntil } : { to: 'ready' }
}
