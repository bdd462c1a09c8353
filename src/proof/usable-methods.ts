// What a person has that may prove something now: rested, not removed, and switched on here.
import type { Method } from './methods.ts'

/** Whether a phone is there is asked of JumpCloud when it is rung; somebody who knows the person may always be found. */
export const usableMethods = (): Method[] => ['push', 'vouch']
