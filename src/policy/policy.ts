// The words of policy: roles, levels of proof, and what a skill must declare. All of it is data.
import type { Text } from '../words/text.ts'

/** `self` is the asker as their own subject; the others are read from JumpCloud or mapped in `latchkey.yaml`. */
export const roles = ['self', 'manager', 'owner', 'it', 'hr', 'security', 'admin'] as const
export type Role = (typeof roles)[number]
export type ApproverRole = Exclude<Role, 'self'>

/** S0 chat identity only; S1 one proof from outside chat; S2 phishing-resistant; S3 recovery by two proofs and a wait. */
export const proofLevels = ['S0', 'S1', 'S2', 'S3'] as const
export type ProofLevel = (typeof proofLevels)[number]

export const isAtLeast = (level: ProofLevel, wanted: ProofLevel): boolean =>
  proofLevels.indexOf(level) >= proofLevels.indexOf(wanted)
export const higher = (a: ProofLevel, b: ProofLevel): ProofLevel => (isAtLeast(a, b) ? a : b)

/** One approval by one person who has any role of `by`; when they stay silent, people of `next` may decide as well. */
export interface ApprovalRule {
  readonly by: readonly [ApproverRole, ...ApproverRole[]]
  readonly next?: readonly ApproverRole[]
}

export interface Limit {
  readonly times: number
  readonly per: 'hour' | 'day' | 'week'
}

/** Every field is required: what a skill's author forgets does not compile. */
export interface Policy {
  /** Who may ask, by their relation to the subject. */
  readonly who: readonly [Role, ...Role[]]
  /** No configuration can go below the floor. */
  readonly proof: { readonly floor: ProofLevel; readonly default: ProofLevel }
  /** Each needs another person; the organisation can add, never remove. */
  readonly approvals: readonly ApprovalRule[]
  readonly limit: Limit
  /** What is different when the subject is a protected person. */
  readonly protected: 'refused' | 'as-others' | { readonly approvals: readonly [ApprovalRule, ...ApprovalRule[]] }
}

export type Decision =
  | { kind: 'refuse'; why: Text }
  | {
      kind: 'needs'
      proof: ProofLevel
      approvals: readonly ApprovalRule[]
      /** Between the last approval and the first step. */
      waitSeconds: number
    }
export type Needs = Extract<Decision, { kind: 'needs' }>
