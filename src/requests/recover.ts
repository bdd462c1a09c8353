// Changes to the way of recovery: for whom what the usual way asks is gone.
import type { Core } from '../core.ts'
import type { Directory } from '../directory.ts'
import { refreshCard } from '../outbox/notices.ts'
import { decide } from '../policy/decide.ts'
import { choiceOf, readFacts } from '../policy/facts.ts'
import type { Tx } from '../store/store.ts'
import type { Text } from '../words/text.ts'
import { skillOf } from './derive.ts'
import { move } from './move.ts'
import type { Request } from './request.ts'

type Deps = Core & { directory: Directory }

/** Reads; what it returns writes. `refused`: policy's word, read just now. */
export async function recover(
  deps: Deps,
  request: Request,
): Promise<{ refused: Text } | { change: (tx: Tx) => Promise<boolean> }> {
  const skill = skillOf(deps, request.skill)
  const boundSince = (await deps.bindings.find(request.account))?.since
  const asked = {
    ...request,
    skillName: request.skill,
    skill,
    request: request.id,
    boundSince,
    steps: request.plan.steps,
  }
  const decision = decide(skill.policy, choiceOf(deps, request.skill), await readFacts(deps, asked), 'recovery')
  if (decision.kind === 'refuse') return { refused: decision.why }
  return {
    change: (tx) =>
      move(
        tx,
        deps,
        request,
        {
          from: ['confirming', 'proving'],
          to: 'proving',
          actor: request.requester,
          event: 'request.recovering',
          body: { proof: decision.proof, approvals: decision.approvals.length },
          set: { needs: JSON.stringify(decision) },
          onPlan: request.planHash,
        },
        async () => {
          await tx.enqueue('start-proof', { request: request.id })
          await refreshCard(tx, deps, request.account, request.id, 'requester', request.requester)
        },
      ),
  }
}
