// Roles: read from JumpCloud and latchkey.yaml, held by active people only, and never guessed when JumpCloud fails.
import { describe, expect, test } from 'vitest'
import type { Organisation, RequestableGroup } from '../../src/organisation/organisation.ts'
import { hasRole, holdersOf, type Matter, rolesOf } from '../../src/people/relations.ts'
import { rememberingDirectory } from '../../src/people/remembering-directory.ts'
import { type Role, roles } from '../../src/policy/policy.ts'
import { companyForTests, northwind, person, team, unreadable } from './company.ts'

const company = companyForTests()
const depsWith = (organisation: Organisation = northwind) => ({ directory: company.directory(), organisation })

const listed = (name: string): RequestableGroup => {
  const found = northwind.groups.find((group) => group.name === name)
  if (!found) throw new Error(`the example has no group “${name}”`)
  return found
}
const analyst = listed('Looker – Analyst')
const about = (subject: string, ...groups: RequestableGroup[]): Matter => ({ subject: person(subject), groups })

test.each<[string, Matter, Role[]]>([
  ['maya.alvarez', about('maya.alvarez'), ['self']],
  ['priya.nair', about('maya.alvarez'), ['manager']],
  ['maya.alvarez', about('priya.nair'), []],
  ['helen.whitmore', about('maya.alvarez'), []],
  ['mei.tanaka', about('leo.brandt', analyst), ['owner']],
  ['tom.okafor', about('alex.kim', analyst), ['manager', 'owner']],
  ['alex.kim', about('leo.brandt', analyst), []],
  ['dana.whitfield', about('leo.brandt', analyst), ['it']],
  ['omar.farouk', about('maya.alvarez'), ['it', 'admin']],
  ['claire.dubois', about('maya.alvarez'), ['hr']],
  ['nadia.petrova', about('felix.braun'), ['manager', 'security']],
  ['ruth.adler', { subject: undefined, groups: [] }, ['admin']],
])('%s: about %j', async (who, matter, expected) => {
  expect(await rolesOf(depsWith(), person(who), matter, roles)).toEqual(expected)
})

test('a suspended or staged person holds nothing, and is asked for nothing', async () => {
  await company.change('priya.nair', { state: 'SUSPENDED' })
  await company.change('mei.tanaka', { state: 'STAGED' })
  await company.change('dana.whitfield', { state: 'SUSPENDED' })
  const matter = about('maya.alvarez', analyst)
  for (const who of ['priya.nair', 'mei.tanaka', 'dana.whitfield'])
    expect(await rolesOf(depsWith(), person(who), matter, roles)).toEqual([])
  expect(await holdersOf(depsWith(), 'manager', matter)).toEqual([])
  expect(await holdersOf(depsWith(), 'owner', matter)).toEqual([person('tom.okafor')])
  expect((await holdersOf(depsWith(), 'it', matter)).toSorted()).toEqual(
    [person('ben.carter'), person('omar.farouk')].toSorted(),
  )
  expect(await rolesOf(depsWith(), person('sam.kowalski'), about('sam.kowalski'), roles)).toEqual(['self'])
})

test('nobody is their own manager; two who manage each other are each the other’s', async () => {
  await company.change('maya.alvarez', { manager: person('maya.alvarez') })
  expect(await rolesOf(depsWith(), person('maya.alvarez'), about('maya.alvarez'), roles)).toEqual(['self'])
  await company.change('leo.brandt', { manager: person('grace.mbeki') })
  await company.change('grace.mbeki', { manager: person('leo.brandt') })
  expect(await hasRole(depsWith(), person('leo.brandt'), 'manager', about('grace.mbeki'))).toBe(true)
  expect(await hasRole(depsWith(), person('grace.mbeki'), 'manager', about('leo.brandt'))).toBe(true)
})

test('a manager who left is nobody’s; without a subject nobody is a manager', async () => {
  await company.call('DELETE', `/_sandbox/users/${person('priya.nair')}`)
  expect(await holdersOf(depsWith(), 'manager', about('maya.alvarez'))).toEqual([])
  const nobody: Matter = { subject: undefined, groups: [] }
  expect(await holdersOf(depsWith(), 'manager', nobody)).toEqual([])
  expect(await hasRole(depsWith(), person('rafael.costa'), 'manager', nobody)).toBe(false)
})

describe('owners', () => {
  const owned = (...owners: string[]): RequestableGroup => ({ ...analyst, owners, ownerGroup: undefined })

  test('own every group of the plan, or decide on none', async () => {
    const [both, one] = [owned('mei.tanaka@northwind.example'), owned('tom.okafor@northwind.example')]
    const matter = about('leo.brandt', analyst, both)
    expect(await hasRole(depsWith(), person('mei.tanaka'), 'owner', matter)).toBe(true)
    expect(await hasRole(depsWith(), person('tom.okafor'), 'owner', matter)).toBe(false)
    expect(await hasRole(depsWith(), person('mei.tanaka'), 'owner', about('leo.brandt', both, one))).toBe(false)
  })

  test('are nobody for a plan without groups or a group without owners', async () => {
    expect(await hasRole(depsWith(), person('mei.tanaka'), 'owner', about('leo.brandt'))).toBe(false)
    expect(await hasRole(depsWith(), person('mei.tanaka'), 'owner', about('leo.brandt', owned()))).toBe(false)
    expect(await holdersOf(depsWith(), 'owner', about('leo.brandt', owned()))).toEqual([])
  })

  test('by a group are its members, at most twelve of them', async () => {
    const byGroup = (ownerGroup: string) => about('leo.brandt', { ...owned(), ownerGroup })
    expect(await hasRole(depsWith(), person('felix.braun'), 'owner', byGroup('security'))).toBe(true)
    expect(await hasRole(depsWith(), person('leo.brandt'), 'owner', byGroup('security'))).toBe(false)
    const asked = await holdersOf(depsWith(), 'owner', byGroup('All Staff'))
    expect(asked).toHaveLength(12)
    expect(new Set(asked).size).toBe(12)
    expect(asked).not.toContain(person('sam.kowalski'))
    expect(await holdersOf(depsWith(), 'owner', byGroup('No Such Group'))).toEqual([])
  })

  test('are found whatever case their address was typed in', async () => {
    const matter = about('leo.brandt', owned('tomas.novak@northwind.example'))
    expect(await hasRole(depsWith(), person('tomas.novak'), 'owner', matter)).toBe(true)
    expect(await holdersOf(depsWith(), 'owner', matter)).toEqual([person('tomas.novak')])
  })

  test('are not their namesakes: neither by name nor by the same address in another case', async () => {
    await company.change('alex.kimm', { displayname: 'Alex Kim', firstname: 'Alex', lastname: 'Kim' })
    const matter = about('leo.brandt', owned('alex.kim@northwind.example'))
    expect(await hasRole(depsWith(), person('alex.kimm'), 'owner', matter)).toBe(false)
    await company.change('alex.kimm', { email: 'Alex.Kim@northwind.example' })
    expect(await hasRole(depsWith(), person('alex.kimm'), 'owner', matter)).toBe(false)
    expect(await holdersOf(depsWith(), 'owner', matter)).toEqual([person('alex.kim')])
  })
})

test('a role whose group was renamed is held by nobody; two groups of one name are no group', async () => {
  company.rename('IT – Service Desk', 'Service Desk')
  expect(await hasRole(depsWith(), person('dana.whitfield'), 'it', about('maya.alvarez'))).toBe(false)
  expect(await holdersOf(depsWith(), 'it', about('maya.alvarez'))).toEqual([])
  company.rename('Finance', 'security ')
  expect(await hasRole(depsWith(), person('maya.alvarez'), 'security', about('maya.alvarez'))).toBe(false)
  expect(await holdersOf(depsWith(), 'security', about('maya.alvarez'))).toEqual([])
})

test('an empty role is held by nobody', async () => {
  const empty: Organisation = { ...northwind, roles: { ...northwind.roles, it: { groups: [], people: [] } } }
  expect(await holdersOf(depsWith(empty), 'it', about('maya.alvarez'))).toEqual([])
  expect(await hasRole(depsWith(empty), person('dana.whitfield'), 'it', about('maya.alvarez'))).toBe(false)
})

describe.each(unreadable)('when JumpCloud fails with %j', (fault) => {
  // Each role is asked of somebody who holds it, so that "no" would be wrong and silence would show.
  const held = { manager: 'priya.nair', owner: 'mei.tanaka', it: 'dana.whitfield' } as const

  test.each([
    '/systemusers',
    '/usergroups',
    '/memberof',
  ])('a role that needs %s is an error, never "no"', async (path) => {
    await company.fault({ ...fault, match: { path } })
    const deps = { directory: rememberingDirectory(company.directory()), organisation: northwind }
    const failed: unknown[] = []
    for (const role of ['manager', 'owner', 'it'] as const) {
      const asked = hasRole(deps, person(held[role]), role, about('maya.alvarez', analyst))
      if ((await asked.catch((error: unknown) => failed.push(error))) === false) throw new Error(`${role} was denied`)
    }
    expect(failed.length).toBeGreaterThan(0)
    for (const error of failed) expect(error).toMatchObject({ code: expect.stringMatching(/^jumpcloud-/) })
  })

  test('nobody is left out of those who are asked', async () => {
    await company.fault({ ...fault, match: { path: `/systemusers/${person('ben.carter')}` } })
    await expect(holdersOf(depsWith(), 'it', about('maya.alvarez'))).rejects.toMatchObject({
      code: expect.stringMatching(/^jumpcloud-/),
    })
    await company.call('DELETE', '/_sandbox/faults')
    await company.fault({ ...fault, match: { path: `/usergroups/${team('IT – Service Desk')}/membership` } })
    await expect(holdersOf(depsWith(), 'it', about('maya.alvarez'))).rejects.toMatchObject({
      code: expect.stringMatching(/^jumpcloud-/),
    })
  })
})
