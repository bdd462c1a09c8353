// Sends what waits for one destination.
import { z } from 'zod'
import type { Core } from '../core.ts'
import type { Job } from '../job.ts'
import { deliverTo } from '../outbox/deliver.ts'

const payload = z.object({ destination: z.string() })

export default {
  payload,
  queue: { concurrency: 6, isNear: true },
  handle: ({ destination }, deps) => deliverTo(deps, destination),
} satisfies Job<z.infer<typeof payload>, Core>
