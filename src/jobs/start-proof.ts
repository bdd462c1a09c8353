// Sends the push that proves a person.
import { z } from 'zod'
import type { ProofCore } from '../core.ts'
import { requestId } from '../ids.ts'
import type { Job } from '../job.ts'
import { startProof } from '../proof/start.ts'
import { orAlarm } from '../requests/alarm.ts'

const payload = z.object({ request: requestId, after: z.string().optional() })

export default {
  payload,
  queue: { concurrency: 2 },
  handle: ({ request, after }, deps) => orAlarm(deps, request, () => startProof(deps, request, after)),
} satisfies Job<z.infer<typeof payload>, ProofCore>
