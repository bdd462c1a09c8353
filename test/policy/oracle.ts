// A second opinion on policy, written from the design and the security reference alone: the code must agree with it.
import type { Choice, Facts } from '../../src/policy/decide.ts'
import type { ApproverRole, Limit, Policy, ProofLevel } from '../../src/policy/policy.ts'

/** Every reason to refuse that holds, by the key of its words; none means that the plan may go on with `needs`. */
export interface Opinion {
  reasons: ReadonlySet<string>
  needs: { proof: ProofLevel; approvals: readonly Rule[]; waitSeconds: number }
}

/** An approval rule in which the catalogue may have struck names. */
interface Rule {
  by: readonly ApproverRole[]
  next?: readonly ApproverRole[]
}

const restsHours = 72
const mostOpen = 3
const strength: Record<ProofLevel, number> = { S0: 0, S1: 1, S2: 2, S3: 3 }
const strongestBuilt = strength.S1

export function opinion(policy: Policy, choice: Choice, facts: Facts): Opinion {
  const proof = proofOf(policy, choice, facts)
  const reasons = new Set([
    ...aboutAsker(policy, choice, facts),
    ...aboutBinding(facts),
    ...aboutSubject(policy, facts),
    ...aboutGroups(facts),
    ...(strength[proof] > strongestBuilt ? ['policy.proof-not-built'] : []),
  ])
  return { reasons, needs: { proof, approvals: approvalsOf(policy, choice, facts), waitSeconds: 0 } }
}

/** T-A4, T-O1 and the table of defaults: who asks, and how often. */
function* aboutAsker(policy: Policy, choice: Choice, facts: Facts): Generator<string> {
  if (choice.enabled === false) yield 'policy.skill-off'
  if (!facts.requester.isActive) yield 'policy.requester-not-active'
  const standing = new Set(facts.relations)
  if (!facts.subject.isRequester) standing.delete('self')
  if (!policy.who.some((role) => standing.has(role))) yield 'policy.not-for-you'
  // A count that is no number is an unread fact, so "below" must be true and "above" would not do.
  const isBelow = (limit: Limit | undefined) => limit === undefined || facts.used[limit.per] < limit.times
  if (!isBelow(policy.limit) || !isBelow(choice.limit)) yield 'policy.too-often'
  if (!(facts.openRequests < mostOpen)) yield 'policy.too-many-open'
}

/** An address is a hint: it opens one's own ordinary asks, with a proof. A fresh binding rests before credentials. */
function* aboutBinding({ requester: { binding }, subject, sensitivity, now }: Facts): Generator<string> {
  if (binding.kind === 'candidate') {
    if (!subject.isRequester || sensitivity === 'credential') yield 'policy.connect-first'
    return
  }
  if (sensitivity !== 'credential') return
  const ageHours = (now.getTime() - binding.since.getTime()) / 3_600_000
  if (Number.isNaN(ageHours)) yield 'policy.connect-first'
  else if (ageHours < restsHours) yield 'policy.fresh-binding'
}

/** T-D1: service accounts never; protected people no credential skills, and otherwise as the skill says. */
function* aboutSubject(policy: Policy, { subject, sensitivity }: Facts): Generator<string> {
  if (subject.protection === 'never') yield 'policy.never-by-chat'
  if (subject.protection === 'no') return
  if (policy.protected === 'refused' || sensitivity === 'credential') yield 'policy.protected-person'
}

/** T-D2: only what the catalogue lists, and nothing privileged until a stronger proof exists. T-C3: empty is nobody. */
function* aboutGroups({ groups }: Facts): Generator<string> {
  for (const { isRequestable, isPrivileged, approver } of groups) {
    if (!isRequestable || approver.length === 0) yield 'policy.group-not-requestable'
    if (isPrivileged) yield 'policy.group-privileged'
  }
}

function proofOf({ proof, protected: forProtected }: Policy, choice: Choice, facts: Facts): ProofLevel {
  const wanted: ProofLevel[] = [proof.floor, choice.proof ?? proof.default]
  // T-A1: S0 is never enough for passwords and factors, nor for what proves a person later.
  if (facts.requester.binding.kind === 'candidate' || facts.sensitivity !== 'ordinary') wanted.push('S1')
  // "At S1 plus one other approver."
  if (facts.subject.protection !== 'no' && typeof forProtected === 'object') wanted.push('S1')
  return wanted.reduce((best, level) => (strength[level] > strength[best] ? level : best))
}

/** The skill's own, narrowed to whom the catalogue names for each group; the organisation's; the protected person's. */
function approvalsOf(policy: Policy, choice: Choice, { subject, groups }: Facts): Rule[] {
  const own: Rule[] = policy.approvals.map((rule) => ({ ...rule }))
  for (const { approver } of groups) {
    const isNamed = (role: ApproverRole) => approver.includes(role)
    if (own.some(({ by }) => by.every(isNamed))) continue
    const shared = own.find(({ by }) => by.some(isNamed))
    if (shared) shared.by = shared.by.filter(isNamed)
    else own.push({ by: approver })
  }
  const isProtected = subject.protection !== 'no' && typeof policy.protected === 'object'
  return [...own, ...(choice.approvals ?? []), ...(isProtected ? policy.protected.approvals : [])]
}
