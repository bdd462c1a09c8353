// The wish for a push: it names the proof that it follows, so that a wake-up which comes late or twice rings no phone again.
import type { Core } from '../core.ts'
import { worthOffering } from '../proof/solver.ts'
import type { Tx } from '../store/store.ts'
import type { Request } from './request.ts'

type Of = Pick<Request, 'id' | 'planHash'>

export const lastPush = (db: Tx['db'] | Core['store']['db'], request: Of) =>
  db
    .selectFrom('proof')
    .select(['id', 'state', 'push_id', 'sent_at', 'expires_at'])
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

/** Whether the phone alone is enough: who proves in several steps, or with something better, is not rung for it. */
export const isByPush = ({ needs }: Pick<Request, 'needs'>): boolean =>
  needs.way === 'usual' && worthOffering(needs.proof, ['push'], [], needs.lost).includes('push')
