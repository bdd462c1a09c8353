// An action: one write, with everything the gate needs to do it once, check it and take it back.
import type { z } from 'zod'
import type { Directory, User } from './directory.ts'
import { LatchkeyError } from './errors.ts'
import type { Account, GroupId, UserId } from './ids.ts'
import type { Caller, Endpoint, Repeat } from './jumpcloud/endpoint.ts'
import type { Step } from './plan.ts'
import type { Dependency } from './proof/methods.ts'
import type { Text } from './words/text.ts'

/** What people are told of that happens to their credentials. */
export type CredentialEvent =
  | 'password-asked'
  | 'mfa-asked'
  | 'password-changed'
  | 'mfa-reset'
  | 'device-removed'
  | 'account-suspended'
  | 'factor-added'
  | 'factor-removed'
  | 'code-used'
  | 'address-changed'

/** What an action may touch while it runs: the gate's own writer, fresh reads, and the binding of chat accounts. */
export interface Effects {
  writer: Caller
  directory: Directory
  bindings: {
    isBound(account: Account, user: UserId): Promise<boolean>
    bind(account: Account, user: UserId, how: 'proof', known: User): Promise<void>
  }
  freezes: {
    isFrozen(scope: 'house' | UserId): Promise<boolean>
    /** False: it was so already. */
    freeze(scope: 'house' | UserId, how: { by: UserId; why: string }): Promise<boolean>
    unfreeze(scope: 'house' | UserId, how: { by: UserId; why: string }): Promise<boolean>
  }
  signal: AbortSignal
  /** When this step first said "about to": its call may have left since. Undefined before. */
  aboutToAt: Date | undefined
  /** What a person typed for this step alone (`needs`). It is nowhere but here, and must not get anywhere else. */
  value: string | undefined
}

/** What `check` finds before anything is done. */
type Check =
  /** The write is sensible and not done yet. */
  | { state: 'to-do' }
  /** The world already is as the plan wants it: nothing to do, nothing to undo. */
  | { state: 'already' }
  /** The write makes no sense any more; the request fails with these words. */
  | { state: 'impossible'; why: Text }

export interface Action<Input = unknown> {
  readonly name: string
  readonly input: z.ZodType<Input>
  /** Absent for an action that writes only to Latchkey's own store (binding). */
  readonly endpoint: Endpoint | undefined
  readonly repeat: Repeat
  /** A value that no plan may hold: the person types it on a page, and it travels in memory only. */
  readonly needs?: 'password'
  /** JumpCloud shows nothing of it afterwards: its answer to the call is all there is, and `verify` is always false. */
  readonly confirmedBy?: 'answer'
  /**
   * `credential`: passwords, factors, activation. Such plans follow the stricter rules for fresh bindings and protected
   * people. `protective`: takes everything from its subject and gives nobody anything, so that whoever lost what they
   * would prove with can still ask for it; never for protected people, and not before the account is connected.
   */
  readonly sensitivity: 'ordinary' | 'credential' | 'binding' | 'protective'
  /** What it gives anew: whoever asks for it cannot prove who they are by the old one. */
  readonly replaces: readonly Dependency[]
  /** Runs although everything is frozen, or although the person is: what freezes, lifts, or takes an attacker's access away. */
  readonly whileFrozen?: 'always' | 'for-a-person'
  /** What everybody concerned is told when it is asked for, and when it was done. */
  readonly tells?: { readonly asked?: CredentialEvent; readonly done?: CredentialEvent }
  /** Whose account is changed. */
  subject(input: Input): UserId
  /** The group whose access it gives, if it gives any: policy looks it up in the catalogue. */
  grants(input: Input): GroupId | undefined
  /** One sentence, before -> after, from fresh facts, for requester and approver. */
  describe(input: Input, directory: Directory): Promise<Text>
  /** The short past tense for the final card: "Unlocked", "Added to Looker – Analyst". */
  done(input: Input, directory: Directory): Promise<Text>
  check(input: Input, effects: Effects): Promise<Check>
  /** Exactly one call. `already`: the answer says that it was so before this call. */
  run(input: Input, effects: Effects): Promise<'did' | 'already'>
  /** Reads back: true when the write is to be seen. */
  verify(input: Input, effects: Effects): Promise<boolean>
  /** The step that takes this one back, or undefined: it cannot be undone. */
  undo(input: Input): Step | undefined
}

/** The action of a step. A step whose action no longer exists is a plan that nobody can run. */
export function actionOf(actions: ReadonlyMap<string, Action>, { action }: Step): Action {
  const found = actions.get(action)
  if (!found) throw new LatchkeyError('not-found', { what: `action “${action}”` })
  return found
}

/** Types an action's functions by its schema, and keeps its name to the letter. */
export const defineAction = <Name extends string, Schema extends z.ZodType>(
  action: Action<z.infer<Schema>> & { name: Name; input: Schema },
) => action
