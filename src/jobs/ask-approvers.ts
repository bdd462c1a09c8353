// Asks the people who may decide on a request.
import { z } from 'zod'
import type { Core } from '../core.ts'
import { requestId } from '../ids.ts'
import type { Job } from '../job.ts'
import { askApprovers } from '../requests/ask-approvers.ts'

const payload = z.object({ request: requestId })

export default {
  payload,
  queue: { concurrency: 2 },
  handle: ({ request }, deps) => askApprovers(deps, request),
} satisfies Job<z.infer<typeof payload>, Core>
