// Each Monday morning, tells security which two agreed most often about credentials in the week before.
import { z } from 'zod'
import type { Core } from '../core.ts'
import type { Job } from '../job.ts'
import { tellPairs } from '../requests/pair-report.ts'

const payload = z.object({})

export default {
  payload,
  queue: { cron: '7 6 * * 1', concurrency: 1 },
  handle: (_, deps) => tellPairs(deps),
} satisfies Job<z.infer<typeof payload>, Core>
