// The decision: as the second opinion has it on random plans, and the rules of the design one by one.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hours, later } from '../../src/clock.ts'
import { type Choice, decide, type Facts, periodStart } from '../../src/policy/decide.ts'
import type { ApprovalRule, ApproverRole, Policy, Role } from '../../src/policy/policy.ts'
import { isSatisfied } from '../../src/requests/votes.ts'
import { loadSkills } from '../../src/skills.ts'
import { sizes } from '../prove/sizes.ts'
import { aUser } from '../store/rows.ts'
import { difference } from './agreement.ts'
import { randomCase } from './random.ts'

const now = new Date('2026-11-23T09:00:00Z')
const ordinary: Facts = {
  now,
  requester: { isActive: true, binding: { kind: 'bound', since: later(now, -hours(24 * 90)) }, methods: ['push'] },
  subject: { isRequester: true, protection: 'no', replaced: [] },
  replaces: [],
  relations: ['self'],
  used: { hour: 0, day: 0, week: 0 },
  failures: 'usual',
  openRequests: 0,
  sensitivity: 'ordinary',
  groups: [],
}
const unlock: Policy = {
  who: ['self'],
  proof: { floor: 'S0', default: 'S1' },
  approvals: [],
  limit: { times: 3, per: 'day' },
  protected: { approvals: [{ by: ['it', 'security', 'admin'] }] },
}
const join: Policy = {
  ...unlock,
  who: ['self', 'manager', 'it'],
  proof: { floor: 'S0', default: 'S0' },
  approvals: [{ by: ['owner', 'manager'], next: ['it'] }],
  protected: 'as-others',
}
const group = (...approver: ApproverRole[]) => ({ name: 'Wiki', isRequestable: true, isPrivileged: false, approver })
const about = (changed: Partial<Facts>): Facts => ({ ...ordinary, ...changed })
const reason = (policy: Policy, choice: Choice, facts: Facts): string | undefined => {
  const decision = decide(policy, choice, facts)
  return decision.kind === 'refuse' ? decision.why.key : undefined
}
const approvalsFor = (policy: Policy, choice: Choice, facts: Facts): readonly ApprovalRule[] | undefined => {
  const decision = decide(policy, choice, facts)
  return decision.kind === 'needs' ? decision.approvals : undefined
}

test('the decision and the second opinion agree on random plans', () => {
  const differs = fc.property(randomCase, (one) => {
    const found = difference(one)
    if (found !== undefined) throw new Error(found)
  })
  fc.assert(differs, { numRuns: sizes.policy.test })
})

test('whoever satisfies the needs satisfies skill, organisation and protection, and speaks for every group', () => {
  const someRoles = fc.uniqueArray(fc.constantFrom<ApproverRole>('manager', 'owner', 'it', 'hr', 'security', 'admin'), {
    maxLength: 4,
  })
  const voters = fc.array(someRoles, { maxLength: 5 }).map((all) => all.map((has) => ({ has, person: aUser() })))
  const enough = (
    rules: readonly ApprovalRule[],
    people: { has: ApproverRole[]; person: ReturnType<typeof aUser> }[],
  ) =>
    isSatisfied(
      rules.length,
      people.map(({ has, person }) => ({
        person,
        decision: 'approve' as const,
        rules: rules.flatMap(({ by }, index) => (by.some((role) => has.includes(role)) ? [index] : [])),
      })),
    )
  let satisfied = 0
  fc.assert(
    fc.property(randomCase, voters, ({ policy, choice, facts }, people) => {
      const decision = decide(policy, choice, facts)
      if (decision.kind !== 'needs' || !enough(decision.approvals, people)) return
      const own = decision.way === 'recovery' ? (policy.recovery?.approvals ?? []) : policy.approvals
      satisfied += 1
      const isGuarded = facts.subject.protection === 'yes' && typeof policy.protected === 'object'
      const asked = [...own, ...(choice.approvals ?? [])]
      expect(enough([...asked, ...(isGuarded ? policy.protected.approvals : [])], people)).toBe(true)
      for (const { approver } of facts.groups)
        expect(people.some(({ has }) => has.some((role) => approver.includes(role)))).toBe(true)
    }),
    { numRuns: 5000 },
  )
  expect(satisfied).toBeGreaterThan(20)
})

test.each<[string, string | undefined, Choice, Partial<Facts>]>([
  ['an ordinary ask', undefined, {}, {}],
  ['a skill that is off', 'policy.skill-off', { enabled: false }, {}],
  [
    'a suspended requester',
    'policy.requester-not-active',
    {},
    { requester: { ...ordinary.requester, isActive: false } },
  ],
  ['nobody to the subject', 'policy.not-for-you', {}, { relations: [] }],
  ['another role', 'policy.not-for-you', {}, { relations: ['manager', 'it', 'admin'] }],
  [
    '"self" for somebody else',
    'policy.not-for-you',
    {},
    { subject: { isRequester: false, protection: 'no', replaced: [] } },
  ],
  [
    'a service account',
    'policy.never-by-chat',
    {},
    { subject: { isRequester: true, protection: 'never', replaced: [] } },
  ],
  ['the third in a day', undefined, {}, { used: { hour: 2, day: 2, week: 9 } }],
  ['the fourth in a day', 'policy.too-often', {}, { used: { hour: 0, day: 3, week: 3 } }],
  ['a count that is no number', 'policy.too-often', {}, { used: { hour: 0, day: Number.NaN, week: 0 } }],
  ['a third open request', undefined, {}, { openRequests: 2 }],
  ['a fourth open request', 'policy.too-many-open', {}, { openRequests: 3 }],
  ['an open count that is no number', 'policy.too-many-open', {}, { openRequests: Number.NaN }],
  ['a proof that they cannot give', 'policy.nothing-to-prove-with', { proof: 'S2' }, {}],
  [
    'a group outside the catalogue',
    'policy.group-not-requestable',
    {},
    { groups: [{ ...group('owner'), isRequestable: false }] },
  ],
  ['a group for which nobody decides', 'policy.group-not-requestable', {}, { groups: [group()] }],
  ['a privileged group', 'policy.group-privileged', {}, { groups: [{ ...group('owner'), isPrivileged: true }] }],
])('%s: %s', (_what, expected, choice, changed) => {
  expect(reason(unlock, choice, about(changed))).toBe(expected)
})

test('both limits hold: a week of twenty does not allow twenty on one day', () => {
  const choice: Choice = { limit: { times: 20, per: 'week' } }
  expect(reason(unlock, choice, about({ used: { hour: 0, day: 3, week: 3 } }))).toBe('policy.too-often')
  expect(reason(unlock, choice, about({ used: { hour: 0, day: 2, week: 19 } }))).toBeUndefined()
  expect(reason(unlock, choice, about({ used: { hour: 0, day: 2, week: 20 } }))).toBe('policy.too-often')
  const hourly: Choice = { limit: { times: 1, per: 'hour' } }
  expect(reason(unlock, hourly, about({ used: { hour: 1, day: 1, week: 1 } }))).toBe('policy.too-often')
  expect(periodStart('week', now)).toEqual(new Date('2026-11-16T09:00:00Z'))
})

test('failed sign-ins that look like somebody else’s, or cannot be read, ask for more than the organisation’s choice', () => {
  const watched: Policy = { ...unlock, proof: { floor: 'S0', default: 'S1', failures: { odd: 'S2', unread: 'S1' } } }
  const proofFor = (failures: Facts['failures'], policy = watched) => {
    const has = { ...ordinary.requester, methods: ['push', 'passkey'] as const }
    const decision = decide(policy, { proof: 'S0' }, about({ failures, requester: has }))
    return decision.kind === 'needs' ? decision.proof : decision.why.key
  }
  expect([proofFor('usual'), proofFor('unread'), proofFor('odd')]).toEqual(['S0', 'S1', 'S2'])
  expect(proofFor('odd', unlock)).toBe('S0')
  expect(reason(watched, {}, about({ failures: 'odd' }))).toBe('policy.nothing-to-prove-with')
})

test('a fresh binding rests 72 hours before credentials, to the millisecond', () => {
  const boundFor = (ms: number) =>
    about({
      sensitivity: 'credential',
      requester: { ...ordinary.requester, binding: { kind: 'bound', since: later(now, -ms) } },
    })
  expect(reason(unlock, {}, boundFor(hours(72)))).toBeUndefined()
  expect(reason(unlock, {}, boundFor(hours(72) - 1))).toBe('policy.fresh-binding')
  expect(reason(unlock, {}, boundFor(-hours(1)))).toBe('policy.fresh-binding')
  expect(reason(unlock, {}, boundFor(Number.NaN))).toBe('policy.connect-first')
})

test('somebody whose address matches may ask for themselves, with a proof, and for nobody else', () => {
  const hinted = { ...ordinary.requester, binding: { kind: 'candidate' as const } }
  expect(decide(join, {}, about({ requester: hinted }))).toMatchObject({ kind: 'needs', proof: 'S1' })
  expect(reason(unlock, {}, about({ requester: hinted, sensitivity: 'credential' }))).toBe('policy.connect-first')
  const forOther = { requester: hinted, subject: { isRequester: false, protection: 'no' as const, replaced: [] } }
  expect(reason(join, {}, about({ ...forOther, relations: ['manager', 'it'] }))).toBe('policy.connect-first')
})

test('a protected person: credentials never, an unlock at S1 and by one other person, whatever was chosen', () => {
  const guarded = about({ subject: { isRequester: true, protection: 'yes', replaced: [] } })
  const approvals = [{ by: ['it', 'security', 'admin'] }]
  expect(decide(unlock, {}, guarded)).toMatchObject({ proof: 'S1', approvals })
  expect(decide(unlock, { proof: 'S0' }, guarded)).toMatchObject({ proof: 'S1', approvals })
  expect(decide(unlock, { proof: 'S0' }, ordinary)).toMatchObject({ proof: 'S0', approvals: [] })
  expect(decide(join, {}, guarded)).toMatchObject({ proof: 'S0' })
  expect(reason({ ...unlock, protected: 'refused' }, {}, guarded)).toBe('policy.protected-person')
  for (const policy of [unlock, join])
    expect(reason(policy, {}, { ...guarded, sensitivity: 'credential' })).toBe('policy.protected-person')
})

test('no choice goes below the floor, and nothing that proves a person is had for a chat session', () => {
  const floored: Policy = { ...unlock, proof: { floor: 'S1', default: 'S1' } }
  expect(decide(floored, { proof: 'S0' }, ordinary)).toMatchObject({ proof: 'S1' })
  for (const sensitivity of ['binding', 'credential'] as const)
    expect(decide(join, { proof: 'S0' }, about({ sensitivity }))).toMatchObject({ proof: 'S1' })
})

test('the catalogue says who decides on a group, and takes nothing away from skill or organisation', () => {
  const next: ApproverRole[] = ['it']
  const on = (policy: Policy, choice: Choice, ...groups: Facts['groups'][number][]) =>
    approvalsFor(policy, choice, about({ groups }))
  expect(on(join, {}, group('owner'))).toEqual([{ by: ['owner'], next }])
  expect(on(join, {}, group('manager'))).toEqual([{ by: ['manager'], next }])
  expect(on(join, {}, group('owner', 'manager'))).toEqual([{ by: ['owner', 'manager'], next }])
  expect(on(join, {}, group('owner'), group('manager'))).toEqual([{ by: ['owner'], next }, { by: ['manager'] }])
  expect(on(join, { approvals: [{ by: ['manager'] }] }, group('owner'))).toEqual([
    { by: ['owner'], next },
    { by: ['manager'] },
  ])
  expect(on({ ...join, approvals: [{ by: ['manager'] }] }, {}, group('owner'))).toEqual([
    { by: ['manager'] },
    { by: ['owner'] },
  ])
  expect(on({ ...join, approvals: [] }, {}, group('owner', 'manager'))).toEqual([{ by: ['owner', 'manager'] }])
})

test('every skill that ships: what it asks of an ordinary person for themselves', async () => {
  const needs: Record<string, string> = {}
  for (const [name, { policy }] of await loadSkills()) {
    const relations: Role[] = ['self']
    const decision = decide(policy, {}, about({ relations, groups: name === 'join-group' ? [group('owner')] : [] }))
    needs[name] = decision.kind === 'needs' ? `${decision.proof}, approvals: ${decision.approvals.length}` : 'refused'
  }
  // A new skill is written here with what it asks for: nobody gets a level of proof without having chosen it.
  expect(needs).toEqual({
    'cancel-request': 'S0, approvals: 0',
    'connect-account': 'S1, approvals: 0',
    enrol: 'S0, approvals: 0',
    // Whoever is nothing but themselves.
    freeze: 'refused',
    help: 'S0, approvals: 0',
    'join-group': 'S0, approvals: 1',
    'leave-group': 'S0, approvals: 0',
    'my-access': 'S0, approvals: 0',
    'my-proofs': 'S0, approvals: 0',
    'my-requests': 'S0, approvals: 0',
    'report-lost-device': 'S0, approvals: 0',
    // There is no way with a phone and its code alone.
    'reset-mfa': 'refused',
    'reset-password': 'S1, approvals: 0',
    'talk-to-human': 'S0, approvals: 0',
    unfreeze: 'refused',
    'unfreeze-person': 'refused',
    'unlock-account': 'S1, approvals: 0',
    'why-locked-out': 'S0, approvals: 0',
  })
})
