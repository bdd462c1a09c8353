// Reads the facts of one plan, fresh, for the pure decision: once when it is asked for and again before it runs.

import { actionOf } from '../action.ts'
import type { Core } from '../core.ts'
import type { Directory } from '../directory.ts'
import type { Account, UserId } from '../ids.ts'
import type { RequestableGroup } from '../organisation/organisation.ts'
import { readFailuresLook } from '../people/failures.ts'
import { protectionOf } from '../people/protection.ts'
import { comboWindow, recentCredentialEvents } from '../people/recent-credentials.ts'
import { type Matter, rolesOf } from '../people/relations.ts'
import type { Step } from '../plan.ts'
import { usableMethods } from '../proof/usable-methods.ts'
import { isAboutFreezing } from '../requests/held.ts'
import { openStates } from '../requests/states.ts'
import type { Skill } from '../skill.ts'
import { type Choice, type Facts, periodStart } from './decide.ts'
import type { ApproverRole } from './policy.ts'

type Deps = Pick<Core, 'store' | 'clock' | 'keys' | 'methods' | 'organisation' | 'actions'> & { directory: Directory }

export interface Asked {
  skillName: string
  skill: Skill
  requester: UserId
  subject: UserId
  account: Account
  /** Since when the account is bound; undefined while only its e-mail matches. */
  boundSince: Date | undefined
  steps: readonly Step[]
  /** The request itself, when it exists already: it does not count against its own limit. */
  request?: string
}

export const choiceOf = ({ organisation }: Pick<Core, 'organisation'>, skill: string): Choice =>
  organisation.skills[skill] ?? {}

export async function readFacts(deps: Deps, asked: Asked): Promise<Facts> {
  const requester = await deps.directory.user(asked.requester)
  const subject = await deps.directory.user(asked.subject)
  const groups = await groupsOf(deps, asked.steps)
  const matter: Matter = { subject: asked.subject, groups: groups.flatMap(({ entry }) => entry ?? []) }
  return {
    now: deps.clock.now(),
    requester: {
      isActive: requester.state === 'ACTIVATED',
      binding: asked.boundSince ? { kind: 'bound', since: asked.boundSince } : { kind: 'candidate' },
      methods: await usableMethods(deps, asked.requester),
    },
    subject: {
      isRequester: asked.subject === asked.requester,
      protection: await protectionOf(deps, subject),
      replaced: await replacedLately(deps, asked),
    },
    replaces: replacedBy(deps, asked.steps),
    // A step about somebody else than the plan says is nobody's to ask for.
    relations: isAboutSubject(deps, asked) ? await rolesOf(deps, asked.requester, matter, asked.skill.policy.who) : [],
    used: await usesOf(deps, asked),
    openRequests: isAboutFreezing(deps.actions, asked.steps) ? 0 : await openRequests(deps, asked),
    failures: asked.skill.policy.proof.failures
      ? await readFailuresLook(deps.directory, subject, deps.clock.now())
      : 'usual',
    sensitivity: sensitivityOf(deps, asked.steps),
    groups: groups.map(({ name, entry }) => ({
      name,
      isRequestable: entry !== undefined,
      isPrivileged: entry?.tier === 'privileged',
      approver: entry ? approversOf(entry) : [],
    })),
  }
}

const approversOf = ({ approver }: RequestableGroup): ApproverRole[] =>
  approver === 'owner-or-manager' ? ['owner', 'manager'] : [approver]

/** The catalogue's entries of the groups that a plan adds people to. Leaving a group needs no entry. */
export async function groupsOf(
  { directory, organisation, actions }: Pick<Deps, 'directory' | 'organisation' | 'actions'>,
  steps: readonly Step[],
) {
  const found: { name: string; entry: RequestableGroup | undefined }[] = []
  for (const step of steps) {
    const action = actionOf(actions, step)
    const granted = action.grants(action.input.parse(step.input))
    if (granted === undefined) continue
    const group = await directory.group(granted)
    const entry = organisation.groups.find((listed) => listed.name.toLowerCase() === group.name.toLowerCase())
    // A group that gives sudo on devices is no ordinary group, whatever the catalogue says.
    found.push({ name: group.name, entry: group.grantsSudo === false ? entry : undefined })
  }
  return found
}

/** Every step changes the subject's account; only the binding that comes first is the requester's own. */
const isAboutSubject = ({ actions }: Deps, { steps, subject, requester }: Asked): boolean =>
  steps.every((step) => {
    const action = actionOf(actions, step)
    const whose = action.subject(action.input.parse(step.input))
    return whose === subject || (action.sensitivity === 'binding' && whose === requester)
  })

/** The most sensitive of the plan's actions: a skill cannot call itself harmless. */
function sensitivityOf({ actions }: Pick<Deps, 'actions'>, steps: readonly Step[]): Facts['sensitivity'] {
  const all = steps.map((step) => actions.get(step.action)?.sensitivity ?? 'credential')
  // Protective before binding: what an account can ask for only once it is connected is not asked for while it is being so.
  return (['credential', 'protective', 'binding'] as const).find((one) => all.includes(one)) ?? 'ordinary'
}

/** Looked up only for plans that replace something themselves: two of them together are what matters. */
async function replacedLately(deps: Deps, { subject, steps, request }: Asked): Promise<Facts['subject']['replaced']> {
  if (replacedBy(deps, steps).length === 0) return []
  const { password, mfa } = await recentCredentialEvents(deps.store.db, deps, subject, comboWindow, request)
  return [...(password ? (['jumpcloud-password'] as const) : []), ...(mfa ? (['jumpcloud-mfa'] as const) : [])]
}

export const replacedBy = ({ actions }: Pick<Deps, 'actions'>, steps: readonly Step[]): Facts['replaces'] => [
  ...new Set(steps.flatMap((step) => actionOf(actions, step).replaces)),
]

/** A request that is looked at again is measured against what came before it, never against what was asked later. */
async function usesOf({ store, clock }: Deps, asked: Asked): Promise<Facts['used']> {
  const { skillName, request } = asked
  const now = clock.now()
  let asks = ofRequester(store.db, asked)
    .where('one.skill', '=', skillName)
    .where('one.state', 'not in', ['cancelled', 'refused'])
    // Neither proven nor decided: whoever only sits at somebody's chat must not use up what they may ask for.
    .where((of) =>
      of.or([
        of('one.state', 'not in', ['expired', 'denied']),
        of.exists(
          of
            .selectFrom('proof')
            .select('proof.id')
            .whereRef('proof.request_id', '=', 'one.id')
            .where('proof.state', '=', 'completed'),
        ),
        of.exists(of.selectFrom('vote').select('vote.person').whereRef('vote.request_id', '=', 'one.id')),
      ]),
    )
    .where('one.asked_at', '>=', periodStart('week', now))
  if (request !== undefined)
    asks = asks
      .where('one.id', '!=', request)
      .where('one.asked_at', '<=', (of) =>
        of.selectFrom('request as self').select('self.asked_at').where('self.id', '=', request),
      )
  const counted = await asks
    .select(({ fn }) => [
      fn.countAll<string>().filterWhere('one.asked_at', '>=', periodStart('hour', now)).as('hour'),
      fn.countAll<string>().filterWhere('one.asked_at', '>=', periodStart('day', now)).as('day'),
      fn.countAll<string>().as('week'),
    ])
    .executeTakeFirstOrThrow()
  return { hour: Number(counted.hour), day: Number(counted.day), week: Number(counted.week) }
}

async function openRequests({ store }: Deps, asked: Asked): Promise<number> {
  const { open } = await ofRequester(store.db, asked)
    .select((of) => of.fn.countAll<number>().as('open'))
    .where('one.state', 'in', [...openStates])
    .where('one.id', '!=', asked.request ?? '00000000-0000-0000-0000-000000000000')
    .executeTakeFirstOrThrow()
  return Number(open)
}

/**
 * What this person asked for. An account that only has their address, and has not proven more yet, uses nothing up but its
 * own: whoever gives themselves somebody's address must not be able to keep them from asking.
 */
export const ofRequester = (db: Core['store']['db'], { requester, account }: Pick<Asked, 'requester' | 'account'>) =>
  db
    .selectFrom('request as one')
    .where('one.requester', '=', requester)
    .where((of) =>
      of.or([
        of.and({ 'one.platform': account.platform, 'one.tenant': account.tenant, 'one.account_user': account.user }),
        of.not(
          of.exists(
            of
              .selectFrom('step')
              .select('step.seq')
              .whereRef('step.request_id', '=', 'one.id')
              .where('step.action', '=', 'bind-account')
              .where('step.state', '!=', 'done'),
          ),
        ),
      ]),
    )
