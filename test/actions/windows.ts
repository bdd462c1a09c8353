// What an organisation could write for the enrolment window, sensible or hostile, and how long JumpCloud is asked to leave it open.
import fc from 'fast-check'
import resetMfa from '../../src/actions/reset-mfa.ts'
import { minutes } from '../../src/clock.ts'
import { hasCode } from '../../src/errors.ts'
import type { Caller } from '../../src/jumpcloud/endpoint.ts'
import { idFor } from '../latchkey.ts'
import { edited, readText } from '../organisation/example.ts'

const user = idFor('leo.brandt')
const inMinutes: Record<string, number> = { m: 1, h: 60, d: 1440 }

/** Five minutes to a day, as a whole number and a unit; nothing else is a window. */
function wanted(written: string): number | undefined {
  const [, count = '', unit = ''] = /^([1-9][0-9]*)([mhd])$/.exec(written) ?? []
  const length = Number(count) * (inMinutes[unit] ?? Number.NaN)
  return length >= 5 && length <= 1440 ? length : undefined
}

const hostile = [
  '7d',
  '2d',
  '25h',
  '1441m',
  '0m',
  '4m',
  '-60m',
  '60',
  '60s',
  '1.5h',
  '1e3m',
  '0x10m',
  '60M',
  '６０m',
  '1h30m',
]
const words = [
  'never',
  'none',
  'default',
  'true',
  'null',
  '~',
  '[60m]',
  '{m: 60}',
  '.inf',
  '.nan',
  '""',
  "'60 m'",
  '"60m\\n"',
  '99999999999d',
]
const unit = fc.constantFrom('m', 'h', 'd', 'w', 's', '')
const written = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 1, max: 1500 }).map((count) => `${count}m`) },
  { weight: 3, arbitrary: fc.integer({ min: 1, max: 30 }).map((count) => `${count}h`) },
  { weight: 2, arbitrary: fc.tuple(fc.integer({ min: -9, max: 99_999 }), unit).map(([count, of]) => `${count}${of}`) },
  { weight: 3, arbitrary: fc.constantFrom(...hostile, ...words) },
)

export interface Trial {
  /** What the program has of JumpCloud. */
  writer: Caller
  /** Goes on by so much, and says what time it is then. */
  advance(ms: number): Date
  /** The end of the window, of every reset since the last look. */
  ends(): Promise<Date[]>
}

/** Says how many were refused; throws at the first that is not as it should be. */
export async function checkWindows(trial: Trial, runs: number, seed: number): Promise<number> {
  let refused = 0
  const property = fc.asyncProperty(written, fc.nat(5000), async (window, ms) => {
    const longest = wanted(window)
    const read = windowOf(window)
    if ((longest === undefined) !== (read === undefined))
      throw new Error(`mfaWindow: ${window} is ${read === undefined ? 'refused' : `read as ${read} minutes`}`)
    if (read === undefined || longest === undefined) {
      refused += 1
      return
    }
    const aboutToAt = trial.advance(ms)
    const input = { user, devices: [], hasPasskey: false, minutes: read, totpSince: null }
    await resetMfa.run(resetMfa.input.parse(input), effects(trial, aboutToAt))
    const [until, ...more] = await trial.ends()
    const lasts = (until?.getTime() ?? Number.NaN) - aboutToAt.getTime()
    if (more.length > 0 || !(lasts > minutes(longest - 1) && lasts <= minutes(longest)))
      throw new Error(`mfaWindow: ${window} leaves it open for ${lasts} ms`)
  })
  await fc.assert(property, { numRuns: runs, seed })
  return refused
}

type Effects = Parameters<typeof resetMfa.run>[1]

/** All that this action takes of what the gate gives it. */
const effects = ({ writer }: Trial, aboutToAt: Date): Effects =>
  ({ writer, aboutToAt, signal: new AbortController().signal }) as Effects

/** Undefined: the start is refused. */
function windowOf(window: string): number | undefined {
  try {
    return readText(edited('mfaWindow: 60m', `mfaWindow: ${window}`)).recovery.mfaWindowMs / minutes(1)
  } catch (error) {
    if (hasCode(error, 'config-invalid')) return undefined
    throw error
  }
}
