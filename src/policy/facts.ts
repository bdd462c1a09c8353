// Reads the facts of one plan, fresh, for the pure decision: once when it is asked for and again before it runs.

import { actionOf } from '../action.ts'
import type { Core } from '../core.ts'
import type { Directory } from '../directory.ts'
import type { Account, UserId } from '../ids.ts'
import type { RequestableGroup } from '../organisation/organisation.ts'
import { protectionOf } from '../people/protection.ts'
import { type Matter, rolesOf } from '../people/relations.ts'
import type { Step } from '../plan.ts'
import { openStates } from '../requests/states.ts'
import type { Skill } from '../skill.ts'
import { type Choice, effectiveLimit, type Facts, periodStart } from './decide.ts'
import type { ApproverRole } from './policy.ts'

type Deps = Pick<Core, 'store' | 'clock' | 'organisation' | 'actions'> & { directory: Directory }

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
  const limit = effectiveLimit(asked.skill.policy, choiceOf(deps, asked.skillName))
  return {
    now: deps.clock.now(),
    requester: {
      isActive: requester.state === 'ACTIVATED',
      binding: asked.boundSince ? { kind: 'bound', since: asked.boundSince } : { kind: 'candidate' },
    },
    subject: { isRequester: asked.subject === asked.requester, protection: await protectionOf(deps, subject) },
    relations: await rolesOf(deps, asked.requester, matter, asked.skill.policy.who),
    usedInPeriod: await usedSince(deps, asked, periodStart(limit, deps.clock.now())),
    openRequests: await openRequests(deps, asked),
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

/** The most sensitive of the plan's actions: a skill cannot call itself harmless. */
function sensitivityOf({ actions }: Pick<Deps, 'actions'>, steps: readonly Step[]): Facts['sensitivity'] {
  const all = steps.map((step) => actions.get(step.action)?.sensitivity ?? 'credential')
  return all.includes('credential') ? 'credential' : all.includes('binding') ? 'binding' : 'ordinary'
}

async function usedSince({ store }: Deps, asked: Asked, since: Date): Promise<number> {
  const { used } = await store.db
    .selectFrom('request')
    .select((of) => of.fn.countAll<number>().as('used'))
    .where('requester', '=', asked.requester)
    .where('skill', '=', asked.skillName)
    .where('asked_at', '>=', since)
    .where('state', 'not in', ['cancelled', 'refused'])
    .where('id', '!=', asked.request ?? '00000000-0000-0000-0000-000000000000')
    .executeTakeFirstOrThrow()
  return Number(used)
}

async function openRequests({ store }: Deps, asked: Asked): Promise<number> {
  const { open } = await store.db
    .selectFrom('request')
    .select((of) => of.fn.countAll<number>().as('open'))
    .where('requester', '=', asked.requester)
    .where('state', 'in', [...openStates])
    .where('id', '!=', asked.request ?? '00000000-0000-0000-0000-000000000000')
    .executeTakeFirstOrThrow()
  return Number(open)
}
