// Whether votes satisfy the rules: every rule its own person, as a plain trial of every order finds it too.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isSatisfied, type Vote } from '../../src/requests/votes.ts'
import { aUser } from '../store/rows.ts'

type Counted = Pick<Vote, 'person' | 'decision' | 'rules'>
const people = Array.from({ length: 5 }, () => aUser())
const some = (nth: number) => people[nth % people.length] ?? aUser()
const approving = (nth: number, ...rules: number[]): Counted => ({ person: some(nth), decision: 'approve', rules })

const someVotes = fc.array(
  fc
    .tuple(fc.nat(4), fc.boolean(), fc.uniqueArray(fc.nat(3), { maxLength: 4 }))
    .map(([nth, denies, rules]): Counted => ({ person: some(nth), decision: denies ? 'deny' : 'approve', rules })),
  { maxLength: 5 },
)

/** All ways to put people in a row, and whether one of them gives every rule a person who may satisfy it. */
function byTrial(rules: number, votes: readonly Counted[], taken: readonly string[] = []): boolean {
  if (taken.length === rules) return true
  return people.some(
    (person) =>
      !taken.includes(person) &&
      votes.some(
        (vote) => vote.person === person && vote.decision === 'approve' && vote.rules.includes(taken.length),
      ) &&
      byTrial(rules, votes, [...taken, person]),
  )
}

test('nothing asked for is satisfied; something asked for is not by nobody', () => {
  expect(isSatisfied(0, [])).toBe(true)
  expect(isSatisfied(1, [])).toBe(false)
})

test('one person satisfies one rule only, however many roles they have', () => {
  expect(isSatisfied(2, [approving(1, 0, 1)])).toBe(false)
  expect(isSatisfied(2, [approving(1, 0, 1), approving(1, 0, 1)])).toBe(false)
  expect(isSatisfied(2, [approving(1, 0, 1), approving(2, 0)])).toBe(true)
  expect(isSatisfied(2, [approving(1, 0), approving(2, 0)])).toBe(false)
})

test('a denial approves nothing, and a rule that is not asked for counts for nothing', () => {
  expect(isSatisfied(1, [{ ...approving(1, 0), decision: 'deny' }])).toBe(false)
  expect(isSatisfied(1, [approving(1, 7), approving(2, -1)])).toBe(false)
})

test('it finds what a trial of every order finds, whatever the order of the votes', () => {
  fc.assert(
    fc.property(fc.nat(4), someVotes, (rules, votes) => {
      const expected = byTrial(rules, votes)
      expect(isSatisfied(rules, votes)).toBe(expected)
      expect(isSatisfied(rules, votes.toReversed())).toBe(expected)
    }),
    { numRuns: 2000 },
  )
})

test('many rules and many voters who fit all but the last are counted at once', () => {
  const voters = Array.from(
    { length: 40 },
    (): Counted => ({ person: aUser(), decision: 'approve', rules: [...Array(11).keys()] }),
  )
  expect(isSatisfied(11, voters)).toBe(true)
  expect(isSatisfied(12, voters)).toBe(false)
})

test('another approval never takes anything away, and fewer rules are never harder', () => {
  fc.assert(
    fc.property(fc.nat(4), someVotes, fc.nat(4), (rules, votes, nth) => {
      if (!isSatisfied(rules, votes)) return
      expect(isSatisfied(rules, [...votes, approving(nth, 0, 1, 2, 3)])).toBe(true)
      if (rules > 0) expect(isSatisfied(rules - 1, votes)).toBe(true)
    }),
    { numRuns: 1000 },
  )
})
