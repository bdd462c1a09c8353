// Each night, looks whether the whole ledger is as Latchkey wrote it.
import { z } from 'zod'
import type { Core } from '../core.ts'
import type { Job } from '../job.ts'
import { checkLedger } from '../secrets/check-seals.ts'

const payload = z.object({})

export default {
  payload,
  queue: { cron: '17 3 * * *', concurrency: 1 },
  handle: async (_, deps) => void (await checkLedger(deps)),
} satisfies Job<z.infer<typeof payload>, Core>
