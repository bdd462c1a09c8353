// Claims: one worker at a time per step, by a lease and a fencing number; a worker that lost its lease writes nothing.

import { isDeepStrictEqual } from 'node:util'
import { sql } from 'kysely'
import { later, seconds } from '../clock.ts'
import type { GateCore } from '../core.ts'
import { LatchkeyError } from '../errors.ts'
import type { Step } from '../plan.ts'
import { doneSteps } from '../requests/done-steps.ts'
import { takesBack } from '../requests/ending.ts'
import type { Request } from '../requests/request.ts'
import type { RequestState } from '../requests/states.ts'
import type { Tx } from '../store/store.ts'

type Deps = Pick<GateCore, 'store' | 'keys' | 'clock' | 'actions'>

/** Longer than every call together that one attempt makes, each of which times out well before. */
export const lease = seconds(60)

export type Phase = 'run' | 'end' | 'undo'

export interface Claim {
  seq: number
  phase: Phase
  step: Step
  attempt: number
  fence: string
  /** From then on another worker may have it. */
  until: Date
  /** True when an earlier attempt wrote "about to": its outcome is unknown until it was read back. */
  mayHaveRun: boolean
  /** When that was. */
  aboutToAt: Date | undefined
}

/** The next step to do, claimed; `busy` when another worker has it, or stopped it; `none` when nothing is left. */
export async function claimNext(deps: Deps, request: Request, phase: Phase): Promise<Claim | 'busy' | 'none'> {
  return deps.store.tx(async (tx) => {
    const now = deps.clock.now()
    const until = later(now, lease)
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
    // Asked after the row above was had: whoever stopped an earlier step meanwhile stopped the request in the same commit.
    if (!(await isGoingOn(tx, request, phase))) return 'busy'
    // Only what this very request changed is taken back.
    if (phase === 'end' && (await doneSteps(tx.db, deps, request, 'run')).get(next.seq) !== 'did')
      throw new LatchkeyError('tampered', { what: 'step' })
    const claimed = await tx.db
      .updateTable('step')
      .set({
        state: 'running',
        attempt: next.attempt + 1,
        fence: sql<string>`nextval('fence_seq')`,
        lease_until: until,
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
      step: trusted(deps, request, phase, next),
      attempt: claimed.attempt,
      fence: String(claimed.fence),
      until,
      mayHaveRun: next.about_to_at !== null,
      aboutToAt: next.about_to_at ?? undefined,
    }
  })
}

const goingOn = { run: 'running', end: 'ending', undo: 'undoing' } as const satisfies Record<Phase, RequestState>

const isGoingOn = async ({ db }: Tx, { id }: Request, phase: Phase): Promise<boolean> =>
  (await db.selectFrom('request').select('state').where('id', '=', id).executeTakeFirst())?.state === goingOn[phase]

export const isAnyLeft = async ({ store }: Pick<Deps, 'store'>, request: Request, phase: Phase): Promise<boolean> =>
  (await store.db
    .selectFrom('step')
    .select('seq')
    .where('request_id', '=', request.id)
    .where('plan_hash', '=', request.planHash)
    .where('phase', '=', phase)
    .where('state', 'in', ['pending', 'running'])
    .limit(1)
    .executeTakeFirst()) !== undefined

/** What runs comes from the sealed plan, its end included; the row is only where progress is kept, and must agree. */
function trusted(
  { actions }: Deps,
  { plan }: Request,
  phase: Phase,
  row: { seq: number; action: string; input: unknown },
): Step {
  const planned = plan.steps[row.seq]
  const meant = planned && (phase === 'run' ? planned : takesBack(actions, planned))
  if (!meant || meant.action !== row.action || !isDeepStrictEqual(meant.input, row.input))
    throw new LatchkeyError('tampered', { what: 'step' })
  return meant
}

/**
 * Gives the step back for another attempt. `isUntouched`: this one was refused clearly, so it left nothing open.
 * `isUncounted`: it was no attempt, for what it needs was not there.
 */
export const release = (
  { store }: Pick<Deps, 'store'>,
  request: Request,
  claim: Claim,
  { isUntouched, isUncounted = false }: { isUntouched: boolean; isUncounted?: boolean },
) =>
  mine(
    store.db.updateTable('step').set({
      state: 'pending',
      lease_until: null,
      ...(isUntouched && !claim.mayHaveRun ? { about_to_at: null } : {}),
      ...(isUncounted ? { attempt: claim.attempt - 1 } : {}),
    }),
    request,
    claim,
  ).execute()

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

/** Nothing of the plan was done, and no attempt before this one is still open: then "nothing was done" is true. */
export const isClean = ({ seq, phase, mayHaveRun }: Claim): boolean => seq === 0 && phase === 'run' && !mayHaveRun
