// "Did you mean": finds a slip of the fingers, and is silent where nothing is meant.
import { expect, test } from 'vitest'
import { findNearest } from '../../src/config/nearest.ts'

const known = ['escalateAfter', 'expireAfter', 'remindAfter', 'owner', 'owners']

test.each([
  ['expireAftre', 'expireAfter'],
  ['escalteAfter', 'escalateAfter'],
  ['reminderAfter', 'remindAfter'],
  ['OWNER', 'owner'],
  ['ownres', 'owners'],
])('%s means %s', (typed, meant) => {
  expect(findNearest(typed, known)).toBe(meant)
})

test('what resembles nothing means nothing', () => {
  for (const typed of ['', 'x', 'selfApproval', 'y'.repeat(10_000)]) expect(findNearest(typed, known)).toBeUndefined()
  expect(findNearest('owner', [])).toBeUndefined()
})
