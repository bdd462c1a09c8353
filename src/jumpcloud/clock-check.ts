// How far this machine's clock is from JumpCloud's: by a wrong one, waits end early and proofs live too long.
import { minutes, seconds } from '../clock.ts'

/** Beyond this nothing is changed (security reference, T-Q2). */
const mostApart = minutes(2)
/** A `Date` header names a second, not a moment. */
const grain = seconds(1)

export interface ClockCheck {
  /** `date`: the header of an answer. One that says nothing changes nothing: JumpCloud and every proxy send it. */
  note(date: string | undefined, sentAt: Date, cameAt: Date): void
  /** How far apart they were at the last answer, in ms; undefined while that is not too far. */
  tooFarApart(): number | undefined
}

export function createClockCheck(): ClockCheck {
  let apart = 0
  return {
    note(date, sentAt, cameAt) {
      const theirs = Date.parse(date ?? '')
      if (Number.isNaN(theirs)) return
      // Said at some moment between the two.
      apart = Math.max(0, sentAt.getTime() - grain - theirs, theirs - cameAt.getTime())
    },
    tooFarApart: () => (apart > mostApart ? apart : undefined),
  }
}
