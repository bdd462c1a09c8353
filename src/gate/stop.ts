// How a run stops: the request may not go on; everyone concerned is told why.
import type { GateCore } from '../core.ts'
import type { LedgerEvent } from '../ledger/ledger.ts'
import { refreshCard, say, sayToAudit } from '../outbox/notices.ts'
import { refreshApprovers } from '../requests/decisions.ts'
import { move } from '../requests/move.ts'
import type { Request } from '../requests/request.ts'
import type { RequestState } from '../requests/states.ts'
import type { Tx } from '../store/store.ts'
import { type Text, text } from '../words/text.ts'
import { type Claim, mine } from './claim.ts'

interface Stop {
  from: readonly RequestState[]
  to: 'failed' | 'needs-a-person'
  event: LedgerEvent
  why: Text
  /** The step at which it stops; before the first one there is none. */
  at?: Claim
}

const endStep = (tx: Tx, request: Request, claim: Claim) =>
  mine(tx.db.updateTable('step').set({ state: 'failed', lease_until: null }), request, claim)
    .returning('seq')
    .executeTakeFirst()

/** Ends a request that may not go on, and tells the requester, the approvers and the audit channel why. */
export const stopped = (deps: GateCore, request: Request, how: Stop): Promise<boolean> =>
  deps.store.tx(async (tx) => {
    // The step ends with its request: between the two, a request would seem to have nothing left to do.
    if (how.at && !(await endStep(tx, request, how.at))) return false
    return move(
      tx,
      deps,
      request,
      {
        from: how.from,
        to: how.to,
        actor: 'gate',
        event: how.event,
        body: { why: how.why.key },
        reason: how.why,
      },
      async () => {
        await refreshCard(tx, deps, request.account, request.id, 'requester', request.requester)
        await refreshApprovers(tx, deps, request)
        // It was decided by somebody else, or ends long after: an edited card alone would go unnoticed.
        if (request.needs.approvals.length > 0)
          await say(tx, deps, request.account, {
            tone: 'bad',
            title: text(`request.${how.to}-title`, { number: request.number }),
            body: [how.why],
          })
        await sayToAudit(tx, deps, {
          tone: 'bad',
          title: text(`audit.${how.to}`, { number: request.number, skill: request.skill }),
          body: [how.why],
        })
      },
    )
  })
