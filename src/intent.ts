// What a button or a form means. It is stored on our side under a random handle; the platform carries only the handle.
import { z } from 'zod'
import { type PlanHash, planHash, type RequestId, requestId, type UserId, userId } from './ids.ts'

/** The pages of our own that a button can lead to; each is a file of this name in `web/pages/`. */
export const pagePurposes = ['prove', 'enrol', 'set-password', 'approve', 'vouch', 'not-me', 'my-proofs'] as const
export type PagePurpose = (typeof pagePurposes)[number]

/** What a link to a page stands for. Whoever opens it is still nobody: the page asks for what it needs. */
export interface PageOf {
  purpose: PagePurpose
  /** Who is meant to open it. */
  person: UserId
  request?: RequestId | undefined
  hash?: PlanHash | undefined
}

/** `subject` is set when somebody else was named and found: a form then cannot fall back to the asker. */
const forSkill = { skill: z.string(), input: z.record(z.string(), z.unknown()), subject: userId.optional() }
const onRequest = { request: requestId }
const onPlan = { request: requestId, hash: planHash }

export const intent = z.discriminatedUnion('do', [
  /** Ask for a skill with what is known of its input (a "did you mean" button, the menu, an offered next step). */
  z.object({ do: z.literal('ask'), ...forSkill }),
  /** Open the form for the missing input of a skill; its submit asks for the skill. */
  z.object({ do: z.literal('fill'), ...forSkill }),
  z.object({ do: z.literal('confirm'), ...onPlan }),
  z.object({ do: z.literal('cancel'), ...onRequest }),
  /** Open the form for the code that was in the push; its submit carries the code. */
  z.object({ do: z.literal('type-code'), ...onPlan }),
  z.object({ do: z.literal('send-push-again'), ...onPlan }),
  /** What the usual way asks for is lost: two other proofs, more approvals, and a wait. */
  z.object({ do: z.literal('recover'), ...onPlan }),
  z.object({ do: z.literal('approve'), ...onPlan }),
  /** Approve less than was asked: the declared narrowable fields with their smaller values. */
  z.object({ do: z.literal('narrow'), ...onPlan, input: z.record(z.string(), z.unknown()) }),
  /** Open the form that asks for the reason; its submit denies. */
  z.object({ do: z.literal('deny'), ...onPlan }),
  z.object({ do: z.literal('give-back'), ...onRequest }),
  z.object({ do: z.literal('not-me'), ...onRequest }),
])
export type Intent = z.infer<typeof intent>
