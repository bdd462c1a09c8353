// Who may decide on a request, computed from person and plan: at the card, at the click and again by the gate.
import type { Core } from '../core.ts'
import type { Directory } from '../directory.ts'
import type { UserId } from '../ids.ts'
import { hasRole, holdersOf, type Matter } from '../people/relations.ts'
import { roleSince } from '../people/role-since.ts'
import { groupsOf } from '../policy/facts.ts'
import type { ApprovalRule, ApproverRole } from '../policy/policy.ts'
import { areIndependent, hasSettled } from '../policy/voters.ts'
import { readVoter, whyNoCredentialVote } from './credential-voters.ts'
import { isEscalated } from './escalated.ts'
import { wornPartner } from './pairs.ts'
import type { Request } from './request.ts'
import { votesOn } from './votes.ts'

type Deps = Pick<Core, 'organisation' | 'actions' | 'store' | 'keys' | 'clock' | 'freezes'> & { directory: Directory }

async function matterOf(deps: Deps, request: Pick<Request, 'subject' | 'plan'>): Promise<Matter> {
  const groups = await groupsOf(deps, request.plan.steps)
  return { subject: request.subject, groups: groups.flatMap(({ entry }) => entry ?? []) }
}

/** The roles that may decide under this rule now: those of `next` only after the others stayed silent. */
const rolesNow = (rule: ApprovalRule, isEscalated: boolean): ApproverRole[] => [
  ...rule.by,
  ...(isEscalated ? (rule.next ?? []) : []),
]

/** Requester, subject and approver are always different persons; there is no switch for it. */
const mayNeverDecide = (request: Pick<Request, 'requester' | 'subject'>, person: UserId): boolean =>
  person === request.requester || person === request.subject

/**
 * Indices of the rules that this person may satisfy: empty means that they may not decide. For a no the role is enough:
 * whoever may not say yes to a credential for now can still stop it.
 */
export async function rulesFor(
  deps: Deps,
  request: Request,
  person: UserId,
  decision: 'approve' | 'deny' = 'approve',
): Promise<number[]> {
  if (mayNeverDecide(request, person)) return []
  // Whoever says that their device or session is in other hands decides nothing from it, and did not just before.
  if (await deps.freezes.isFrozen(person)) return []
  const isGuarded = decision === 'approve' && isAboutCredentials(deps, request)
  if (isGuarded && !(await mayAgreeOnCredentials(deps, request, person))) return []
  const matter = await matterOf(deps, request)
  const wide = await isEscalated(deps, request)
  const fits: number[] = []
  for (const [index, rule] of request.needs.approvals.entries()) {
    for (const role of rolesNow(rule, wide)) {
      if (!(await hasRole(deps, person, role, matter))) continue
      if (isGuarded && !(await isSettled(deps, request, person, role))) continue
      fits.push(index)
      break
    }
  }
  return fits
}

const isAboutCredentials = ({ actions }: Pick<Deps, 'actions'>, { plan }: Pick<Request, 'plan'>): boolean =>
  plan.steps.some(({ action }) => actions.get(action)?.sensitivity === 'credential')

/** In this role for a day at least. */
async function isSettled(deps: Deps, { subject }: Request, person: UserId, role: ApproverRole): Promise<boolean> {
  if (role === 'owner') return false
  const since = await roleSince(deps, { role, person, of: role === 'manager' ? subject : undefined })
  return hasSettled(since, deps.clock.now())
}

/** Nobody who was just taken over, has to fear the requester or who has agreed already, or agrees with them all the time. */
async function mayAgreeOnCredentials(deps: Deps, request: Request, person: UserId): Promise<boolean> {
  if (await whyNoCredentialVote(deps, request, person)) return false
  const votes = await votesOn(deps.store.db, deps, request.id, request.planHash)
  const others = votes.filter((vote) => vote.decision === 'approve' && vote.person !== person)
  if (others.length === 0) return true
  const self = await readVoter(deps, person)
  const read = await Promise.all(others.map((vote) => readVoter(deps, vote.person)))
  if (!read.every((other) => areIndependent(self, other))) return false
  return (await wornPartner(deps, request, person)) === undefined
}

/** Everyone to ask, for all rules together. Empty means that nobody can approve. */
export async function eligiblePeople(deps: Deps, request: Request): Promise<UserId[]> {
  const matter = await matterOf(deps, request)
  const wide = await isEscalated(deps, request)
  const found = new Set<UserId>()
  for (const rule of request.needs.approvals)
    for (const role of rolesNow(rule, wide))
      for (const person of await holdersOf(deps, role, matter))
        if (!mayNeverDecide(request, person) && !(await deps.freezes.isFrozen(person))) found.add(person)
  return [...found]
}

/** True when every rule has somebody to ask: a rule without anybody can never be satisfied. */
export async function hasSomebodyForEach(deps: Deps, request: Request, people: readonly UserId[]): Promise<boolean> {
  const open = new Set(request.needs.approvals.keys())
  for (const person of people) for (const index of await rulesFor(deps, request, person)) open.delete(index)
  return open.size === 0
}
