// The plan: what will be done, frozen, in a form that two processes and two days agree on to the byte.
import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'
import { z } from 'zod'
import { type PlanHash, planHash, requestId, userId } from './ids.ts'
import { fourWords } from './words/four-words.ts'

export const step = z.object({
  action: z.string(),
  input: z.record(z.string(), z.json()),
  /** The step is taken back this long after it was done: time-bound access. Whole seconds. */
  lastsSeconds: z.number().int().positive().optional(),
})
/** `Name` names its action, where that is known: a skill's plan then holds no action that the skill does not declare. */
export type Step<Name extends string = string> = z.infer<typeof step> & { action: Name }

/** Everything the hash covers; words and observed facts are deliberately no part of it. */
export const plan = z.object({
  /** Two requests never share a plan, however alike and close they are: a yes or a proof for one is none for the other. */
  request: requestId,
  skill: z.string(),
  skillVersion: z.number().int().positive(),
  policyVersion: z.string(),
  requester: userId,
  subject: userId,
  /** ISO 8601 instants, UTC. */
  askedAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  steps: z.array(step).min(1).max(50),
})
export type Plan = z.infer<typeof plan>

/** RFC 8785 canonical JSON: the same plan is the same text everywhere. */
export function canonicalPlan(of: Plan): string {
  const canonical = canonicalize(plan.parse(of))
  if (canonical === undefined) throw new TypeError('a plan has a canonical form')
  return canonical
}

export const hashPlan = (of: Plan): PlanHash =>
  planHash.parse(createHash('sha256').update(canonicalPlan(of)).digest('hex'))

/** For people to compare on two screens. */
export const fingerprint = (hash: PlanHash): string => fourWords(hash)
