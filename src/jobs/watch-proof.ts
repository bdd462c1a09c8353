// Looks at a push until the phone has answered.
import { z } from 'zod'
import type { ProofCore } from '../core.ts'
import { requestId } from '../ids.ts'
import type { Job } from '../job.ts'
import { watchProof } from '../proof/watch.ts'
import { orAlarm } from '../requests/alarm.ts'

const payload = z.object({ request: requestId })

export default {
  payload,
  queue: { concurrency: 20 },
  handle: ({ request }, deps, signal) => orAlarm(deps, request, () => watchProof(deps, request, signal)),
} satisfies Job<z.infer<typeof payload>, ProofCore>
