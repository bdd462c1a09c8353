// A job: one file in `jobs/`, named after it. Jobs are wake-ups and rows are truth, so running one twice is harmless.
import type { z } from 'zod'

interface QueueOptions {
  retryLimit?: number
  /** How many of this job run at once in one process. */
  concurrency?: number
  /** Quick, and mostly waited for: run by the process that enqueued it, right after its commit. */
  isNear?: boolean
  /** A cron expression (UTC), for jobs that come by themselves; their payload is `{}`. */
  cron?: string
}

export interface Job<Payload extends object, Deps> {
  payload: z.ZodType<Payload>
  /** `worker`: it may write to JumpCloud, so it runs only where the write secret is. Everything else runs at the edge. */
  runs?: 'edge' | 'worker'
  queue?: QueueOptions
  handle(payload: Payload, deps: Deps, signal: AbortSignal): Promise<void>
}
