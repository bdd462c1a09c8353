// Two credential resets of one person, one after the other: every ordered pair at gaps around 72 hours (T-F1).
import { afterAll, beforeAll, expect, test } from 'vitest'
import { hours, minutes, movableClock } from '../../src/clock.ts'
import { requestId, type UserId } from '../../src/ids.ts'
import { createKeys } from '../../src/keys.ts'
import { createLedger } from '../../src/ledger/ledger.ts'
import { createSealer } from '../../src/ledger/seal.ts'
import { actionsByName } from '../../src/parts.ts'
import type { Step } from '../../src/plan.ts'
import { decide } from '../../src/policy/decide.ts'
import { readFacts } from '../../src/policy/facts.ts'
import type { Skill } from '../../src/skill.ts'
import { loadSkills } from '../../src/skills.ts'
import type { OpenStore } from '../../src/store/open.ts'
import { companyForTests, northwind, person } from '../people/company.ts'
import { anId } from '../store/rows.ts'
import { openTestStore } from '../store.ts'

const company = companyForTests()
const clock = movableClock()
const keys = createKeys('a-secret-of-thirty-two-characters')
let store: OpenStore
let skills: ReadonlyMap<string, Skill>
beforeAll(async () => {
  store = await openTestStore({ clock })
  skills = await loadSkills()
})
afterAll(() => store.close())

/** Each credential skill, the first of its steps, and what of a takeover it is. */
const resets: Record<string, { of: 'password' | 'mfa' | 'neither'; step(user: UserId): Step }> = {
  'reset-password': { of: 'password', step: (user) => ({ action: 'set-password', input: { user, lastChange: null } }) },
  'reset-mfa': {
    of: 'mfa',
    step: (user) => ({
      action: 'reset-mfa',
      input: { user, devices: [], hasPasskey: false, minutes: 60, totpSince: null },
    }),
  },
  'unlock-account': { of: 'neither', step: (user) => ({ action: 'unlock-user', input: { user } }) },
}
const gaps = [hours(72) - minutes(1), hours(72), hours(72) + minutes(1)]
const names = Object.keys(resets)
const cases = names.flatMap((first) =>
  names.flatMap((second) => gaps.map((gap) => ({ first, second, gap, minutes: gap / minutes(1) }))),
)

test('every skill that changes a credential is in the table', () => {
  const credential = [...skills].filter(([, { uses }]) =>
    uses.some((name) => actionsByName.get(name)?.sensitivity === 'credential'),
  )
  expect(
    credential.map(([name]) => name).filter((name) => !(name in resets)),
    'add it to test/policy/pairs.test.ts',
  ).toEqual([])
})

const leo = person('leo.brandt')

/** As the gate says it before its call leaves. */
async function begun(name: string): Promise<void> {
  const ledger = createLedger({ clock, keys, sealer: createSealer({ keys, clock }) })
  const { step, of } = resets[name] ?? fail(name)
  const body = { phase: 'run', seq: 0, action: step(leo).action, attempt: 1, fence: '1', plan: 'a'.repeat(64) }
  const request = requestId.parse(anId())
  await store.tx((tx) => ledger.append(tx, { actor: 'gate', event: 'step.about-to', request, about: leo, body }))
  if (of === 'password') await company.change('leo.brandt', { password_date: clock.now().toISOString() })
}

const fail = (name: string): never => {
  throw new Error(`${name} is in no table`)
}

test.each(cases)('$first, then $second after $minutes minutes', async ({ first, second, gap }) => {
  clock.advance(hours(24 * 30))
  await company.change('leo.brandt', { password_date: '2020-01-01T00:00:00.000Z' })
  await begun(first)
  clock.advance(gap)
  const skill = skills.get(second) ?? fail(second)
  const { step, of } = resets[second] ?? fail(second)
  const account = { platform: 'slack', tenant: 'T1', user: 'U1' }
  const deps = { store, clock, keys, methods: ['push', 'passkey', 'sign-in', 'recovery-code', 'vouch'] as const }
  const asked = {
    skillName: second,
    skill,
    requester: leo,
    subject: leo,
    account,
    boundSince: new Date(0),
    steps: [step(leo)],
  }
  const facts = await readFacts(
    { ...deps, organisation: northwind, directory: company.directory(), actions: actionsByName },
    asked,
  )
  const own = { ...facts, requester: { ...facts.requester, methods: deps.methods } }
  const decision = decide(skill.policy, {}, own)
  if (decision.kind === 'refuse') throw new Error(decision.why.key)
  const before = resets[first]?.of
  const isTakeover = gap < hours(72) && of !== 'neither' && before !== 'neither' && before !== of
  expect(decision.way).toBe(isTakeover ? 'recovery' : 'usual')
  if (!isTakeover) return
  expect([decision.proof, decision.approvals.length]).toEqual(['S3', 2])
  expect(decision.wait.seconds).toBeGreaterThan(0)
})
