// The words of policy: roles, levels of proof, and what a skill must declare. All of it is data.
import type { Dependency } from '../proof/methods.ts'
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
  /** The approver proves who they are over the same plan, on Latchkey's page: a press in a chat alone does not count. */
  readonly proof?: 'S2'
}

/** Between the last thing that a plan needed and its first step: time in which whoever is told can still stop it. */
export interface Wait {
  readonly seconds: number
  /** Outside the organisation's working hours, when nobody may be looking. */
  readonly outOfHoursSeconds: number
}
export const noWait: Wait = { seconds: 0, outOfHoursSeconds: 0 }

export interface Limit {
  readonly times: number
  readonly per: 'hour' | 'day' | 'week'
}

/** Every field is required: what a skill's author forgets does not compile. */
export interface Policy {
  /** Who may ask, by their relation to the subject. */
  readonly who: readonly [Role, ...Role[]]
  /** No configuration can go below the floor. */
  readonly proof: {
    readonly floor: ProofLevel
    readonly default: ProofLevel
    /** For whoever has something stronger: who enrolled a passkey is asked for it. */
    readonly whenEnrolled?: ProofLevel
    /** For who asked for it within the last 24 hours already: a second time is no slip of the finger. */
    readonly again?: ProofLevel
    /** Where the subject's failed sign-ins look like somebody else's, and where that could not be read. */
    readonly failures?: { readonly odd: ProofLevel; readonly unread: ProofLevel }
  }
  /** Each needs another person; the organisation can add, never remove. */
  readonly approvals: readonly ApprovalRule[]
  readonly wait?: Wait
  /** The way for whom nothing is left to prove with: S3, which is two proofs, one of them somebody who knows the person. */
  readonly recovery?: { readonly approvals: readonly [ApprovalRule, ...ApprovalRule[]]; readonly wait: Wait }
  readonly limit: Limit
  /** What is different when the subject is a protected person. */
  readonly protected: 'refused' | 'as-others' | { readonly approvals: readonly [ApprovalRule, ...ApprovalRule[]] }
}

/** `usual`: as everybody. `recovery`: what that takes is gone. */
export const ways = ['usual', 'recovery'] as const
export type Way = (typeof ways)[number]

export type Decision =
  | { kind: 'refuse'; why: Text }
  | {
      kind: 'needs'
      way: Way
      proof: ProofLevel
      /** What nobody can prove anything with here: the plan itself replaces it. */
      lost: readonly Dependency[]
      approvals: readonly ApprovalRule[]
      wait: Wait
    }
export type Needs = Extract<Decision, { kind: 'needs' }>
