// Lets what arrives go first: a platform waits three seconds for an acknowledgement, a person may wait a moment longer.

export interface Arrivals {
  /** Returns what is to be called once it is acknowledged. */
  noteOne(): () => void
  /** More arrives than anybody could answer meanwhile. */
  isRush(): boolean
  /** Or what arrived waits for its acknowledgement longer than it should. */
  isBehind(): boolean
  /** How many answers are being made. */
  answering: number
}

const rush = { arrivals: 30, withinMs: 100 }
const soonMs = 15

/** `now`: milliseconds that only ever grow. */
export function createArrivals(now = () => performance.now()): Arrivals {
  const latest: number[] = []
  /** When each came that is not acknowledged yet, the oldest first. */
  const waiting = new Set<{ since: number }>()
  const isRush = () => latest.length === rush.arrivals && now() - (latest[0] ?? 0) <= rush.withinMs
  return {
    answering: 0,
    noteOne() {
      const one = { since: now() }
      latest.push(one.since)
      if (latest.length > rush.arrivals) latest.shift()
      waiting.add(one)
      return () => void waiting.delete(one)
    },
    isRush,
    isBehind() {
      const [oldest] = waiting
      return isRush() || (oldest !== undefined && now() - oldest.since > soonMs)
    },
  }
}

const looks = { everyMs: 20, most: 50 }

/**
 * Makes an answer. While arrivals are behind, one is made after the other: many at once would hold up every
 * acknowledgement. Nobody waits for longer than a second, whatever the one before waits for.
 */
export async function answerInTurn(
  { arrivals, sleep }: { arrivals: Arrivals; sleep(ms: number): Promise<void> },
  answer: () => Promise<void>,
): Promise<void> {
  for (let look = 0; look < looks.most && arrivals.answering > 0 && arrivals.isBehind(); look += 1)
    await sleep(looks.everyMs)
  arrivals.answering += 1
  try {
    await answer()
  } finally {
    arrivals.answering -= 1
  }
}
