// Whether a freeze holds a plan back: asked when it is made, before each of its steps is claimed, and as each is begun.
import { type Action, actionOf } from '../action.ts'
import type { Core } from '../core.ts'
import type { UserId } from '../ids.ts'
import type { Step } from '../plan.ts'
import type { Tx } from '../store/store.ts'
import type { Text } from '../words/text.ts'
import { text } from '../words/text.ts'

type Deps = Pick<Core, 'freezes' | 'actions'>

interface Of {
  requester: UserId
  subject: UserId
  steps: readonly Step[]
}

/** `isEnding`: it takes back what was lent, which a freeze of one person does not stop. */
export async function heldBy(
  { freezes, actions }: Deps,
  { requester, subject, steps }: Of,
  { isEnding = false, db }: { isEnding?: boolean; db?: Tx['db'] } = {},
): Promise<'house' | 'person' | undefined> {
  if (steps.every((step) => mayRun(actions, step, 'always'))) return undefined
  if (await freezes.isFrozen('house', db)) return 'house'
  if (isEnding || steps.every((step) => mayRun(actions, step, 'for-a-person'))) return undefined
  for (const person of new Set([requester, subject])) if (await freezes.isFrozen(person, db)) return 'person'
  return undefined
}

function mayRun(actions: ReadonlyMap<string, Action>, step: Step, how: 'always' | 'for-a-person'): boolean {
  const { whileFrozen } = actionOf(actions, step)
  return whileFrozen === 'always' || whileFrozen === how
}

/** What stops something, or starts it again, is never itself held up by how much somebody has open. */
export const isAboutFreezing = (actions: ReadonlyMap<string, Action>, steps: readonly Step[]): boolean =>
  steps.every((step) => mayRun(actions, step, 'always') || mayRun(actions, step, 'for-a-person'))

export const whyHeld = (by: 'house' | 'person'): Text => text(`freeze.held-${by}`)
