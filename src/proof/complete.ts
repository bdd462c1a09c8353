// Takes a proof that somebody has just given for a plan: the requester's moves the request on, an approver's makes their vote count, a voucher's their word.
import type { Core } from '../core.ts'
import type { Account, PlanHash, UserId } from '../ids.ts'
import { refreshCard } from '../outbox/notices.ts'
import type { ProofLevel } from '../policy/policy.ts'
import { advance } from '../requests/advance.ts'
import { insertProof } from '../requests/proofs.ts'
import type { Request } from '../requests/request.ts'
import type { Tx } from '../store/store.ts'
import type { Method } from './methods.ts'

type Deps = Pick<Core, 'clock' | 'keys' | 'ledger' | 'organisation' | 'store' | 'bindings'>

export interface Completed {
  person: UserId
  method: Method
  /** How much it was worth this time: a sign-in that tells of one factor is S1. */
  level: ProofLevel
  /** The chat account to which the page's link was bound, or in which the code was typed. */
  place: Account
  /** The plan that the person saw while they proved. */
  hash: PlanHash
}

/** False: the plan is another one by now, or its requester has nothing more to prove. Nothing was stored then. */
export async function completeProof(tx: Tx, deps: Deps, request: Request, given: Completed): Promise<boolean> {
  const row = await tx.db
    .selectFrom('request')
    .select(['state', 'plan_hash'])
    .where('id', '=', request.id)
    .forUpdate()
    .executeTakeFirst()
  if (row?.plan_hash !== given.hash || request.planHash !== given.hash) return false
  const isRequester = given.person === request.requester
  const isVoucher = !isRequester && row.state === 'proving' && request.needs.way === 'recovery'
  if (!isVoucher && row.state !== (isRequester ? 'proving' : 'approving')) return false
  await insertProof(tx, deps, request, given)
  const { method, level } = given
  if (!isRequester) {
    await deps.ledger.append(tx, {
      actor: given.person,
      event: 'proof.completed',
      request: request.id,
      about: request.subject,
      body: { plan: given.hash, method, level, of: isVoucher ? 'voucher' : 'approver' },
    })
    if (!isVoucher) await refreshCard(tx, deps, given.place, request.id, 'approver', given.person)
    return true
  }
  return advance(tx, deps, request, {
    from: ['proving'],
    actor: given.person,
    event: 'proof.completed',
    body: { method, level },
    onPlan: given.hash,
  })
}
