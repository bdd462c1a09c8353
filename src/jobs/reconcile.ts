// Each minute, wakes every row that is due and whose wake-up was lost: jobs are wake-ups, rows are truth.
import { z } from 'zod'
import type { Core } from '../core.ts'
import type { Job } from '../job.ts'
import { reconcile } from '../requests/reconcile.ts'

const payload = z.object({})

export default {
  payload,
  queue: { cron: '* * * * *', concurrency: 1 },
  handle: (_, deps) => reconcile(deps),
} satisfies Job<z.infer<typeof payload>, Core>
