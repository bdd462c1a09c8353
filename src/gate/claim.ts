// Claims: one worker at a time per step, by a lease and a fencing number; a worker that lost its lease writes nothing.

import { sql } from 'kysely'
import { later, seconds } from '../clock.ts'
import type { GateCore } from '../core.ts'
import { LatchkeyError } from '../errors.ts'
import type { Step } from '../plan.ts'
import { step as stepSchema } from '../plan.ts'
import type { Request } from '../requests/request.ts'

type Deps = Pick<GateCore, 'store' | 'clock'>

/** Longer than every call together that one attempt makes, each of which times out well before. */
const lease = seconds(60)

export type Phase = 'run' | 'end' | 'undo'

export interface Claim {
  seq: number
  phase: Phase
  step: Step
  attempt: number
  fence: string
  /** True when an earlier attempt wrote "about to": its outcome is unknown until it was read back. */
  mayHaveRun: boolean
}

/** The next step to do, claimed; `busy` when another worker has it; `none` when nothing is left. */
export async function claimNext(
  { store, clock }: Deps,
  request: Request,
  phase: Phase,
): Promise<Claim | 'busy' | 'none'> {
  return store.tx(async (tx) => {
    const now = clock.now()
    const next = await tx.db
      .selectFrom('step')
      .selectAll()
      .where('request_id', '=', request.id)
      .where('plan_hash', '=', request.planHash)
      .where('phase', '=', phase)
      .where('state', 'in', ['pending', 'running'])
      // The end takes back in the reverse order.
      .orderBy('seq', phase === 'run' ? 'asc' : 'desc')
      .limit(1)
      .forUpdate()
      .executeTakeFirst()
    if (!next) return 'none'
    if (next.state === 'running' && next.lease_until && next.lease_until > now) return 'busy'
    const claimed = await tx.db
      .updateTable('step')
      .set({
        state: 'running',
        attempt: next.attempt + 1,
        fence: sql<string>`nextval('fence_seq')`,
        lease_until: later(now, lease),
      })
      .where('request_id', '=', request.id)
      .where('plan_hash', '=', request.planHash)
      .where('phase', '=', phase)
      .where('seq', '=', next.seq)
      .returning(['attempt', 'fence'])
      .executeTakeFirstOrThrow()
    return {
      seq: next.seq,
      phase,
      step: trusted(request, phase, next),
      attempt: claimed.attempt,
      fence: String(claimed.fence),
      mayHaveRun: next.about_to_at !== null,
    }
  })
}

/** What runs comes from the sealed plan; the row is only where its progress is kept, and must agree. */
function trusted(request: Request, phase: Phase, row: { seq: number; action: string; input: unknown }): Step {
  const planned = request.plan.steps[row.seq]
  if (!planned) throw new LatchkeyError('tampered', { what: 'step' })
  if (phase === 'run') {
    if (planned.action !== row.action) throw new LatchkeyError('tampered', { what: 'step' })
    return planned
  }
  return stepSchema.parse({ action: row.action, input: row.input })
}

/** Gives the step back for another attempt. */
export const release = ({ store }: Deps, request: Request, claim: Claim) =>
  mine(store.db.updateTable('step').set({ state: 'pending', lease_until: null }), request, claim).execute()

/** The step's row, as long as it is still ours. */
export const mine = <Q extends { where(column: string, op: '=', value: unknown): Q }>(
  query: Q,
  request: Request,
  claim: Claim,
): Q =>
  query
    .where('request_id', '=', request.id)
    .where('plan_hash', '=', request.planHash)
    .where('phase', '=', claim.phase)
    .where('seq', '=', claim.seq)
    .where('fence', '=', claim.fence)
