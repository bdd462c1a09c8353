// The wish for a push: it names the proof that it follows, so that a wake-up which comes late or twice rings no phone again.
import { randomUUID } from 'node:crypto'
import type { Core } from '../core.ts'
import { worthOffering } from '../proof/solver.ts'
import type { Tx } from '../store/store.ts'
import { insertProofRow, noPush } from './proofs.ts'
import type { Request } from './request.ts'

/** Whoever proves by something else, or in two steps, is rung only when they ask for it. */
export const isWorthRinging = ({ needs }: Pick<Request, 'needs'>): boolean =>
  worthOffering(needs.proof, ['push'], [], needs.lost).includes('push') && needs.way === 'usual'

type Of = Pick<Request, 'id' | 'planHash'>

export const lastPush = (db: Tx['db'] | Core['store']['db'], request: Of) =>
  db
    .selectFrom('proof')
    .select(['id', 'state', 'push_id', 'code_typed_at', 'sent_at', 'expires_at'])
    .where('request_id', '=', request.id)
    .where('plan_hash', '=', request.planHash)
    .where('method', '=', 'push')
    .orderBy('sent_at', 'desc')
    .limit(1)
    .executeTakeFirst()

/** One push more than there was when this was wished for. */
export async function wishForPush(tx: Tx, request: Of): Promise<void> {
  const last = await lastPush(tx.db, request)
  await tx.enqueue('start-proof', { request: request.id, after: last?.id })
}

/** In place of what JumpCloud says of a push: it never left. */
export const unsent = 'UNSENT'
/** The same while two denials keep the phone from being rung; also for what was accepted on another one meanwhile. */
export const locked = 'LOCKED'

/** The phone could not be asked, and that is no end: whoever has another way sees it on the card. */
export async function insertUnsentPush(
  tx: Tx,
  deps: Pick<Core, 'clock' | 'keys'>,
  { id, planHash, requester, account }: Pick<Request, 'id' | 'planHash' | 'requester' | 'account'>,
  status: typeof unsent | typeof locked,
): Promise<void> {
  const now = deps.clock.now()
  await insertProofRow(tx, deps, {
    ...noPush,
    id: randomUUID(),
    request_id: id,
    plan_hash: planHash,
    person: requester,
    platform: account.platform,
    tenant: account.tenant,
    account_user: account.user,
    level: 'S1',
    method: 'push',
    state: 'failed',
    push_status: status,
    sent_at: now,
    expires_at: now,
  })
}
