// When something happens by itself: working hours on every clock of the world, and due times that always move on.
import fc from 'fast-check'
import type { Selectable } from 'kysely'
import { describe, expect, test } from 'vitest'
import { days, hours, later, minutes } from '../../src/clock.ts'
import type { Organisation } from '../../src/organisation/organisation.ts'
import {
  endReminderAt,
  escalationAt,
  inWorkingHours,
  nextDue,
  readyLasts,
  reminderAt,
} from '../../src/requests/schedule.ts'
import { isOpen, requestStates } from '../../src/requests/states.ts'
import type { RequestTable } from '../../src/store/tables.ts'
import { exampleText, readText } from '../organisation/example.ts'
import { rowOf } from './row.ts'

const northwind = readText(exampleText)
const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']
const working = (timeZone: string, from = '09:00', to = '17:30', on = weekdays.slice(0, 5)): Organisation => {
  const ms = (time: string) => hours(Number(time.slice(0, 2))) + minutes(Number(time.slice(3)))
  return {
    ...northwind,
    organisation: { ...northwind.organisation, timeZone },
    workingHours: { days: on, fromMs: ms(from), toMs: ms(to) },
  }
}
const calendars = new Map<string, Intl.DateTimeFormat>()
/** Weekday and time of day as the engine's own calendar has them. */
function wallClock(instant: Date, timeZone: string): { day: string; time: string } {
  const calendar =
    calendars.get(timeZone) ??
    new Intl.DateTimeFormat('en-GB', {
      timeZone,
      weekday: 'short',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      hourCycle: 'h23',
    })
  calendars.set(timeZone, calendar)
  const parts = Object.fromEntries(calendar.formatToParts(instant).map(({ type, value }) => [type, value]))
  return { day: parts.weekday?.toLowerCase() ?? '', time: `${parts.hour}:${parts.minute}:${parts.second}` }
}
const moved = (instant: string, organisation: Organisation) =>
  inWorkingHours(new Date(instant), organisation).toISOString().replace('.000Z', 'Z')

describe('working hours', () => {
  test.each([
    ['inside stays', '2026-11-23T10:00:00Z', '2026-11-23T10:00:00Z'],
    ['the first minute stays', '2026-11-23T08:00:00Z', '2026-11-23T08:00:00Z'],
    ['the last minute stays', '2026-11-23T16:30:00Z', '2026-11-23T16:30:00Z'],
    ['early waits for nine', '2026-11-23T03:00:00Z', '2026-11-23T08:00:00Z'],
    ['a second late waits for tomorrow', '2026-11-23T16:30:01Z', '2026-11-24T08:00:00Z'],
    ['Friday evening waits for Monday', '2026-11-20T20:00:00Z', '2026-11-23T08:00:00Z'],
    ['Saturday waits for Monday', '2026-11-21T10:00:00Z', '2026-11-23T08:00:00Z'],
    ['over the change to winter time', '2026-10-23T20:00:00Z', '2026-10-26T08:00:00Z'],
    ['over the change to summer time', '2026-03-27T20:00:00Z', '2026-03-30T07:00:00Z'],
  ])('%s', (_what, instant, expected) => {
    expect(moved(instant, working('Europe/Berlin'))).toBe(expected)
  })

  test.each([
    ['Europe/Berlin, clocks forward', 'Europe/Berlin', '2026-03-29T00:30:00Z', '2026-03-29T07:00:00Z'],
    ['Europe/Berlin, clocks back', 'Europe/Berlin', '2026-10-25T00:30:00Z', '2026-10-25T08:00:00Z'],
    ['America/New_York, clocks forward', 'America/New_York', '2026-03-08T06:30:00Z', '2026-03-08T13:00:00Z'],
    ['Australia/Lord_Howe, by half an hour', 'Australia/Lord_Howe', '2026-10-03T15:15:00Z', '2026-10-03T22:00:00Z'],
    ['Africa/Cairo, without a midnight', 'Africa/Cairo', '2026-04-23T22:30:00Z', '2026-04-24T06:00:00Z'],
  ])('nine is nine on the day the clocks change: %s', (_what, zone, instant, expected) => {
    expect(moved(instant, working(zone, '09:00', '17:30', weekdays))).toBe(expected)
  })

  test('on both sides of the day that Samoa left out', () => {
    expect(moved('2011-12-30T09:00:00Z', working('Pacific/Apia', '09:00', '17:00', weekdays))).toBe(
      '2011-12-30T19:00:00Z',
    )
  })

  test('an organisation without working days is nudged at once', () => {
    expect(moved('2026-11-21T22:00:00Z', working('UTC', '09:00', '17:00', []))).toBe('2026-11-21T22:00:00Z')
  })

  const zones = ['UTC', 'Europe/Berlin', 'America/New_York', 'America/St_Johns', 'Asia/Kolkata', 'Pacific/Auckland']
  const time = fc
    .tuple(fc.nat(23), fc.constantFrom('00', '15', '30', '59'))
    .map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${minute}`)
  const someHours = fc
    .tuple(time, time)
    .filter(([from, to]) => from < to)
    .chain(([from, to]) =>
      fc.record({
        from: fc.constant(from),
        to: fc.constant(to),
        zone: fc.constantFrom(...zones, 'Australia/Lord_Howe', 'Africa/Cairo', 'Asia/Beirut'),
        on: fc.subarray(weekdays, { minLength: 1 }),
      }),
    )
  const wholeSecond = (given: Date) => new Date(Math.floor(given.getTime() / 1000) * 1000)
  /** Half of them in the weeks in which clocks change somewhere. */
  const instant = fc.oneof(
    fc.date({ min: new Date('2026-01-01'), max: new Date('2028-12-31'), noInvalidDate: true }),
    fc
      .tuple(
        fc.constantFrom('2026-03-08', '2026-03-29', '2026-04-24', '2026-10-25', '2026-11-01'),
        fc.integer({ min: -days(2), max: days(2) }),
      )
      .map(([day, ms]) => later(new Date(`${day}T00:00:00Z`), ms)),
  )

  test('the result is never earlier, is inside, and is the first that is', () => {
    fc.assert(
      fc.property(someHours, instant.map(wholeSecond), ({ from, to, zone, on }, given) => {
        const organisation = working(zone, from, to, on)
        const isInside = (at: Date): boolean => {
          const { day, time: now } = wallClock(at, zone)
          return on.includes(day) && now >= `${from}:00` && now <= `${to}:00`
        }
        const result = inWorkingHours(given, organisation)
        expect(result.getTime()).toBeGreaterThanOrEqual(given.getTime())
        expect(inWorkingHours(result, organisation)).toEqual(result)
        if (isInside(given)) {
          expect(result).toEqual(given)
          return
        }
        // An opening time that the clocks jump over does not exist; the first minutes after the jump are as good.
        const opening = wallClock(result, zone).time
        expect(opening === `${from}:00` || (opening > `${from}:00` && opening < '04:00:00')).toBe(true)
        expect(isInside(result)).toBe(true)
        for (let ms = given.getTime() + 1000; ms < result.getTime() - hours(1); ms += minutes(29))
          expect(isInside(new Date(ms))).toBe(false)
      }),
      { numRuns: 500 },
    )
  })
})

const now = new Date('2026-11-23T10:00:00Z')
const row = (changed: Partial<Selectable<RequestTable>>) => rowOf({ expires_at: later(now, days(3)), ...changed })

test('approvers are reminded and the next in line asked only while people work', () => {
  const asked = row({ state: 'approving', asked_approvers_at: new Date('2026-11-20T16:20:00Z') })
  expect(reminderAt(asked, northwind)).toEqual(new Date('2026-11-23T08:00:00Z'))
  expect(escalationAt(asked, northwind)).toEqual(new Date('2026-11-23T08:00:00Z'))
  const early = row({ state: 'approving', asked_approvers_at: new Date('2026-11-23T09:00:00Z') })
  expect(reminderAt(early, northwind)).toEqual(new Date('2026-11-23T09:30:00Z'))
  expect(escalationAt(early, northwind)).toEqual(new Date('2026-11-23T11:00:00Z'))
  expect(reminderAt(row({}), northwind)).toBeNull()
})

test('what comes next, state by state', () => {
  const expiry = later(now, days(3))
  const due = (changed: Partial<Selectable<RequestTable>>) => nextDue(row(changed), northwind, now)
  for (const state of ['open', 'confirming']) expect(due({ state })).toEqual(expiry)
  expect(due({ state: 'waiting', waits_until: later(now, hours(4)) })).toEqual(later(now, hours(4)))
  expect(due({ state: 'waiting', waits_until: later(now, days(9)) })).toEqual(expiry)
  // A wait whose end nobody wrote down is looked at again, not forgotten.
  expect(due({ state: 'waiting' })).toEqual(later(now, minutes(1)))
  expect(due({ state: 'proving' })).toEqual(later(now, minutes(5)))
  expect(due({ state: 'approving' })).toEqual(later(now, minutes(1)))
  const asked_approvers_at = new Date('2026-11-23T09:50:00Z')
  expect(due({ state: 'approving', asked_approvers_at })).toEqual(later(asked_approvers_at, minutes(30)))
  const reminded = { state: 'approving', asked_approvers_at, reminded_at: now }
  expect(due(reminded)).toEqual(later(asked_approvers_at, hours(2)))
  expect(due({ ...reminded, escalated_at: now })).toEqual(expiry)
  expect(due({ state: 'ready', ready_at: now })).toEqual(later(now, minutes(1)))
  expect(due({ state: 'ready', ready_at: later(now, 30_000 - readyLasts) })).toEqual(later(now, 30_000))
  expect(due({ state: 'done' })).toBeNull()
  const lent = { state: 'done', finished_at: now, ends_at: later(now, days(30)) }
  expect(due(lent)).toEqual(later(now, days(29)))
  expect(due({ ...lent, end_reminded_at: now })).toEqual(lent.ends_at)
  for (const state of ['failed', 'needs-a-person', 'refused', 'denied', 'cancelled', 'expired', 'undone', 'ended'])
    expect(due({ state, ends_at: lent.ends_at, finished_at: now })).toBeNull()
})

test('every request that waits for something has a time at which somebody looks again', () => {
  const at = fc.option(fc.integer({ min: -days(9), max: days(9) }).map((ms) => later(now, ms)))
  const anyRow = fc.record({
    state: fc.constantFrom(...requestStates),
    asked_approvers_at: at,
    reminded_at: at,
    escalated_at: at,
    ready_at: at,
  })
  fc.assert(
    fc.property(anyRow, (changed) => {
      const due = nextDue(row(changed), northwind, now)
      if (isOpen(changed.state) || ['running', 'ending', 'undoing'].includes(changed.state))
        expect(due?.getTime()).toBeLessThanOrEqual(later(now, days(3)).getTime())
      else expect(due).toBeNull()
    }),
  )
})

test('the reminder of an end lies between beginning and end, and not more than a day before it', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1000, max: days(365) }), (lasts) => {
      const ends_at = later(now, lasts)
      const reminder = endReminderAt(row({ state: 'done', finished_at: now, ends_at }))?.getTime() ?? Number.NaN
      expect(reminder).toBeGreaterThanOrEqual(now.getTime())
      expect(reminder).toBeLessThanOrEqual(ends_at.getTime())
      expect(ends_at.getTime() - reminder).toBeLessThanOrEqual(days(1))
    }),
  )
  expect(endReminderAt(row({ ends_at: now }))).toBeNull()
})
