// The end of time-bound access: takes back what this request's own steps added, and nothing that was there before.
import { type Action, actionOf } from '../action.ts'
import type { Core } from '../core.ts'
import type { LedgerEvent } from '../ledger/ledger.ts'
import { refreshCard } from '../outbox/notices.ts'
import type { Plan, Step } from '../plan.ts'
import type { Tx } from '../store/store.ts'
import { doneSteps } from './done-steps.ts'
import { move } from './move.ts'
import type { Request } from './request.ts'

type Deps = Pick<Core, 'clock' | 'keys' | 'ledger' | 'organisation' | 'actions' | 'bindings'>

/** The step that takes a time-bound one back at its end; undefined for one that lasts. */
export function takesBack(actions: ReadonlyMap<string, Action>, step: Step): Step | undefined {
  if (step.lastsSeconds === undefined) return undefined
  const action = actionOf(actions, step)
  return action.undo(action.input.parse(step.input))
}

/** Whether what ends was given: only that can be given back. The time to set up a second factor merely runs out. */
export const isLent = (actions: ReadonlyMap<string, Action>, { steps }: Pick<Plan, 'steps'>): boolean =>
  steps.some((step) => {
    const action = actionOf(actions, step)
    return step.lastsSeconds !== undefined && action.grants(action.input.parse(step.input)) !== undefined
  })

/** False when it has ended already, or somebody else ends it now. */
export function startEnding(tx: Tx, deps: Deps, request: Request, actor: string, event: LedgerEvent): Promise<boolean> {
  return move(tx, deps, request, { from: ['done'], to: 'ending', actor, event }, async () => {
    const done = await doneSteps(tx.db, deps, request, 'run')
    for (const [seq, outcome] of [...done].toReversed()) {
      const step = request.plan.steps[seq]
      const back = step && outcome === 'did' ? takesBack(deps.actions, step) : undefined
      if (!back) continue
      await tx.db
        .insertInto('step')
        .values({
          request_id: request.id,
          plan_hash: request.planHash,
          phase: 'end',
          seq,
          action: back.action,
          input: JSON.stringify(back.input),
          state: 'pending',
          outcome: null,
          lease_until: null,
          about_to_at: null,
          error: null,
          done_at: null,
        })
        .onConflict((clash) => clash.doNothing())
        .execute()
    }
    await tx.enqueue('run-request', { request: request.id })
    await refreshCard(tx, deps, request.account, request.id, 'requester', request.requester)
  })
}
