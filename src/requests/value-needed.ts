// Whether a plan waits for a value that only its person can type.
import { type Action, actionOf } from '../action.ts'
import type { Plan } from '../plan.ts'

export const needsValue = (actions: ReadonlyMap<string, Action>, { steps }: Pick<Plan, 'steps'>): boolean =>
  steps.some((step) => actionOf(actions, step).needs !== undefined)
