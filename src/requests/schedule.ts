// When something next happens to a request by itself: a pure function of its row, so a lost wake-up can always be found again.

import type { Selectable } from 'kysely'
import { DateTime } from 'luxon'
import { hours, later, minutes, seconds } from '../clock.ts'
import type { Organisation } from '../organisation/organisation.ts'
import type { RequestTable } from '../store/tables.ts'

type Row = Selectable<RequestTable>

/** A proof must be completed within five minutes of its challenge. */
export const proofLasts = minutes(5)
/** From `ready` to the first step; after that the person is asked again. */
export const readyLasts = minutes(15)
/** A process that died in the middle is noticed after so long, at the latest. */
const runningIsLookedAt = seconds(75)

export const reminderAt = (row: Row, organisation: Organisation): Date | null =>
  row.asked_approvers_at &&
  inWorkingHours(later(row.asked_approvers_at, organisation.approvals.remindAfterMs), organisation)

export const escalationAt = (row: Row, organisation: Organisation): Date | null =>
  row.asked_approvers_at &&
  inWorkingHours(later(row.asked_approvers_at, organisation.approvals.escalateAfterMs), organisation)

/** A day before access ends, or after nine tenths of what lasts two days or less. */
export function endReminderAt(row: Row): Date | null {
  if (!row.ends_at || !row.finished_at) return null
  const lasts = row.ends_at.getTime() - row.finished_at.getTime()
  return lasts > hours(48) ? later(row.ends_at, -hours(24)) : later(row.finished_at, lasts * 0.9)
}

/** The next instant at which `wake-request` has something to do, or null when nothing comes by itself. */
export function nextDue(row: Row, organisation: Organisation, now: Date): Date | null {
  switch (row.state) {
    case 'open':
    case 'confirming':
      return row.expires_at
    case 'waiting':
      return earliest(row.expires_at, row.waits_until ?? later(now, minutes(1)))
    case 'proving':
      return earliest(row.expires_at, later(now, proofLasts))
    case 'approving':
      return earliest(
        row.expires_at,
        row.reminded_at ? null : reminderAt(row, organisation),
        row.escalated_at ? null : escalationAt(row, organisation),
        row.asked_approvers_at ? null : later(now, minutes(1)),
      )
    case 'ready':
      return earliest(row.ready_at && later(row.ready_at, readyLasts), later(now, minutes(1)))
    case 'running':
    case 'ending':
    case 'undoing':
      return later(now, runningIsLookedAt)
    case 'done':
      return earliest(row.ends_at, row.end_reminded_at ? null : endReminderAt(row))
    default:
      return null
  }
}

function earliest(...instants: (Date | null)[]): Date | null {
  const given = instants.filter((instant) => instant !== null)
  return given.length === 0 ? null : new Date(Math.min(...given.map((instant) => instant.getTime())))
}

/** People are nudged while they work: an instant outside the working hours moves to the next morning that is inside. */
export function inWorkingHours(instant: Date, { workingHours, organisation }: Organisation): Date {
  let at = DateTime.fromJSDate(instant, { zone: organisation.timeZone })
  for (let day = 0; day < 8; day += 1) {
    // By the clock on the wall: on the day the clocks change, nine in the morning is not nine hours after midnight.
    const from = at.set({ hour: 0, minute: workingHours.fromMs / minutes(1), second: 0, millisecond: 0 })
    const to = at.set({ hour: 0, minute: workingHours.toMs / minutes(1), second: 0, millisecond: 0 })
    const works = workingHours.days.includes(at.setLocale('en').toFormat('ccc').toLowerCase())
    if (works && at <= to) return (at < from ? from : at).toJSDate()
    at = at.startOf('day').plus({ days: 1 })
  }
  // An organisation without working days is nudged at once.
  return instant
}

export const isInWorkingHours = (instant: Date, organisation: Organisation): boolean =>
  inWorkingHours(instant, organisation).getTime() === instant.getTime()
