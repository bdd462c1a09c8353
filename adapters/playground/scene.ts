// One thing to try on the page: who sits where, what JumpCloud is like, and the steps that a newcomer is told.
import type { Lever } from './sandbox.ts'

export interface Scene {
  /** Unique; it stands in the page's address. */
  name: string
  title: string
  steps: string[]
  /** Users of the cast. */
  employee: string
  approver: string
  /** The sentence that the employee is offered. */
  say: string
  mood: Exclude<Lever, 'lock'>
  /** Whose account is locked again, so that the scene can be played twice. */
  lock?: string
}
