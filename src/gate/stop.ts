// How a run stops: the request may not go on, or a row was changed from outside; everyone concerned is told why.
import { sql } from 'kysely'
import type { GateCore } from '../core.ts'
import type { LatchkeyError } from '../errors.ts'
import type { RequestId } from '../ids.ts'
import type { LedgerEvent } from '../ledger/ledger.ts'
import { refreshCard, say, sayToAudit, sayToSecurity } from '../outbox/notices.ts'
import { securityAccounts } from '../people/security.ts'
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
        set: { reason: JSON.stringify(how.why) },
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

/** A row whose seal does not fit runs nothing, now or later. */
export async function alarm(deps: GateCore, id: RequestId, error: LatchkeyError): Promise<void> {
  const contacts = await securityAccounts(deps)
  await deps.store.tx(async (tx) => {
    const row = await tx.db
      .updateTable('request')
      .set({
        // Before anything ran, nothing was done; later, a person has to see how far it got.
        state: sql<string>`CASE state WHEN 'ready' THEN 'failed' ELSE 'needs-a-person' END`,
        reason: JSON.stringify(error.text),
        due_at: null,
        updated_at: deps.clock.now(),
      })
      .where('id', '=', id)
      .where('state', 'in', ['ready', 'running', 'ending'])
      .returning(['number', 'platform', 'tenant', 'account_user'])
      .executeTakeFirst()
    if (!row) return
    const title = text('audit.tampered', { number: row.number })
    // Its card may not be drawn any more, so this is said in a message of its own.
    const account = { platform: row.platform, tenant: row.tenant, user: row.account_user }
    await say(tx, deps, account, { tone: 'bad', title, body: [error.text] })
    await sayToSecurity(tx, deps, contacts, { tone: 'bad', title, body: [error.text] })
    await deps.ledger.append(tx, { actor: 'gate', event: 'row.tampered', request: id, body: {} })
  })
}
