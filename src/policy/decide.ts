// The decision: a pure function of policy and facts. Every missing or doubtful fact closes the door.
import { hours } from '../clock.ts'
import { type Text, text } from '../words/text.ts'
import {
  type ApprovalRule,
  type ApproverRole,
  type Decision,
  higher,
  isAtLeast,
  type Limit,
  type Policy,
  type ProofLevel,
  type Role,
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
  }
  /** `never`: service and break-glass accounts, which nobody serves through chat. */
  subject: { isRequester: boolean; protection: 'no' | 'yes' | 'never' }
  /** What the requester is to the subject, and to the plan's groups: of the roles that the policy names. */
  relations: readonly Role[]
  /** How often the requester's asks of this skill went through within the limit's period. */
  usedInPeriod: number
  openRequests: number
  sensitivity: 'ordinary' | 'credential' | 'binding'
  /** The groups that the plan adds people to, as the catalogue knows them. */
  groups: readonly { name: string; isRequestable: boolean; isPrivileged: boolean; approver: readonly ApproverRole[] }[]
}

/** Until a stronger proof is built in, a plan that needs one is refused rather than weakened. */
const strongestProof: ProofLevel = 'S1'
const freshBindingRests = hours(72)
const mostOpenRequests = 5
const periodMs = { hour: hours(1), day: hours(24), week: hours(168) }

export const periodStart = (limit: Limit, now: Date): Date => new Date(now.getTime() - periodMs[limit.per])

/** The limit that holds: the smaller rate of the skill's and the organisation's. */
export function effectiveLimit(policy: Policy, choice: Choice): Limit {
  const own = policy.limit
  if (!choice.limit) return own
  const rate = (limit: Limit) => limit.times / periodMs[limit.per]
  return rate(choice.limit) < rate(own) ? choice.limit : own
}

export function decide(policy: Policy, choice: Choice, facts: Facts): Decision {
  const why = refusal(policy, choice, facts)
  if (why) return { kind: 'refuse', why }
  const proof = neededProof(policy, choice, facts)
  if (!isAtLeast(strongestProof, proof)) return refuse(text('policy.proof-not-built', { level: proof }))
  return { kind: 'needs', proof, approvals: neededApprovals(policy, choice, facts), waitSeconds: 0 }
}

const refuse = (why: Text): Decision => ({ kind: 'refuse', why })

function refusal(policy: Policy, choice: Choice, facts: Facts): Text | undefined {
  if (choice.enabled === false) return text('policy.skill-off')
  if (!facts.requester.isActive) return text('policy.requester-not-active')
  if (!policy.who.some((role) => facts.relations.includes(role))) return text('policy.not-for-you')
  const isCandidate = facts.requester.binding.kind === 'candidate'
  if (isCandidate && !facts.subject.isRequester) return text('policy.connect-first')
  return (
    protectionRefusal(policy, facts) ??
    bindingRefusal(facts) ??
    groupRefusal(facts) ??
    rateRefusal(policy, choice, facts)
  )
}

function protectionRefusal(policy: Policy, facts: Facts): Text | undefined {
  if (facts.subject.protection === 'never') return text('policy.never-by-chat')
  // An action's own nature weighs more than what its skill says.
  const isRefused = policy.protected === 'refused' || facts.sensitivity === 'credential'
  return facts.subject.protection === 'yes' && isRefused ? text('policy.protected-person') : undefined
}

function bindingRefusal({ requester, sensitivity, now }: Facts): Text | undefined {
  if (sensitivity !== 'credential') return undefined
  if (requester.binding.kind === 'candidate') return text('policy.connect-first')
  const rested = requester.binding.since.getTime() + freshBindingRests
  return rested > now.getTime()
    ? text('policy.fresh-binding', { until: { at: new Date(rested).toISOString() } })
    : undefined
}

function groupRefusal({ groups }: Facts): Text | undefined {
  const closed = groups.find((group) => !group.isRequestable)
  if (closed) return text('policy.group-not-requestable', { group: closed.name })
  const privileged = groups.find((group) => group.isPrivileged)
  return privileged ? text('policy.group-privileged', { group: privileged.name }) : undefined
}

function rateRefusal(policy: Policy, choice: Choice, facts: Facts): Text | undefined {
  const limit = effectiveLimit(policy, choice)
  if (facts.usedInPeriod >= limit.times) return text('policy.too-often', { times: limit.times, per: limit.per })
  return facts.openRequests >= mostOpenRequests
    ? text('policy.too-many-open', { count: facts.openRequests })
    : undefined
}

function neededProof(policy: Policy, choice: Choice, facts: Facts): ProofLevel {
  const chosen = higher(policy.proof.floor, choice.proof ?? policy.proof.default)
  return facts.requester.binding.kind === 'candidate' ? higher(chosen, 'S1') : chosen
}

function neededApprovals(policy: Policy, choice: Choice, facts: Facts): ApprovalRule[] {
  const rules = [...policy.approvals, ...(choice.approvals ?? [])].map((rule) => narrowToCatalogue(rule, facts))
  if (facts.subject.protection === 'yes' && typeof policy.protected === 'object')
    rules.push(...policy.protected.approvals)
  return rules
}

/** The catalogue says for each group whether its owner, the manager, or either decides. */
function narrowToCatalogue(rule: ApprovalRule, { groups }: Facts): ApprovalRule {
  let by: readonly ApproverRole[] = rule.by
  for (const group of groups)
    by = by.filter((role) => (role !== 'owner' && role !== 'manager') || group.approver.includes(role))
  const [first, ...rest] = by
  // A catalogue that leaves nobody must not widen the rule: the owner alone decides, and where there is none, nobody.
  return { ...rule, by: first ? [first, ...rest] : ['owner'] }
}
