// Lets the gate work on a request.
import { z } from 'zod'
import type { GateCore } from '../core.ts'
import { runRequest } from '../gate/gate.ts'
import { requestId } from '../ids.ts'
import type { Job } from '../job.ts'

const payload = z.object({ request: requestId })

export default {
  payload,
  runs: 'worker',
  queue: { concurrency: 4 },
  handle: ({ request }, deps, signal) => runRequest(deps, request, signal),
} satisfies Job<z.infer<typeof payload>, GateCore>
