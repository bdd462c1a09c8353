// The decision: a pure function of policy and facts. Every missing or doubtful fact closes the door.
import { hours } from '../clock.ts'
import type { FailuresLook } from '../people/failures.ts'
import type { Dependency, Method } from '../proof/methods.ts'
import { canProve } from '../proof/solver.ts'
import { type Text, text } from '../words/text.ts'
import {
  type ApprovalRule,
  type ApproverRole,
  type Decision,
  higher,
  type Limit,
  type Needs,
  noWait,
  type Policy,
  type ProofLevel,
  type Role,
  type Way,
} from './policy.ts'

/** What the organisation chose for one skill in `latchkey.yaml`. It can only make the skill's own policy stricter. */
export interface Choice {
  enabled?: boolean | undefined
  proof?: ProofLevel | undefined
  approvals?: readonly ApprovalRule[] | undefined
  limit?: Limit | undefined
}

/** The facts of one plan, read fresh. */
export interface Facts {
  now: Date
  requester: {
    isActive: boolean
    /** `candidate`: only the e-mail matches so far; the binding is the first step of the plan. */
    binding: { kind: 'bound'; since: Date } | { kind: 'candidate' }
    /** What they have that may prove something: rested, not removed. */
    methods: readonly Method[]
  }
  /** `never`: service and break-glass accounts, which nobody serves through chat. */
  subject: {
    isRequester: boolean
    protection: 'no' | 'yes' | 'never'
    /** What was replaced for them within the last 72 hours. */
    replaced: readonly Dependency[]
  }
  /** What the plan itself replaces: it cannot be proven with. */
  replaces: readonly Dependency[]
  /** What the requester is to the subject, and to the plan's groups: of the roles that the policy names. */
  relations: readonly Role[]
  /** How often the requester's asks of this skill went through within the last hour, day and week. */
  used: Readonly<Record<Limit['per'], number>>
  openRequests: number
  /** How the subject's failed sign-ins look; read where the policy asks for it. */
  failures: FailuresLook
  sensitivity: 'ordinary' | 'credential' | 'binding' | 'protective'
  /** The groups that the plan adds people to, as the catalogue knows them. */
  groups: readonly { name: string; isRequestable: boolean; isPrivileged: boolean; approver: readonly ApproverRole[] }[]
}

const freshBindingRests = hours(72)
/** Of one person at one time (security reference, T-O1). */
const mostOpenRequests = 3
const periodMs = { hour: hours(1), day: hours(24), week: hours(168) }

export const periodStart = (per: Limit['per'], now: Date): Date => new Date(now.getTime() - periodMs[per])

/**
 * What a plan needs, or why it may not be. `way`: the one that the asker has chosen, or that was chosen before; without
 * it, the usual one, or recovery for whom the usual one is closed.
 */
export function decide(policy: Policy, choice: Choice, facts: Facts, way?: Way): Decision {
  const why = refusal(policy, choice, facts)
  if (why) return { kind: 'refuse', why }
  const usual = usualWay(policy, choice, facts)
  const recovery = recoveryWay(policy, choice, facts)
  if (!mustRecover(facts) && way !== 'recovery') {
    if (canGive(usual, facts)) return usual
    if (way === 'usual') return refuse(text('policy.nothing-to-prove-with', { level: usual.proof }))
  }
  if (recovery && canGive(recovery, facts)) return recovery
  return refuse(
    recovery ? text('policy.no-second-proof') : text('policy.nothing-to-prove-with', { level: usual.proof }),
  )
}

const canGive = ({ proof, lost }: Needs, { requester }: Facts): boolean => canProve(proof, requester.methods, lost)

function usualWay(policy: Policy, choice: Choice, facts: Facts): Needs {
  const { replaces: lost } = facts
  const approvals = neededApprovals(policy.approvals, policy, choice, facts)
  const proof = neededProof(policy, choice, facts)
  return { kind: 'needs', way: 'usual', proof, lost, approvals, wait: policy.wait ?? noWait }
}

function recoveryWay(policy: Policy, choice: Choice, facts: Facts): Needs | undefined {
  if (!policy.recovery) return undefined
  const approvals = neededApprovals(policy.recovery.approvals, policy, choice, facts)
  return { kind: 'needs', way: 'recovery', proof: 'S3', lost: facts.replaces, approvals, wait: policy.recovery.wait }
}

/** Password and second factor of one person within 72 hours: each alone is plausible, both together are a takeover. */
const mustRecover = ({ replaces, subject }: Facts): boolean => isOtherHalf(replaces, subject.replaced)

export const isOtherHalf = (replaces: readonly Dependency[], replaced: readonly Dependency[]): boolean =>
  takeover.every((one) => replaces.includes(one) || replaced.includes(one)) &&
  takeover.some((one) => replaces.includes(one))

const takeover: readonly Dependency[] = ['jumpcloud-password', 'jumpcloud-mfa']

const refuse = (why: Text): Decision => ({ kind: 'refuse', why })

function refusal(policy: Policy, choice: Choice, facts: Facts): Text | undefined {
  if (choice.enabled === false) return text('policy.skill-off')
  if (!facts.requester.isActive) return text('policy.requester-not-active')
  if (!policy.who.some((role) => holds(facts, role))) return text('policy.not-for-you')
  // What somebody is to others counts only for who is proven to be somebody.
  const isCandidate = facts.requester.binding.kind === 'candidate'
  if (isCandidate && !facts.subject.isRequester) return text('policy.connect-first')
  return (
    protectionRefusal(policy, facts) ??
    bindingRefusal(facts) ??
    groupRefusal(facts) ??
    takeoverRefusal(facts) ??
    rateRefusal(policy, choice, facts)
  )
}

/** Facts that contradict each other are doubtful: nobody is themselves for somebody else. */
const holds = ({ relations, subject }: Facts, role: Role): boolean =>
  relations.includes(role) && (role !== 'self' || subject.isRequester)

function protectionRefusal(policy: Policy, facts: Facts): Text | undefined {
  if (facts.subject.protection === 'never') return text('policy.never-by-chat')
  // An action's own nature weighs more than what its skill says.
  const isRefused = policy.protected === 'refused' || isDelicate(facts)
  return facts.subject.protection === 'yes' && isRefused ? text('policy.protected-person') : undefined
}

const isDelicate = ({ sensitivity }: Facts): boolean => sensitivity === 'credential' || sensitivity === 'protective'

function bindingRefusal({ requester, sensitivity, now }: Facts): Text | undefined {
  if (sensitivity === 'protective' && requester.binding.kind === 'candidate') return text('policy.connect-first')
  if (sensitivity !== 'credential') return undefined
  const rested = requester.binding.kind === 'bound' ? requester.binding.since.getTime() + freshBindingRests : Number.NaN
  if (rested <= now.getTime()) return undefined
  return Number.isNaN(rested)
    ? text('policy.connect-first')
    : text('policy.fresh-binding', { until: { at: new Date(rested).toISOString() } })
}

const takeoverRefusal = ({ replaces }: Facts): Text | undefined =>
  takeover.every((one) => replaces.includes(one)) ? text('policy.both-at-once') : undefined

function groupRefusal({ groups }: Facts): Text | undefined {
  // A group for which nobody may decide is as closed as one that is not listed.
  const closed = groups.find((group) => !group.isRequestable || group.approver.length === 0)
  if (closed) return text('policy.group-not-requestable', { group: closed.name })
  const privileged = groups.find((group) => group.isPrivileged)
  return privileged ? text('policy.group-privileged', { group: privileged.name }) : undefined
}

/** The skill's limit and the organisation's both hold: twenty a week must not allow twenty on one day where three are meant. */
function rateRefusal(policy: Policy, choice: Choice, { used, openRequests }: Facts): Text | undefined {
  for (const { times, per } of [policy.limit, ...(choice.limit ? [choice.limit] : [])])
    if (!(used[per] < times)) return text('policy.too-often', { times, per })
  return openRequests < mostOpenRequests ? undefined : text('policy.too-many-open', { count: openRequests })
}

function neededProof(policy: Policy, choice: Choice, facts: Facts): ProofLevel {
  const { requester, subject, sensitivity, replaces, used, failures } = facts
  const plain = higher(policy.proof.floor, choice.proof ?? policy.proof.default)
  const { whenEnrolled, again, failures: strange } = policy.proof
  const hasMore = whenEnrolled !== undefined && canProve(whenEnrolled, requester.methods, replaces)
  const first = hasMore ? higher(plain, whenEnrolled) : plain
  const repeated = again !== undefined && used.day > 0 ? higher(first, again) : first
  // Only what was read and looks like their own slips asks for nothing more.
  const chosen =
    strange === undefined || failures === 'usual'
      ? repeated
      : higher(repeated, failures === 'odd' ? strange.odd : strange.unread)
  // An address alone proves nobody, and a chat session alone opens neither what proves a person later nor a protected account.
  const needsMore =
    requester.binding.kind === 'candidate' ||
    sensitivity === 'credential' ||
    sensitivity === 'binding' ||
    (subject.protection === 'yes' && typeof policy.protected === 'object')
  return needsMore ? higher(chosen, 'S1') : chosen
}

const neededApprovals = (
  own: readonly ApprovalRule[],
  policy: Policy,
  choice: Choice,
  facts: Facts,
): ApprovalRule[] => [
  ...facts.groups.reduce(withCatalogue, own),
  ...(choice.approvals ?? []),
  ...forProtected(policy, facts),
]

const forProtected = (policy: Policy, { subject }: Facts): readonly ApprovalRule[] =>
  subject.protection === 'yes' && typeof policy.protected === 'object' ? policy.protected.approvals : []

/**
 * For each group somebody decides whom the catalogue names: a rule that leaves it to them and to others is narrowed to
 * them; where the skill has none, it is a rule of its own. What the skill or the organisation asks for besides stays.
 */
function withCatalogue(rules: readonly ApprovalRule[], { approver }: Facts['groups'][number]): readonly ApprovalRule[] {
  const named = ({ by }: ApprovalRule) => by.filter((role) => approver.includes(role))
  if (rules.some((rule) => named(rule).length === rule.by.length)) return rules
  const at = rules.findIndex((rule) => named(rule).length > 0)
  const shared = rules[at]
  const [first, ...others] = shared ? named(shared) : approver
  if (first === undefined) return rules
  const by: ApprovalRule['by'] = [first, ...others]
  return shared ? rules.with(at, { ...shared, by }) : [...rules, { by }]
}
