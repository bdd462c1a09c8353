// Answers one stored incoming.
import { z } from 'zod'
import { answerInTurn } from '../conversation/arrivals.ts'
import { takeTurn } from '../conversation/turn.ts'
import type { Core } from '../core.ts'
import type { Job } from '../job.ts'

const payload = z.object({ incoming: z.string() })

export default {
  payload,
  queue: { concurrency: 4, isNear: true },
  async handle({ incoming }, deps) {
    await answerInTurn(deps, () => takeTurn(deps, incoming))
  },
} satisfies Job<z.infer<typeof payload>, Core>
