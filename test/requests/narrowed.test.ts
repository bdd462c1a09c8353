// Granting less: a new plan in the one declared field, smaller than before, and nothing else changed.
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Action } from '../../src/action.ts'
import { actions } from '../../src/actions/index.ts'
import { movableClock } from '../../src/clock.ts'
import { createKeys } from '../../src/keys.ts'
import { createLedger } from '../../src/ledger/ledger.ts'
import { createSealer } from '../../src/ledger/seal.ts'
import { createBindings } from '../../src/people/bindings.ts'
import { narrowed } from '../../src/requests/decisions.ts'
import type { Request } from '../../src/requests/request.ts'
import { lasting, type Skill } from '../../src/skill.ts'
import { loadSkills } from '../../src/skills.ts'
import type { OpenStore } from '../../src/store/open.ts'
import { companyForTests, northwind, person, team } from '../people/company.ts'
import { openTestStore } from '../store.ts'
import { aStoredRequest } from './stored.ts'

const company = companyForTests()
const clock = movableClock()
const keys = createKeys('a-secret-of-thirty-two-characters')
const leo = person('leo.brandt')
const group = team('Looker – Analyst')
let store: OpenStore
let skills: Map<string, Skill>
beforeAll(async () => {
  store = await openTestStore({ clock })
  skills = await loadSkills()
})
afterAll(() => store.close())

function deps() {
  const ledger = createLedger({ clock, keys, sealer: createSealer({ keys, clock }) })
  return {
    store,
    keys,
    clock,
    ledger,
    skills,
    organisation: northwind,
    policyVersion: '1',
    actions: new Map<string, Action>(Object.values(actions).map((action) => [action.name, action as Action])),
    bindings: createBindings({ store, keys, clock, ledger }),
    pages: { off: { key: 'pages.off-no-url' as const } },
    directory: company.directory(),
  }
}

const joining = (days = 7): Promise<Request> =>
  aStoredRequest(
    { store, keys, clock },
    {
      row: {
        state: 'approving',
        input: JSON.stringify({ group: 'Looker – Analyst', days, reason: 'q3 numbers' }),
      },
      plan: {
        skill: 'join-group',
        requester: leo,
        subject: leo,
        steps: [lasting({ action: 'add-to-group', input: { user: leo, group } }, days)],
      },
    },
  )

test('one day instead of seven: the same plan but for its length, under a hash of its own', async () => {
  const request = await joining()
  const less = await narrowed(deps(), request, { days: 1 })
  expect(less?.hash).not.toBe(request.planHash)
  expect(less?.inputs.input).toEqual({ group: 'Looker – Analyst', days: 1, reason: 'q3 numbers' })
  expect(less?.plan).toEqual({
    ...request.plan,
    steps: [{ action: 'add-to-group', input: { user: leo, group }, lastsSeconds: 86_400 }],
  })
})

test('what is no declared narrowing gives no plan', async () => {
  const request = await joining()
  const other = team('Looker – Admin')
  const changes: Record<string, unknown>[] = [
    {},
    { days: 7 },
    { days: 8 },
    { days: 0 },
    { days: -1 },
    { days: '1' },
    { days: Number.NaN },
    { days: null },
    { days: [1] },
    { days: 1, group: 'Looker – Admin' },
    { days: 1, reason: 'other words' },
    { days: 1, subject: person('maya.alvarez') },
    { group: 'Looker – Admin' },
    { reason: '' },
    { group: other },
    { constructor: 1 },
  ]
  for (const change of changes) expect(await narrowed(deps(), request, change)).toBeUndefined()
  const unlock = await aStoredRequest({ store, keys, clock })
  expect(await narrowed(deps(), unlock, { days: 1 })).toBeUndefined()
})

test('whatever is asked for, the result is shorter and whole, or there is none', async () => {
  const request = await joining(30)
  const change = fc.oneof(
    fc.record({ days: fc.oneof(fc.integer({ min: -3, max: 40 }), fc.double(), fc.string(), fc.constant(undefined)) }),
    fc.dictionary(fc.constantFrom('days', 'group', 'reason', '__proto__', 'toString'), fc.integer({ min: 1, max: 29 })),
  )
  await fc.assert(
    fc.asyncProperty(change, async (given: Record<string, unknown>) => {
      // A part of a day is refused by the skill's own schema.
      const less = await narrowed(deps(), request, given).catch(() => undefined)
      if (!less) return
      const lasts = less.plan.steps.map(({ lastsSeconds }) => lastsSeconds)
      expect(lasts).toEqual([Number(given.days) * 86_400])
      expect(lasts[0]).toBeLessThan(30 * 86_400)
      expect({ ...less.plan, steps: [] }).toEqual({ ...request.plan, steps: [] })
      expect({ ...less.inputs.input, days: 30 }).toEqual(request.input)
    }),
    { numRuns: 40 },
  )
})

test('somebody who got into the group meanwhile is asked nothing more', async () => {
  const request = await joining()
  await company.post(`/_sandbox/groups/${group}/members`, { user: leo, op: 'add' })
  expect(await narrowed(deps(), request, { days: 1 })).toBeUndefined()
})
