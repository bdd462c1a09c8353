// Compares policy's decision with the second opinion on one case; what differs is the failure's message.
import { decide } from '../../src/policy/decide.ts'
import { type Opinion, opinion } from './oracle.ts'
import type { Case } from './random.ts'

/** Undefined when both agree; a refusal may name any of the reasons that hold. */
export function difference({ policy, choice, facts, way }: Case): string | undefined {
  const decision = decide(policy, choice, facts, way)
  const { reasons, needs } = opinion(policy, choice, facts, way)
  if (decision.kind === 'refuse')
    return reasons.has(decision.why.key)
      ? undefined
      : `policy refused for ${decision.why.key}, the opinion knows ${[...reasons].join(', ') || 'no reason'}`
  if (reasons.size > 0) return `policy let it through in spite of ${[...reasons].join(', ')}`
  const [got, wanted] = [plainly(decision), plainly(needs)]
  return got === wanted ? undefined : `policy needs ${got}, the opinion ${wanted}`
}

/** Rules and the roles in them have no order. */
const plainly = (needs: Opinion['needs']): string =>
  JSON.stringify([
    needs.proof,
    needs.way,
    [...needs.lost].sort(),
    needs.wait.seconds,
    needs.wait.outOfHoursSeconds,
    needs.approvals.map(({ by, next = [], proof }) => JSON.stringify([[...by].sort(), [...next].sort(), proof])).sort(),
  ])
