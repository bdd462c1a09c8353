// Sends what a person typed on a page to one living worker, sealed, and stores nothing of it.

import { sql } from 'kysely'
import type { Core } from '../core.ts'
import type { Request } from './request.ts'
import { type Addressee, longestValue, sealValue, workerKeySeal } from './sealed-value.ts'
import { needsValue } from './value-needed.ts'

type Deps = Pick<Core, 'store' | 'keys' | 'clock' | 'actions'>

/** Each worker listens to a channel of its own. */
export const valueChannel = (worker: string): string => `latchkey_value_${worker.replaceAll('-', '')}`

/**
 * `sent`: a worker has it, or had it: the request's row says what came of it. `nobody`: no worker is there to take it;
 * `not-wanted`: this request does not wait for a value (any more).
 */
export async function sendValue(
  deps: Deps,
  request: Request,
  value: string,
): Promise<'sent' | 'nobody' | 'not-wanted'> {
  const isWanted = (request.state === 'ready' || request.state === 'running') && needsValue(deps.actions, request.plan)
  if (!isWanted || value === '' || value.length > longestValue) return 'not-wanted'
  const to = await findWorker(deps)
  if (!to) return 'nobody'
  const about = { request: request.id, hash: request.planHash, at: deps.clock.now() }
  await deps.store.notify(valueChannel(to.worker), sealValue(deps.keys, to, about, value))
  return 'sent'
}

/** The one that was heard of last. A row that carries no valid seal is nobody's. */
async function findWorker({ store, keys, clock }: Deps): Promise<Addressee | undefined> {
  const rows = await store.db
    .selectFrom('worker_key')
    .selectAll()
    .where('expires_at', '>', clock.now())
    .orderBy('expires_at', 'desc')
    .orderBy(sql`random()`)
    .execute()
  return rows
    .map(({ worker, public_key: publicKey, expires_at, mac }) => ({ worker, publicKey, expires_at, mac }))
    .find((row) => keys.isMac('worker-key', workerKeySeal(row, row.expires_at), row.mac))
}
