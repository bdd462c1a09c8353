// Durations as latchkey.yaml writes them: a whole number and one unit.
import { days, hours, minutes } from '../clock.ts'

const units = { m: minutes, h: hours, d: days }

export const durationPattern = /^(?:[1-9]\d{0,3})[mhd]$/

/** "30m", "2h", "7d" as milliseconds. Throws on anything else: the schema looks first. */
export function durationMs(written: string): number {
  const unit = written.at(-1)
  if (!durationPattern.test(written) || (unit !== 'm' && unit !== 'h' && unit !== 'd'))
    throw new RangeError('a duration is a whole number and m, h or d')
  return units[unit](Number(written.slice(0, -1)))
}
