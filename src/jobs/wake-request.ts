// Does what is due for a request: reminder, escalation, expiry, end.
import { z } from 'zod'
import type { Core } from '../core.ts'
import { requestId } from '../ids.ts'
import type { Job } from '../job.ts'
import { wakeRequest } from '../requests/wake.ts'

const payload = z.object({ request: requestId })

export default {
  payload,
  queue: { concurrency: 2 },
  handle: ({ request }, deps) => wakeRequest(deps, request),
} satisfies Job<z.infer<typeof payload>, Core>
