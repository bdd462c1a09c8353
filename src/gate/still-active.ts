// Between two steps somebody may leave: who is suspended meanwhile asks for nothing any more, and nothing more is given to them.
import { actionOf } from '../action.ts'
import type { GateCore } from '../core.ts'
import type { Directory } from '../directory.ts'
import type { Request } from '../requests/request.ts'
import { type Text, text } from '../words/text.ts'
import type { Claim } from './claim.ts'

/**
 * Why a plan that was begun may not go on, or undefined: it may. Before its first step everything was just looked at
 * anyway; what time-bound access added is taken back from anybody; and what suspends its own subject is no reason to stop.
 */
export async function whyNotOn(
  { actions, directory }: Pick<GateCore, 'actions'> & { directory: Directory },
  { requester, subject, plan }: Request,
  { seq, phase, attempt }: Pick<Claim, 'seq' | 'phase' | 'attempt'>,
): Promise<Text | undefined> {
  if (phase !== 'run' || (seq === 0 && attempt === 1)) return undefined
  if (plan.steps.slice(0, seq + 1).some((step) => actionOf(actions, step).sensitivity === 'protective'))
    return undefined
  for (const person of new Set([requester, subject])) {
    const { name, state } = await directory.user(person)
    if (state !== 'ACTIVATED') return text('action.not-active', { name })
  }
  return undefined
}
