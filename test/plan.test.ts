// The plan's hash: one for one plan, whoever writes it down, and another one for every change that matters.
import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type PlanHash, requestId, userId } from '../src/ids.ts'
import { canonicalPlan, fingerprint, hashPlan, type Plan, plan, type Step } from '../src/plan.ts'
import { anId, aUser } from './store/rows.ts'

const hex = (length: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: length, maxLength: length })
const someId = hex(24).map((id) => userId.parse(id))
const instant = fc
  .date({ min: new Date('2020-01-01'), max: new Date('2040-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString())
const word = fc.string({ unit: 'grapheme', maxLength: 8 })
const json = fc.jsonValue({ maxDepth: 3, stringUnit: 'grapheme' })
const someStep: fc.Arbitrary<Step> = fc.record(
  {
    action: word,
    input: fc.dictionary(word, json, { maxKeys: 4 }) as fc.Arbitrary<Step['input']>,
    lastsSeconds: fc.integer({ min: 1, max: 10_000_000 }),
  },
  { requiredKeys: ['action', 'input'] },
)
const somePlan: fc.Arbitrary<Plan> = fc.record({
  request: fc.uuid().map((id) => requestId.parse(id)),
  skill: word,
  skillVersion: fc.integer({ min: 1, max: 99 }),
  policyVersion: word,
  requester: someId,
  subject: someId,
  askedAt: instant,
  expiresAt: instant,
  steps: fc.array(someStep, { minLength: 1, maxLength: 4 }),
})

/** The same value with the keys of every object in another order. */
function turned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(turned)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, inner]) => [key, turned(inner)]),
  )
}

const unlock: Plan = {
  request: requestId.parse('0b6f5e4e-8f0a-4c5e-9d5e-1f2a3b4c5d6e'),
  skill: 'unlock-account',
  skillVersion: 1,
  policyVersion: '0123456789abcdef',
  requester: userId.parse('5f0c1e2a3b4c5d6e7f8a9b0c'),
  subject: userId.parse('5f0c1e2a3b4c5d6e7f8a9b0c'),
  askedAt: '2026-11-23T09:00:00.000Z',
  expiresAt: '2026-11-23T10:00:00.000Z',
  steps: [{ action: 'unlock-user', input: { user: '5f0c1e2a3b4c5d6e7f8a9b0c' } }],
}

test('a plan written out by hand has the hash of exactly this text', () => {
  const text =
    '{"askedAt":"2026-11-23T09:00:00.000Z","expiresAt":"2026-11-23T10:00:00.000Z","policyVersion":"0123456789abcdef",' +
    '"request":"0b6f5e4e-8f0a-4c5e-9d5e-1f2a3b4c5d6e","requester":"5f0c1e2a3b4c5d6e7f8a9b0c","skill":"unlock-account","skillVersion":1,' +
    '"steps":[{"action":"unlock-user","input":{"user":"5f0c1e2a3b4c5d6e7f8a9b0c"}}],"subject":"5f0c1e2a3b4c5d6e7f8a9b0c"}'
  expect(canonicalPlan(unlock)).toBe(text)
  expect(hashPlan(unlock)).toBe(createHash('sha256').update(text).digest('hex'))
})

test('the order of keys, and a way through the store, change nothing', () => {
  fc.assert(
    fc.property(somePlan, (one) => {
      const hash = hashPlan(one)
      expect(hashPlan(turned(one) as Plan)).toBe(hash)
      expect(hashPlan(plan.parse(JSON.parse(canonicalPlan(one))))).toBe(hash)
    }),
  )
})

test('every covered field changes it', () => {
  const other = (value: string) => `${value}x`
  const changes: [string, (from: Plan) => Plan][] = [
    ['request', (from) => ({ ...from, request: anId() })],
    ['skill', (from) => ({ ...from, skill: other(from.skill) })],
    ['skillVersion', (from) => ({ ...from, skillVersion: from.skillVersion + 1 })],
    ['policyVersion', (from) => ({ ...from, policyVersion: other(from.policyVersion) })],
    ['requester', (from) => ({ ...from, requester: aUser() })],
    ['subject', (from) => ({ ...from, subject: aUser() })],
    ['askedAt', (from) => ({ ...from, askedAt: new Date(Date.parse(from.askedAt) + 1).toISOString() })],
    ['expiresAt', (from) => ({ ...from, expiresAt: new Date(Date.parse(from.expiresAt) + 1).toISOString() })],
    ['a step more', (from) => ({ ...from, steps: [...from.steps, { action: 'x', input: {} }] })],
    ['action', (from) => ({ ...from, steps: from.steps.map((step) => ({ ...step, action: other(step.action) })) })],
    [
      'input',
      (from) => ({
        ...from,
        steps: from.steps.map((step) => ({ ...step, input: { ...step.input, x: [step.input] } })),
      }),
    ],
    [
      'lasts',
      (from) => ({
        ...from,
        steps: from.steps.map((step) => ({ ...step, lastsSeconds: (step.lastsSeconds ?? 0) + 1 })),
      }),
    ],
  ]
  // Adding a field to plans without adding it here fails.
  const covered = new Set([
    'request',
    'skill',
    'skillVersion',
    'policyVersion',
    'requester',
    'subject',
    'askedAt',
    'expiresAt',
    'steps',
  ])
  expect(new Set(Object.keys(plan.shape))).toEqual(covered)
  fc.assert(
    fc.property(somePlan, (one) => {
      const hashes = [hashPlan(one), ...changes.map(([, change]) => hashPlan(change(one)))]
      expect(new Set(hashes).size).toBe(changes.length + 1)
    }),
  )
})

test('the order of steps counts; requester and subject are not the same thing', () => {
  const [a, b]: Step[] = [
    { action: 'a', input: {} },
    { action: 'b', input: {} },
  ]
  if (!a || !b) throw new Error('two steps')
  expect(hashPlan({ ...unlock, steps: [a, b] })).not.toBe(hashPlan({ ...unlock, steps: [b, a] }))
  const [maya, leo] = [aUser(), aUser()]
  expect(hashPlan({ ...unlock, requester: maya, subject: leo })).not.toBe(
    hashPlan({ ...unlock, requester: leo, subject: maya }),
  )
})

test('two plans share a hash only when they are the same', () => {
  fc.assert(
    fc.property(somePlan, somePlan, (one, two) => {
      const isSame = canonicalPlan(one) === canonicalPlan(two)
      expect(hashPlan(one) === hashPlan(two)).toBe(isSame)
    }),
  )
  // Values that look alike in a careless form are kept apart.
  const inputs = [{ x: 1 }, { x: '1' }, { x: true }, { x: null }, { x: [1] }, { x: { 0: 1 } }, {}, { x: '' }, { x: [] }]
  const accents = [{ x: 'é' }, { x: 'e\u0301' }]
  const hashes = [...inputs, ...accents].map((input) => hashPlan({ ...unlock, steps: [{ action: 'a', input }] }))
  expect(new Set(hashes).size).toBe(hashes.length)
})

test('words and observed facts are no part of it', () => {
  const told = {
    ...unlock,
    title: 'Unlock my account',
    steps: unlock.steps.map((step) => ({ ...step, words: 'Unlock Maya' })),
  }
  expect(hashPlan(told)).toBe(hashPlan(unlock))
  expect(canonicalPlan(told)).not.toContain('Unlock')
})

test.each<[string, object]>([
  ['no step', { steps: [] }],
  ['too many steps', { steps: Array.from({ length: 51 }, () => ({ action: 'a', input: {} })) }],
  ['an id that is none', { subject: 'maya' }],
  ['an id in upper case', { subject: '5F0C1E2A3B4C5D6E7F8A9B0C' }],
  ['an instant in a zone', { askedAt: '2026-11-23T09:00:00.000+01:00' }],
  ['no instant', { expiresAt: 'tomorrow' }],
  ['version zero', { skillVersion: 0 }],
  ['access without an end', { steps: [{ action: 'a', input: {}, lastsSeconds: 0 }] }],
  ['access for a part of a second', { steps: [{ action: 'a', input: {}, lastsSeconds: 0.5 }] }],
  ['access for ever', { steps: [{ action: 'a', input: {}, lastsSeconds: Number.POSITIVE_INFINITY }] }],
  ['no number', { steps: [{ action: 'a', input: { x: Number.NaN } }] }],
  ['a date instead of data', { steps: [{ action: 'a', input: { x: new Date() } }] }],
])('%s is no plan and has no hash', (_what, changed) => {
  expect(() => hashPlan({ ...unlock, ...changed } as Plan)).toThrow()
})

test('broken characters do not make two plans one', () => {
  const hashOf = (x: string): PlanHash | 'refused' => {
    try {
      return hashPlan({ ...unlock, steps: [{ action: 'a', input: { x } }] })
    } catch {
      return 'refused'
    }
  }
  const [one, two] = [hashOf('\ud800'), hashOf('\ud801')]
  expect(one === two && one !== 'refused').toBe(false)
})

test('people compare four words', () => {
  fc.assert(
    fc.property(somePlan, (one) => {
      const hash = hashPlan(one)
      expect(fingerprint(hash)).toMatch(/^[a-z]+(-[a-z]+){3}$/)
      expect(fingerprint(hash)).toBe(fingerprint(hash))
    }),
    { numRuns: 20 },
  )
})
