// Time is passed in, so that a test or the demo can move it without anybody sleeping.

export interface Clock {
  now(): Date
}

export const systemClock: Clock = { now: () => new Date() }

/** A clock that runs with the system's, shifted by what was advanced so far. */
export function movableClock(startOffsetMs = 0): Clock & { advance(ms: number): void } {
  let offset = startOffsetMs
  return {
    now: () => new Date(Date.now() + offset),
    advance(ms) {
      offset += ms
    },
  }
}

export const seconds = (n: number): number => n * 1000
export const minutes = (n: number): number => n * 60_000
export const hours = (n: number): number => n * 3_600_000
export const days = (n: number): number => n * 86_400_000
export const later = (from: Date, ms: number): Date => new Date(from.getTime() + ms)
