// What skills need of JumpCloud: exact by permission, narrowed by the organisation's choices, and declared whole by every skill.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { actions } from '../src/actions/index.ts'
import type { Organisation } from '../src/organisation/organisation.ts'
import { actionsByName } from '../src/parts.ts'
import { needsOf, permissionsOf, skillsNeeding } from '../src/permissions.ts'
import { loadSkills } from '../src/skills.ts'

const skillsFolder = join(import.meta.dirname, '../skills')

const skills = await loadSkills()
const names = [...skills.keys()]
const needs = needsOf(skills, actionsByName)
const choice = { enabled: true, proof: undefined, approvals: undefined, limit: undefined }
const chosen = (choices: Organisation['skills']) => needsOf(skills, actionsByName, { skills: choices })

test('each permission stops the skills that need it, and no others', () => {
  expect(skillsNeeding(needs, ['users.readonly'])).toEqual(names)
  expect(skillsNeeding(needs, ['groups.readonly'])).toEqual(names)
  expect(skillsNeeding(needs, ['users.state.unlock', 'users'])).toEqual(['reset-password', 'unlock-account'])
  expect(skillsNeeding(needs, ['users.password.set'])).toEqual(['reset-password'])
  expect(skillsNeeding(needs, ['users.mfa.reset'])).toEqual(['reset-mfa'])
  expect(skillsNeeding(needs, ['users'])).toEqual(['reset-mfa'])
  expect(skillsNeeding(needs, ['users.state.suspend'])).toEqual(['report-lost-device'])
  expect(skillsNeeding(needs, ['groups'])).toEqual(['join-group', 'leave-group'])
  expect(skillsNeeding(needs, ['protect'])).toEqual([
    'connect-account',
    'reset-password',
    'unfreeze-person',
    'unfreeze',
    'unlock-account',
  ])
  expect(skillsNeeding(needs, ['directoryinsights.readonly'])).toEqual([])
  expect(skillsNeeding(needs, ['applications'])).toEqual([])
})

test('events are missed by the skill that tells them', () => {
  const events = permissionsOf(needs).find(({ name }) => name === 'directoryinsights.readonly')
  expect(events).toMatchObject({ stops: [], limits: ['report-lost-device', 'why-locked-out'], capabilities: ['read'] })
})

test('a skill that is switched off asks for nothing', () => {
  const off = { ...choice, enabled: false }
  const without = chosen({ 'unlock-account': off, 'reset-password': off })
  expect(permissionsOf(without).map(({ name }) => name)).not.toContain('users.state.unlock')
  expect(skillsNeeding(without, ['protect'])).toEqual(['connect-account', 'unfreeze-person', 'unfreeze'])
})

test('a proof that the organisation asks for on top needs the phone', () => {
  const stricter = chosen({ 'join-group': { ...choice, proof: 'S1' } })
  expect(skillsNeeding(stricter, ['protect'])).toContain('join-group')
})

/** The actions that stand in the file, and for what is lent the action that ends it. */
function usedIn(name: string): string[] {
  const text = readFileSync(join(skillsFolder, `${name}.ts`), 'utf8')
  const called = [...text.matchAll(/\baction\.(\w+)\(/g)].map(([, key = '']) => {
    const found = Object.entries(actions).find(([one]) => one === key)?.[1]
    if (!found) throw new Error(`skills/${name}.ts uses action.${key}, which does not exist`)
    return found.name
  })
  return [...called, ...(/\bdirectory\.events\(/.test(text) ? ['events'] : [])]
}

test.each(names)('%s declares what it uses, and nothing that it does not', (name) => {
  const { uses = [] } = skills.get(name) ?? {}
  const used = usedIn(name)
  const lends = readFileSync(join(skillsFolder, `${name}.ts`), 'utf8').includes('lasting(')
  expect(
    used.filter((one) => !uses.includes(one)),
    'Name it in `uses`.',
  ).toEqual([])
  const idle = uses.filter((one) => !used.includes(one) && !(lends && actionsByName.has(one)))
  expect(idle, 'Take it out of `uses`: it asks JumpCloud for a permission that nobody needs.').toEqual([])
})
