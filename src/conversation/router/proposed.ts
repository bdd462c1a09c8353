// What a router says is somebody else's word, whoever wrote the router: only a proposal of this shape, among the skills that were allowed, counts.
import { z } from 'zod'
import type { Routing } from './router.ts'
import { screenReasons } from './screen.ts'

const mostSkills = 3
const skills = z.array(z.string())
const proposal = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('act'), skill: z.string(), confidence: z.number() }),
  z.object({ kind: z.literal('clarify'), skills }),
  z.object({ kind: z.literal('none'), skills }),
  z.object({ kind: z.literal('screened'), why: z.enum(screenReasons) }),
])

/** Whatever is no proposal at all is answered like a text that nobody understood. */
export function proposed(said: unknown, allowed: readonly string[]): Routing {
  const read = proposal.safeParse(said)
  if (!read.success) return { kind: 'none', skills: [] }
  const { data } = read
  if (data.kind === 'screened') return data
  if (data.kind === 'act') return allowed.includes(data.skill) ? data : { kind: 'none', skills: [] }
  const known = [...new Set(data.skills)].filter((name) => allowed.includes(name)).slice(0, mostSkills)
  return known.length > 0 ? { kind: data.kind, skills: known } : { kind: 'none', skills: [] }
}
