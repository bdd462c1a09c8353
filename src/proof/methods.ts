// The methods by which people prove who they are: how strong each is, and what it stands or falls with.
import type { ProofLevel } from '../policy/policy.ts'

export const methods = ['push', 'passkey', 'sign-in', 'vouch', 'recovery-code', 'personal-mail'] as const
export type Method = (typeof methods)[number]

/** What can be given on a page of ours; a push is answered in the chat. */
export const pageMethods: readonly Method[] = ['passkey', 'sign-in', 'recovery-code', 'personal-mail']

/** What a method needs to be in its owner's hands. Whoever has lost it, or asks for it to be replaced, proves nothing with it. */
export const dependencies = [
  'jumpcloud-password',
  'jumpcloud-mfa',
  'phone',
  'passkey',
  'printed-codes',
  'personal-mail',
  'another-person',
] as const
export type Dependency = (typeof dependencies)[number]

interface Strength {
  /** The most that it proves alone. S0: nothing; it counts only as one of the two proofs of a recovery. */
  readonly alone: ProofLevel
  readonly dependsOn: readonly Dependency[]
}

/** Security reference, section 4. */
export const strengths: Readonly<Record<Method, Strength>> = {
  // JumpCloud Protect is the second factor itself: it cannot speak for its own replacement.
  push: { alone: 'S1', dependsOn: ['phone', 'jumpcloud-mfa'] },
  passkey: { alone: 'S2', dependsOn: ['passkey'] },
  // S2 only where the sign-in says that several factors were used; the proof's own row says how much it was.
  'sign-in': { alone: 'S2', dependsOn: ['jumpcloud-password', 'jumpcloud-mfa'] },
  vouch: { alone: 'S0', dependsOn: ['another-person'] },
  'recovery-code': { alone: 'S0', dependsOn: ['printed-codes'] },
  // The person chose the address themselves, and e-mail is no authentication (SP 800-63B-4, 3.1.3).
  'personal-mail': { alone: 'S0', dependsOn: ['personal-mail'] },
}

/** A completed proof, as the solver sees it. */
export interface Given {
  method: Method
  level: ProofLevel
}
