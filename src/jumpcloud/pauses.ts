// When JumpCloud says that it is busy (429), nobody in this process calls that host for a while, and then one call tries.
import { type Clock, minutes, seconds } from '../clock.ts'

export interface Pauses {
  /** Milliseconds until this host may be called; 0 is said to one caller only while it was busy last. */
  left(host: string): number
  /** A 429, with what `Retry-After` asked for. Returns for how long the host is left alone. */
  noteBusy(host: string, askedMs: number | undefined): number
  /** It let somebody in. */
  noteOpen(host: string): void
}

/** Doubles with each try that finds it busy still, also where JumpCloud asks for less. */
const first = 250
const longestOwn = seconds(30)
/** Whatever is asked for, or however the clock is set: Latchkey comes back by itself. */
const longest = minutes(10)
/** How long the others wait for the one that tries; one that is not answered by then does not keep them. */
const trying = seconds(1)

interface Busy {
  until: number
  times: number
  isTried: boolean
}

/** One for all callers of a process: they share the organisation's allowance. */
export function createPauses(clock: Clock): Pauses {
  const busy = new Map<string, Busy>()
  return {
    left(host) {
      const known = busy.get(host)
      if (!known) return 0
      const now = clock.now().getTime()
      const left = known.until - now
      if (left > 0 && left <= longest) return left
      Object.assign(known, { until: now + trying, isTried: true })
      return 0
    },
    noteBusy(host, askedMs = 0) {
      const now = clock.now().getTime()
      const known = busy.get(host)
      // What was under way when the first was refused says the same once more.
      const times = !known ? 1 : known.isTried ? known.times + 1 : known.times
      const own = Math.min(longestOwn, first * 2 ** (times - 1))
      const until = now + Math.min(longest, Math.max(askedMs, own))
      const ends = known && !known.isTried ? Math.max(known.until, until) : until
      busy.set(host, { until: ends, times, isTried: false })
      return ends - now
    },
    noteOpen: (host) => void busy.delete(host),
  }
}
