// The door for skills, `#latchkey`: everything a skill may use, and nothing that can write or knows a platform.

import type { z } from 'zod'
import { actions } from './actions/index.ts'
import type { Step } from './plan.ts'
import { step as stepSchema } from './plan.ts'

export { z } from 'zod'
export { days, minutes } from './clock.ts'
export type { DirectoryEvent, Group, User } from './directory.ts'
export { hasCode, ifTold } from './errors.ts'
export { field } from './fields.ts'
export { type Ask, answer, atOnce, handOver, lasting, plan, type RequestSummary, skill } from './skill.ts'
export { at, list, text } from './words/text.ts'

type Actions = typeof actions
type Steps = {
  [Name in keyof Actions]: (input: Parameters<Actions[Name]['subject']>[0]) => Step<Actions[Name]['name']>
}

const stepOf =
  ({ name, input }: { name: string; input: z.ZodType }) =>
  (given: unknown): Step =>
    stepSchema.parse({ action: name, input: input.parse(given) })

/** One function for each action: it checks the input and makes the step. It does nothing. */
export const action = Object.fromEntries(Object.entries(actions).map(([name, of]) => [name, stepOf(of)])) as Steps
