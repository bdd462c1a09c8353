// Asks a colleague for whom somebody has asked, after that somebody was answered.
import { z } from 'zod'
import { askThem } from '../conversation/ask-them.ts'
import type { Core } from '../core.ts'
import type { Job } from '../job.ts'

/** Whom and what is sealed: a name that was typed stands in no row. */
const payload = z.object({ turn: z.string(), sealed: z.string() })

export default {
  payload,
  handle: ({ turn, sealed }, deps) => askThem(deps, turn, sealed),
} satisfies Job<z.infer<typeof payload>, Core>
