// What was lately done to somebody's password and second factor: by Latchkey, as its ledger says, and by whomever, as JumpCloud says.
import { sql } from 'kysely'
import { z } from 'zod'
import { type Action, actionOf } from '../action.ts'
import { hours, later } from '../clock.ts'
import type { Core } from '../core.ts'
import type { Directory } from '../directory.ts'
import type { UserId } from '../ids.ts'
import { ownRecords } from '../ledger/records.ts'
import type { Dependency } from '../proof/methods.ts'
import type { Tx } from '../store/store.ts'

/** Password and second factor of one person within this time are a takeover, however plausible each is (T-F1). */
export const comboWindow = hours(72)

export interface RecentCredentials {
  password: boolean
  mfa: boolean
}

type Deps = Pick<Core, 'clock' | 'keys' | 'actions'> & { directory: Pick<Directory, 'user'> }

const said = z.object({ data: z.looseObject({ action: z.string(), phase: z.string(), seq: z.number() }) })

/** A password of which JumpCloud does not say when it was changed may have been changed just now. Throws `jumpcloud-*`. */
export async function recentCredentialEvents(
  db: Tx['db'] | Core['store']['db'],
  deps: Deps,
  subject: UserId,
  within: number = comboWindow,
  /** The request itself, when it is looked at again. */
  except?: string,
): Promise<RecentCredentials> {
  const since = later(deps.clock.now(), -within)
  const { passwordChangedAt } = await deps.directory.user(subject)
  const replaced = await replacedByLatchkey(db, deps, subject, since, except)
  return {
    password: replaced.includes('jumpcloud-password') || !(passwordChangedAt && passwordChangedAt <= since),
    mfa: replaced.includes('jumpcloud-mfa'),
  }
}

/**
 * What Latchkey itself began to replace since then. Begun counts as done unless the ledger says that this very step failed,
 * and that it changed nothing: what is not known to have failed may have happened, and what a request did before it failed
 * did happen.
 */
export async function replacedByLatchkey(
  db: Tx['db'] | Core['store']['db'],
  deps: Pick<Deps, 'actions' | 'keys'>,
  subject: UserId,
  since: Date,
  except: string | undefined,
): Promise<Dependency[]> {
  const rows = await db
    .selectFrom('ledger')
    .select(['request_id', 'event', 'body'])
    .where('event', 'in', ['step.about-to', 'step.did'])
    .where('at', '>', since)
    .where(sql<boolean>`body::jsonb ->> 'about' = ${subject}`)
    .orderBy('seq')
    .execute()
  const of = (event: string) => rows.filter((row) => row.event === event)
  const stepOf = (row: (typeof rows)[number]) => {
    // One that says nothing of the kind was written by somebody else, and may mean anything.
    const { phase, seq, action } = said.safeParse(JSON.parse(row.body)).data?.data ?? { phase: '', seq: -1, action: '' }
    return { action, key: `${row.request_id}/${phase}/${seq}` }
  }
  const did = new Set(of('step.did').map((row) => stepOf(row).key))
  // Only what Latchkey wrote: a record of somebody else must not make a takeover look like a failure.
  const ended = await ownRecords(db, deps, { person: subject }, ['step.failed'])
  const failed = new Set<string>(ended.flatMap(({ request, data }) => (data.to === 'failed' && request) || []))
  return of('step.about-to').flatMap((row) => {
    const { action, key } = stepOf(row)
    const isUndone = failed.has(row.request_id ?? '') && !did.has(key)
    return row.request_id === except || isUndone ? [] : replacedBy(deps.actions, action)
  })
}

/** An action that this version does not know any more may have replaced anything. */
function replacedBy(actions: ReadonlyMap<string, Action>, action: string): readonly Dependency[] {
  return actions.has(action)
    ? actionOf(actions, { action, input: {} }).replaces
    : ['jumpcloud-password', 'jumpcloud-mfa']
}
