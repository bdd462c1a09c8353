// Each hour, remembers who has which role, so that who was given one today is told apart from who has had it for long.
import { z } from 'zod'
import type { Core } from '../core.ts'
import type { Job } from '../job.ts'
import { noteRoles } from '../people/role-since.ts'

const payload = z.object({})

export default {
  payload,
  queue: { cron: '41 * * * *', concurrency: 1 },
  handle: (_, deps) => noteRoles(deps),
} satisfies Job<z.infer<typeof payload>, Core>
