// Who may decide about credentials, against an oracle that walks a thousand generated companies by brute force.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { days, hours } from '../../src/clock.ts'
import { type UserId, userId } from '../../src/ids.ts'
import {
  areIndependent,
  chainAbove,
  hasSettled,
  isWornPair,
  type Voter,
  whyNoVote,
  type Yes,
} from '../../src/policy/voters.ts'

const id = (number: number): UserId => userId.parse(number.toString(16).padStart(24, '0'))
const now = new Date('2026-11-25T12:00:00Z')

/** Anybody may be anybody's manager: trees, circles, people who are their own manager, links that cannot be read. */
const company = fc.integer({ min: 2, max: 12 }).chain((size) =>
  fc.array(
    fc.oneof({ weight: 8, arbitrary: fc.integer({ min: 0, max: size - 1 }) }, fc.constantFrom('nobody', 'unreadable')),
    {
      minLength: size,
      maxLength: size,
    },
  ),
)
type Company = readonly (number | string)[]

const managerOf = (people: Company) => (of: UserId) => {
  const manager = people[Number.parseInt(of, 16)]
  return typeof manager === 'number' ? id(manager) : manager === 'nobody' ? ('nobody' as const) : undefined
}

/** Written from the sentence "somebody above them", not from the code: steps up as often as there are people. */
function oracleAbove(people: Company, person: number): Set<number> | 'unreadable' {
  const found = new Set<number>()
  let at: number | string = person
  for (let step = 0; step <= people.length; step += 1) {
    const next: number | string = people[at as number] ?? 'unreadable'
    if (next === 'unreadable') return 'unreadable'
    if (next === 'nobody') break
    found.add(next as number)
    at = next
  }
  return found
}

const voterOf = (people: Company, person: number, more: Partial<Voter> = {}): Voter => ({
  person: id(person),
  isActive: true,
  credentialChangedAt: 'never',
  above: chainAbove(id(person), managerOf(people)),
  ...more,
})

describe('a thousand companies', () => {
  test('every approver for every requester and subject, and every pair of approvers', () => {
    let allowed = 0
    let refused = 0
    fc.assert(
      fc.property(company, (people) => {
        const everyone = people.map((_, person) => person)
        const up = everyone.map((person) => oracleAbove(people, person))
        const isAbove = (one: number, other: number) =>
          up[other] !== 'unreadable' && (up[other] as Set<number>).has(one)
        for (const person of everyone) {
          const voter = voterOf(people, person)
          for (const requester of everyone)
            for (const subject of everyone) {
              const may =
                person !== requester && person !== subject && up[person] !== 'unreadable' && !isAbove(requester, person)
              expect(whyNoVote(voter, { now, requester: id(requester), subject: id(subject) }) === undefined).toBe(may)
              if (may) allowed += 1
              else refused += 1
            }
          for (const other of everyone) {
            const areTwo =
              person !== other &&
              up[person] !== 'unreadable' &&
              up[other] !== 'unreadable' &&
              !isAbove(person, other) &&
              !isAbove(other, person)
            expect(areIndependent(voter, voterOf(people, other))).toBe(areTwo)
          }
        }
      }),
      { numRuns: 1000 },
    )
    expect(allowed).toBeGreaterThan(1000)
    expect(refused).toBeGreaterThan(1000)
  })
})

describe('pairs of a thousand companies', () => {
  /** Who said yes to which plan how many hours ago; some of it long past, some twice. */
  const yes = fc.record({ plan: fc.nat(9), person: fc.nat(4), agoHours: fc.integer({ min: -1, max: 24 * 40 }) })

  test('a pair is worn out exactly when both agreed to three plans within thirty days', () => {
    const seen = { worn: 0, fresh: 0 }
    fc.assert(
      fc.property(fc.array(yes, { maxLength: 40, size: 'max' }), (all) => {
        const yeses = all.map(({ plan, person, agoHours }): Yes => {
          return { request: `plan ${plan}`, person: id(person), at: new Date(now.getTime() - hours(agoHours)) }
        })
        for (let one = 0; one < 5; one += 1)
          for (let other = one + 1; other < 5; other += 1) {
            const said = (person: number, plan: number) =>
              all.some((it) => it.person === person && it.plan === plan && it.agoHours < 24 * 30)
            let together = 0
            for (let plan = 0; plan < 10; plan += 1) if (said(one, plan) && said(other, plan)) together += 1
            const isWorn = isWornPair(yeses, id(one), id(other), now)
            expect(isWorn).toBe(together >= 3)
            expect(isWornPair(yeses, id(other), id(one), now)).toBe(isWorn)
            seen[isWorn ? 'worn' : 'fresh'] += 1
          }
      }),
      { numRuns: 1000 },
    )
    expect(Math.min(seen.worn, seen.fresh)).toBeGreaterThan(100)
  })

  test('a yes whose time cannot be read counts', () => {
    const at = new Date(Number.NaN)
    const yeses = [1, 2, 3].flatMap((plan) => [0, 1].map((nth) => ({ request: `plan ${plan}`, person: id(nth), at })))
    expect(isWornPair(yeses, id(0), id(1), now)).toBe(true)
  })
})

test.each([
  ['from-the-start', true],
  [undefined, false],
  [new Date(now.getTime() - days(1)), true],
  [new Date(now.getTime() - days(1) + 1), false],
  [new Date(now.getTime() + 1), false],
  [new Date(Number.NaN), false],
] as const)('a role since %s has settled: %s', (since, settled) => {
  expect(hasSettled(since, now)).toBe(settled)
})

describe('whoever was just changed, is gone, or cannot be read', () => {
  const chart: Company = ['nobody', 0, 0, 1]
  const asked = { now, requester: id(3), subject: id(3) }
  const ago = (ms: number) => new Date(now.getTime() - ms)

  test.each([
    [{}, undefined],
    [{ isActive: false }, 'not-active'],
    [{ isActive: undefined }, 'unreadable'],
    [{ credentialChangedAt: undefined }, 'unreadable'],
    [{ above: undefined }, 'unreadable'],
    [{ credentialChangedAt: ago(hours(72)) }, undefined],
    [{ credentialChangedAt: ago(hours(72) - 1) }, 'fresh-credential'],
    [{ credentialChangedAt: ago(-1) }, 'fresh-credential'],
    [{ credentialChangedAt: new Date(Number.NaN) }, 'fresh-credential'],
  ] as const)('%j: %s', (more, why) => {
    expect(whyNoVote(voterOf(chart, 2, more), asked)).toBe(why)
  })

  test('the requester’s own manager may; who works for the requester may not, however far down', () => {
    expect(whyNoVote(voterOf(chart, 1), asked)).toBeUndefined()
    expect(whyNoVote(voterOf(chart, 3), { now, requester: id(0), subject: id(2) })).toBe('reports-to-requester')
  })
})
