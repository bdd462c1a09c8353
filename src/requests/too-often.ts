// How often passwords and factors of one person may be asked for, by whomever: three times a day, or fewer.
import { hours, later } from '../clock.ts'
import type { Core } from '../core.ts'
import type { UserId } from '../ids.ts'
import type { Step } from '../plan.ts'

type Deps = Pick<Core, 'store' | 'clock' | 'organisation' | 'actions'>

/** What was cancelled or refused does not count: nobody can use up somebody else's asks. */
export async function isTooOftenAbout(deps: Deps, subject: UserId, steps: readonly Step[]): Promise<boolean> {
  const credentials = [...deps.actions.values()].filter(({ sensitivity }) => sensitivity === 'credential')
  const names = credentials.map(({ name }) => name)
  if (!steps.some(({ action }) => names.includes(action))) return false
  const { asked } = await deps.store.db
    .selectFrom('request')
    .innerJoin('step', 'step.request_id', 'request.id')
    .select(({ fn }) => fn.count<string>('request.id').distinct().as('asked'))
    .where('request.subject', '=', subject)
    .where('request.asked_at', '>', later(deps.clock.now(), -hours(24)))
    .where('request.state', 'not in', ['cancelled', 'refused'])
    .where('step.action', 'in', names)
    .executeTakeFirstOrThrow()
  return Number(asked) >= deps.organisation.limits.credentialsPerPersonPerDay
}
