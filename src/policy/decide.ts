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
  /** How often the requester's asks of this skill went through within the last hour, day and week. */
  used: Readonly<Record<Limit['per'], number>>
  openRequests: number
  sensitivity: 'ordinary' | 'credential' | 'binding'
  /** The groups that the plan adds people to, as the catalogue knows them. */
  groups: readonly { name: string; isRequestable: boolean; isPrivileged: boolean; approver: readonly ApproverRole[] }[]
}

/** Until a stronger proof is built in, a plan that needs one is refused rather than weakened. */
const strongestProof: ProofLevel = 'S1'
const freshBindingRests = hours(72)
/** Of one person at one time (security reference, T-O1). */
const mostOpenRequests = 3
const periodMs = { hour: hours(1), day: hours(24), week: hours(168) }

export const periodStart = (per: Limit['per'], now: Date): Date => new Date(now.getTime() - periodMs[per])

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
  if (!policy.who.some((role) => holds(facts, role))) return text('policy.not-for-you')
  // What somebody is to others counts only for who is proven to be somebody.
  const isCandidate = facts.requester.binding.kind === 'candidate'
  if (isCandidate && !facts.subject.isRequester) return text('policy.connect-first')
  return (
    protectionRefusal(policy, facts) ??
    bindingRefusal(facts) ??
    groupRefusal(facts) ??
    rateRefusal(policy, choice, facts)
  )
}

/** Facts that contradict each other are doubtful: nobody is themselves for somebody else. */
const holds = ({ relations, subject }: Facts, role: Role): boolean =>
  relations.includes(role) && (role !== 'self' || subject.isRequester)

function protectionRefusal(policy: Policy, facts: Facts): Text | undefined {
  if (facts.subject.protection === 'never') return text('policy.never-by-chat')
  // An action's own nature weighs more than what its skill says.
  const isRefused = policy.protected === 'refused' || facts.sensitivity === 'credential'
  return facts.subject.protection === 'yes' && isRefused ? text('policy.protected-person') : undefined
}

function bindingRefusal({ requester, sensitivity, now }: Facts): Text | undefined {
  if (sensitivity !== 'credential') return undefined
  const rested = requester.binding.kind === 'bound' ? requester.binding.since.getTime() + freshBindingRests : Number.NaN
  if (rested <= now.getTime()) return undefined
  return Number.isNaN(rested)
    ? text('policy.connect-first')
    : text('policy.fresh-binding', { until: { at: new Date(rested).toISOString() } })
}

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

function neededProof(policy: Policy, choice: Choice, { requester, subject, sensitivity }: Facts): ProofLevel {
  const chosen = higher(policy.proof.floor, choice.proof ?? policy.proof.default)
  // An address alone proves nobody, and a chat session alone opens neither what proves a person later nor a protected account.
  const isDelicate =
    requester.binding.kind === 'candidate' ||
    sensitivity !== 'ordinary' ||
    (subject.protection === 'yes' && typeof policy.protected === 'object')
  return isDelicate ? higher(chosen, 'S1') : chosen
}

function neededApprovals(policy: Policy, choice: Choice, { subject, groups }: Facts): ApprovalRule[] {
  const rules = groups.reduce(withCatalogue, policy.approvals)
  const forProtected =
    subject.protection === 'yes' && typeof policy.protected === 'object' ? policy.protected : undefined
  return [...rules, ...(choice.approvals ?? []), ...(forProtected?.approvals ?? [])]
}

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
