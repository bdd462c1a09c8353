// When people of the invented company are at work: what waits longer out of hours is played within them.
import { DateTime } from 'luxon'

/** Milliseconds until ten in the morning of the first of Monday to Thursday that is at least `days` away. */
export function untilWorkday(now: Date, { days, timeZone }: { days: number; timeZone: string }): number {
  let morning = DateTime.fromJSDate(now, { zone: timeZone })
    .plus({ days: days + 1 })
    .set({ hour: 10, minute: 0 })
  while (morning.weekday > 4) morning = morning.plus({ days: 1 })
  return morning.toMillis() - now.getTime()
}
