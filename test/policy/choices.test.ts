// The organisation's choices: none below a floor, and a policy's version that changes with what was agreed to.
import { expect, test } from 'vitest'
import type { Organisation, SkillChoice } from '../../src/organisation/organisation.ts'
import { checkChoices, policyVersion } from '../../src/policy/choices.ts'
import { higher, isAtLeast, proofLevels } from '../../src/policy/policy.ts'
import type { Skill } from '../../src/skill.ts'
import { loadSkills } from '../../src/skills.ts'
import { exampleText, readText } from '../organisation/example.ts'

const northwind = readText(exampleText)
const skills = await loadSkills()
const asItIs: SkillChoice = { enabled: true, proof: undefined, approvals: undefined, limit: undefined }
const choosing = (chosen: Record<string, SkillChoice>): Organisation => ({ ...northwind, skills: chosen })

function skillNamed(name: string): Skill {
  const found = skills.get(name)
  if (!found) throw new Error(`there is no skill ${name}`)
  return found
}

test('the example and an organisation without choices are accepted', () => {
  checkChoices(northwind, skills)
  checkChoices(choosing({}), skills)
})

test('every choice below a floor and every unknown skill is named at once', () => {
  const chosen = {
    'connect-account': { ...asItIs, proof: 'S0' as const },
    'unlok-account': asItIs,
    'unlock-account': { ...asItIs, proof: 'S0' as const },
  }
  expect(() => checkChoices(choosing(chosen), skills)).toThrow(/connect-account[\s\S]*S1[\s\S]*unlok-account/)
  const { 'unlock-account': allowed } = chosen
  checkChoices(choosing({ 'unlock-account': allowed }), skills)
})

test('the levels of proof are in order', () => {
  for (const [a, first] of proofLevels.entries())
    for (const [b, second] of proofLevels.entries()) {
      expect(isAtLeast(first, second)).toBe(a >= b)
      expect(higher(first, second)).toBe(proofLevels[Math.max(a, b)])
    }
})

test('the version changes with every choice and with any skill’s policy', () => {
  const unlock = skillNamed('unlock-account')
  const withUnlock = (changed: Partial<Skill>) =>
    policyVersion(northwind, new Map(skills).set('unlock-account', { ...unlock, ...changed }))
  const versions = [
    policyVersion(northwind, skills),
    policyVersion(choosing({}), skills),
    policyVersion(choosing({ 'unlock-account': asItIs }), skills),
    policyVersion({ ...northwind, securityContacts: [] }, skills),
    policyVersion({ ...northwind, roles: { ...northwind.roles, it: { groups: [], people: [] } } }, skills),
    policyVersion({ ...northwind, groups: northwind.groups.slice(1) }, skills),
    policyVersion({ ...northwind, protected: { ...northwind.protected, groups: [] } }, skills),
    withUnlock({ policy: { ...unlock.policy, protected: 'refused' } }),
    withUnlock({ policy: { ...unlock.policy, limit: { times: 4, per: 'day' } } }),
    withUnlock({ policy: { ...unlock.policy, approvals: [{ by: ['it'] }] } }),
  ]
  expect(new Set(versions).size).toBe(versions.length)
})

test('the version does not change with words, nor with the order in which things were read', () => {
  const now = policyVersion(northwind, skills)
  expect(policyVersion(readText(`# a comment\n${exampleText}`), new Map([...skills].reverse()))).toBe(now)
  const said = [...skills].map(([name, skill]): [string, Skill] => [name, { ...skill, title: 'Other words' }])
  expect(policyVersion(northwind, new Map(said))).toBe(now)
})
