// A second opinion on policy, written from the design and the security reference alone: the code must agree with it.
import type { Choice, Facts } from '../../src/policy/decide.ts'
import type { ApproverRole, Limit, Policy, ProofLevel, Wait, Way } from '../../src/policy/policy.ts'
import type { Dependency, Method } from '../../src/proof/methods.ts'

/** Every reason to refuse that holds, by the key of its words; none means that the plan may go on with `needs`. */
export interface Opinion {
  reasons: ReadonlySet<string>
  needs: { way: Way; proof: ProofLevel; lost: readonly Dependency[]; approvals: readonly Rule[]; wait: Wait }
}

/** An approval rule in which the catalogue may have struck names. */
interface Rule {
  by: readonly ApproverRole[]
  next?: readonly ApproverRole[]
  proof?: 'S2'
}

const restsHours = 72
const mostOpen = 3
const strength: Record<ProofLevel, number> = { S0: 0, S1: 1, S2: 2, S3: 3 }
const none: Wait = { seconds: 0, outOfHoursSeconds: 0 }
const never = 'policy.nothing-to-prove-with'

/** The table of section 4, by hand: how strong each is alone, and which losses take it away. */
const table: Record<Method, [alone: number, gone: Dependency[]]> = {
  push: [1, ['phone', 'jumpcloud-mfa']],
  passkey: [2, ['passkey']],
  'sign-in': [2, ['jumpcloud-password', 'jumpcloud-mfa']],
  vouch: [0, ['another-person']],
  'recovery-code': [0, ['printed-codes']],
  'personal-mail': [0, ['personal-mail']],
}

export function opinion(policy: Policy, choice: Choice, facts: Facts, way?: Way): Opinion {
  const { replaces: lost } = facts
  const left = facts.requester.methods.filter((method) => !table[method][1].some((one) => lost.includes(one)))
  const can = (proof: ProofLevel) =>
    proof === 'S3'
      ? left.includes('vouch') && left.some((method) => method !== 'vouch')
      : strength[proof] === 0 || left.some((method) => table[method][0] >= strength[proof])
  const proof = proofOf(policy, choice, facts, can)
  const usual = { way: 'usual' as const, proof, lost, approvals: approvalsOf(policy.approvals, policy, choice, facts) }
  const isOpen = can(proof) && way !== 'recovery' && !isTakeover(facts)
  const reasons = new Set([
    ...aboutAsker(policy, choice, facts),
    ...aboutBinding(facts),
    ...aboutSubject(policy, facts),
    ...aboutGroups(facts),
    ...(lost.includes('jumpcloud-password') && lost.includes('jumpcloud-mfa') ? ['policy.both-at-once'] : []),
  ])
  if (isOpen) return { reasons, needs: { ...usual, wait: policy.wait ?? none } }
  const { recovery } = policy
  const isWayShut = way === 'usual' && !isTakeover(facts)
  if (isWayShut || !recovery) return { reasons: reasons.add(never), needs: { ...usual, wait: none } }
  if (!can('S3')) reasons.add('policy.no-second-proof')
  const approvals = approvalsOf(recovery.approvals, policy, choice, facts)
  return { reasons, needs: { way: 'recovery', proof: 'S3', lost, approvals, wait: recovery.wait } }
}

/** T-F1: whichever comes second within 72 hours. */
const isTakeover = ({ replaces, subject: { replaced } }: Facts): boolean =>
  (replaces.includes('jumpcloud-password') && [...replaces, ...replaced].includes('jumpcloud-mfa')) ||
  (replaces.includes('jumpcloud-mfa') && [...replaces, ...replaced].includes('jumpcloud-password'))

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
    if (!subject.isRequester || sensitivity === 'credential' || sensitivity === 'protective')
      yield 'policy.connect-first'
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
  if (policy.protected === 'refused' || ['credential', 'protective'].includes(sensitivity))
    yield 'policy.protected-person'
}

/** T-D2: only what the catalogue lists, and nothing privileged until a stronger proof exists. T-C3: empty is nobody. */
function* aboutGroups({ groups }: Facts): Generator<string> {
  for (const { isRequestable, isPrivileged, approver } of groups) {
    if (!isRequestable || approver.length === 0) yield 'policy.group-not-requestable'
    if (isPrivileged) yield 'policy.group-privileged'
  }
}

function proofOf(
  { proof, protected: guarded }: Policy,
  choice: Choice,
  facts: Facts,
  can: (proof: ProofLevel) => boolean,
): ProofLevel {
  const wanted: ProofLevel[] = [proof.floor, choice.proof ?? proof.default]
  if (proof.whenEnrolled && can(proof.whenEnrolled)) wanted.push(proof.whenEnrolled)
  // "Second time in 24 h: S1."
  if (proof.again && facts.used.day > 0) wanted.push(proof.again)
  // "Odd source of failures: S2." Unreadable asks for more than usual, too.
  if (proof.failures && facts.failures !== 'usual') wanted.push(proof.failures[facts.failures])
  // T-A1: S0 is never enough for passwords and factors, nor for what proves a person later.
  if (facts.requester.binding.kind === 'candidate' || !['ordinary', 'protective'].includes(facts.sensitivity))
    wanted.push('S1')
  // "At S1 plus one other approver."
  if (facts.subject.protection !== 'no' && typeof guarded === 'object') wanted.push('S1')
  return wanted.reduce((best, level) => (strength[level] > strength[best] ? level : best))
}

/** The skill's own, narrowed to whom the catalogue names for each group; the organisation's; the protected person's. */
function approvalsOf(skills: readonly Rule[], policy: Policy, choice: Choice, facts: Facts): Rule[] {
  const own: Rule[] = skills.map((rule) => ({ ...rule }))
  for (const { approver } of facts.groups) {
    const isNamed = (role: ApproverRole) => approver.includes(role)
    if (own.some(({ by }) => by.every(isNamed))) continue
    const shared = own.find(({ by }) => by.some(isNamed))
    if (shared) shared.by = shared.by.filter(isNamed)
    else own.push({ by: approver })
  }
  return [...own, ...(choice.approvals ?? []), ...forProtected(policy, facts)]
}

const forProtected = ({ protected: guarded }: Policy, { subject }: Facts): readonly Rule[] =>
  subject.protection !== 'no' && typeof guarded === 'object' ? guarded.approvals : []
