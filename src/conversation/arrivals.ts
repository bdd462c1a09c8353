// Lets what arrives go first: a platform waits three seconds for an acknowledgement, a person may wait a moment longer.

export interface Arrivals {
  noteOne(): void
  /** More arrives than anybody could answer meanwhile. */
  isRush(): boolean
}

const rush = { arrivals: 30, withinMs: 100 }

/** `now`: milliseconds that only ever grow. */
export function createArrivals(now = () => performance.now()): Arrivals {
  const latest: number[] = []
  return {
    noteOne() {
      latest.push(now())
      if (latest.length > rush.arrivals) latest.shift()
    },
    isRush: () => latest.length === rush.arrivals && now() - (latest[0] ?? 0) <= rush.withinMs,
  }
}

const looks = { everyMs: 50, most: 20 }

/** Waits while there is a rush, for a second at most: nobody is left unanswered because it never ends. */
export async function letArrivalsPass({
  arrivals,
  sleep,
}: {
  arrivals: Arrivals
  sleep(ms: number): Promise<void>
}): Promise<void> {
  for (let look = 0; look < looks.most && arrivals.isRush(); look += 1) await sleep(looks.everyMs)
}
