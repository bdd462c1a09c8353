// Runs quick jobs in the process that enqueued them, right after the commit: nobody waits for the queue's round trips.
// Their rows in the queue are then only for the case that this process dies, fails or has too much to do.
import pLimit from 'p-limit'

export interface Enqueued {
  job: string
  id: string
  payload: object
}

export interface Near {
  /** False: the job goes the usual way. */
  takes(job: string): boolean
  /** Does the work of a transaction, and when it is committed what it enqueued. */
  around<T>(work: (enqueued: Enqueued[]) => Promise<T>): Promise<T>
  isIdle(): boolean
  /** Takes nothing more, and waits for what runs. */
  stop(): Promise<void>
}

/** By then, a row that is still there is anybody's. */
export const rowIsDueMs = 5000
const most = 100

export interface NearOptions {
  /** How many of each job run at once; a job that is not here is never run near. */
  concurrency: Readonly<Record<string, number>>
  /** False while the process has better things to do. */
  hasTime(): boolean
  /** True: it is done. Never rejects. */
  work(one: Enqueued): Promise<boolean>
  /** The row is not needed any more. */
  forget(one: Enqueued): Promise<void>
  /** It failed: whoever comes first tries again. */
  release(one: Enqueued): Promise<void>
}

export function createNear({ concurrency, hasTime, work, forget, release }: NearOptions): Near {
  const limits = new Map(Object.entries(concurrency).map(([job, count]) => [job, pLimit(count)]))
  const running = new Set<Promise<void>>()
  const transactions = new Set<Enqueued[]>()
  let isOpen = true

  async function take(one: Enqueued): Promise<void> {
    const isDone = await limits.get(one.job)?.(() => work(one))
    // A row that cannot be removed runs once more, which is harmless.
    await (isDone ? forget(one) : release(one)).catch(() => undefined)
  }

  return {
    takes: (job) => isOpen && limits.has(job) && running.size < most && hasTime(),
    async around(work) {
      const enqueued: Enqueued[] = []
      transactions.add(enqueued)
      try {
        const done = await work(enqueued)
        for (const one of enqueued) {
          const taken = take(one)
          running.add(taken)
          void taken.finally(() => running.delete(taken))
        }
        return done
      } finally {
        transactions.delete(enqueued)
      }
    },
    isIdle: () => running.size === 0 && [...transactions].every((enqueued) => enqueued.length === 0),
    async stop() {
      isOpen = false
      await Promise.all(running)
    },
  }
}
