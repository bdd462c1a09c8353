// Who is told of a plan that touches somebody's credentials: when it is confirmed, so that it can be stopped, and when it was done.
import type { Action, CredentialEvent } from '../action.ts'
import type { Core } from '../core.ts'
import type { Directory } from '../directory.ts'
import { noticesAccepted } from '../outbox/accepted.ts'
import { credentialReaders, tellCredentialEvent } from '../outbox/credential-events.ts'
import type { Step } from '../plan.ts'
import type { Tx } from '../store/store.ts'
import type { Request } from './request.ts'

type Deps = Core & { directory: Directory }

const eventsOf = (
  actions: ReadonlyMap<string, Action>,
  steps: readonly Pick<Step, 'action'>[],
  when: 'asked' | 'done',
): CredentialEvent[] => [...new Set(steps.flatMap(({ action }) => actions.get(action)?.tells?.[when] ?? []))]

/** Reads who is to be told; what it returns tells them. `steps`: those that were asked for, or that were done. */
export async function credentialNotices(
  deps: Deps,
  request: Request,
  when: 'asked' | 'done',
  steps: readonly Pick<Step, 'action'>[] = request.plan.steps,
): Promise<(tx: Tx) => Promise<void>> {
  const events = eventsOf(deps.actions, steps, when)
  if (events.length === 0) return async () => {}
  const readers = await credentialReaders(deps, request.subject, { mustAnswer: true })
  return async (tx) => {
    for (const event of events) await tellCredentialEvent(tx, deps, readers, { event, request })
  }
}

/** Independent ways that must have taken a notice before a second factor is taken away (security reference, T-F1). */
const leastWarnings = 2

/** False while too few of those who could stop it have been told. */
export const isAnnounced = async (deps: Pick<Core, 'store' | 'keys' | 'actions'>, request: Request): Promise<boolean> =>
  !request.plan.steps.some(({ action }) => deps.actions.get(action)?.replaces.includes('jumpcloud-mfa')) ||
  (await noticesAccepted(deps.store.db, deps, request)) >= leastWarnings

/**
 * Whether that can ever come true here: said when it is asked for, rather than after everybody agreed. Without mail there
 * is the manager's chat at most, and the other platform where there are two.
 */
export const canBeAnnounced = (
  { actions, adapters, mail }: Pick<Core, 'actions' | 'adapters' | 'mail'>,
  steps: readonly Pick<Step, 'action'>[],
): boolean =>
  mail !== undefined ||
  adapters.size > 1 ||
  !steps.some(({ action }) => actions.get(action)?.replaces.includes('jumpcloud-mfa'))
