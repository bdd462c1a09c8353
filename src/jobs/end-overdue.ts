// Each hour, ends what should have ended: whoever writes to the database does not keep access for ever.
import { z } from 'zod'
import type { Core } from '../core.ts'
import type { Job } from '../job.ts'
import { endOverdue } from '../requests/overdue-ends.ts'

const payload = z.object({})

export default {
  payload,
  queue: { cron: '11 * * * *', concurrency: 1 },
  handle: (_, deps) => endOverdue(deps),
} satisfies Job<z.infer<typeof payload>, Core>
