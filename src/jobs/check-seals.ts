// Each hour, looks whether every sealed row is as Latchkey wrote it.
import { z } from 'zod'
import type { Core } from '../core.ts'
import type { Job } from '../job.ts'
import { checkSeals } from '../secrets/check-seals.ts'

const payload = z.object({})

export default {
  payload,
  queue: { cron: '31 * * * *', concurrency: 1 },
  handle: (_, deps) => checkSeals(deps),
} satisfies Job<z.infer<typeof payload>, Core>
