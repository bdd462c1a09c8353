// Random policies, choices and facts for the comparison of policy with its second opinion.
import fc from 'fast-check'
import { hours } from '../../src/clock.ts'
import type { Choice, Facts } from '../../src/policy/decide.ts'
import {
  type ApprovalRule,
  type ApproverRole,
  type Limit,
  type Policy,
  proofLevels,
  type Role,
  roles,
  type Wait,
  type Way,
  ways,
} from '../../src/policy/policy.ts'
import { type Dependency, dependencies, methods } from '../../src/proof/methods.ts'

export interface Case {
  policy: Policy
  choice: Choice
  facts: Facts
  way: Way | undefined
}

const now = new Date('2026-11-23T09:00:00Z')
const approverRoles = roles.filter((role): role is ApproverRole => role !== 'self')
const level = fc.constantFrom(...proofLevels)
const levelUsed = fc.oneof({ weight: 4, arbitrary: fc.constantFrom('S0' as const, 'S1' as const) }, level)
const mostly = (likely: boolean, weight: number) =>
  fc.oneof({ weight, arbitrary: fc.constant(likely) }, fc.constant(!likely))
const oneOrMore = <Item>(items: readonly Item[], most: number): fc.Arbitrary<readonly [Item, ...Item[]]> =>
  fc.uniqueArray(fc.constantFrom(...items), { minLength: 1, maxLength: most }).map((some) => some as [Item, ...Item[]])

const rule: fc.Arbitrary<ApprovalRule> = fc.record(
  {
    by: oneOrMore(approverRoles, 3),
    next: fc.uniqueArray(fc.constantFrom(...approverRoles), { maxLength: 2 }),
    proof: fc.constant('S2' as const),
  },
  { requiredKeys: ['by'] },
)
const limit: fc.Arbitrary<Limit> = fc.record({
  times: fc.integer({ min: 1, max: 30 }),
  per: fc.constantFrom('hour' as const, 'day' as const, 'week' as const),
})

const seconds = fc.integer({ min: 0, max: 90_000 })
const wait: fc.Arbitrary<Wait> = fc.record({ seconds, outOfHoursSeconds: seconds })

const usualPolicy = {
  who: oneOrMore<Role>(roles, 4),
  proof: fc.record(
    {
      ...{ floor: levelUsed, default: levelUsed, whenEnrolled: level, again: level },
      failures: fc.record({ odd: level, unread: level }),
    },
    { requiredKeys: ['floor', 'default'] },
  ),
  approvals: fc.array(rule, { maxLength: 3 }),
  limit,
  protected: fc.oneof(
    fc.constantFrom('refused' as const, 'as-others' as const),
    fc.tuple(rule).map((approvals) => ({ approvals })),
  ),
}
const policy: fc.Arbitrary<Policy> = fc.record(
  { ...usualPolicy, wait, recovery: fc.record({ approvals: fc.tuple(rule, rule), wait }) },
  { requiredKeys: ['who', 'proof', 'approvals', 'limit', 'protected'] },
)
const some = fc.uniqueArray(fc.constantFrom<Dependency>(...dependencies), { maxLength: 3 })

/** As `latchkey.yaml` can make one: every line given, absent or `default`. */
const choice: fc.Arbitrary<Choice> = fc.record(
  {
    enabled: mostly(true, 20),
    proof: fc.option(levelUsed, { nil: undefined }),
    approvals: fc.option(fc.array(rule, { minLength: 1, maxLength: 2 }), { nil: undefined }),
    limit: fc.option(limit, { nil: undefined }),
  },
  { requiredKeys: [] },
)

/** Mostly low, so that most cases are not refused for their number alone; sometimes unreadable. */
const count = fc.oneof(
  { weight: 20, arbitrary: fc.integer({ min: 0, max: 3 }) },
  { weight: 3, arbitrary: fc.integer({ min: 0, max: 40 }) },
  { weight: 1, arbitrary: fc.constant(Number.NaN) },
)
const age = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: -hours(2), max: hours(24 * 200) }) },
  { weight: 4, arbitrary: fc.integer({ min: -2, max: 2 }).map((ms) => hours(72) + ms) },
  { weight: 1, arbitrary: fc.constant(Number.NaN) },
)
const bound = age.map((ms) => ({ kind: 'bound' as const, since: new Date(now.getTime() - ms) }))

const group: fc.Arbitrary<Facts['groups'][number]> = fc.record({
  name: fc.constantFrom('Looker – Analyst', 'Wiki – Readers'),
  isRequestable: mostly(true, 8),
  isPrivileged: mostly(false, 8),
  approver: fc.oneof(
    { weight: 8, arbitrary: oneOrMore<ApproverRole>(['owner', 'manager'], 2) },
    fc.constant<ApproverRole[]>([]),
  ),
})

const facts: fc.Arbitrary<Facts> = fc.record({
  now: fc.constant(now),
  requester: fc.record({
    isActive: mostly(true, 20),
    binding: fc.oneof({ weight: 5, arbitrary: bound }, fc.constant({ kind: 'candidate' as const })),
    methods: fc.uniqueArray(fc.constantFrom(...methods), { maxLength: 6 }),
  }),
  subject: fc.record({
    isRequester: fc.boolean(),
    protection: fc.oneof(
      { weight: 5, arbitrary: fc.constant('no' as const) },
      { weight: 3, arbitrary: fc.constant('yes' as const) },
      fc.constant('never' as const),
    ),
    replaced: fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, some),
  }),
  replaces: fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, some),
  relations: fc.oneof(
    { weight: 2, arbitrary: fc.constant(roles) },
    { weight: 3, arbitrary: fc.uniqueArray(fc.constantFrom(...roles), { maxLength: 7 }) },
  ),
  used: fc.record({ hour: count, day: count, week: count }),
  openRequests: count,
  failures: fc.constantFrom(...(['usual', 'usual', 'odd', 'unread'] as const)),
  sensitivity: fc.constantFrom(...(['ordinary', 'ordinary', 'credential', 'binding', 'protective'] as const)),
  groups: fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, fc.array(group, { maxLength: 3 })),
})

export const randomCase: fc.Arbitrary<Case> = fc.record({
  policy,
  choice,
  facts,
  way: fc.option(fc.constantFrom(...ways), { nil: undefined }),
})
