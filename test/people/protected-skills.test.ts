// Every skill for every kind of protected person, with every kind of list (T-D1); promoted meanwhile is in the gate's tests.
import { expect, test } from 'vitest'
import { actionsByName } from '../../src/parts.ts'
import { loadSkills } from '../../src/skills.ts'
import { companyForTests } from './company.ts'
import { factsOf, kinds, lists, look, wantedOf, wrongWith } from './protected.ts'

const company = companyForTests()

const cases = Object.entries(kinds).flatMap(([name, kind]) => lists.map((list) => ({ name, kind, list })))

test.each(cases)('$name, $list list', async ({ kind, list }) => {
  expect(await look(company, kind, list)).toEqual(wantedOf(kind, list))
})

test.each([
  'no',
  'yes',
  'never',
] as const)('what each skill is for somebody whose protection is “%s”', async (protection) => {
  const wrong = [...(await loadSkills())].map(([name, skill]) =>
    wrongWith(name, skill, factsOf(skill, actionsByName, protection)),
  )
  expect(wrong.filter((one) => one !== undefined)).toEqual([])
})
