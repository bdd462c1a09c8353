// Protected people: who is one, and that what cannot be read protects everybody.
import { expect, test } from 'vitest'
import { minutes } from '../../src/clock.ts'
import { userId } from '../../src/ids.ts'
import type { Organisation } from '../../src/organisation/organisation.ts'
import { type Protection, protectionOf } from '../../src/people/protection.ts'
import { rememberingDirectory } from '../../src/people/remembering-directory.ts'
import { companyForTests, northwind, person, team, unreadable } from './company.ts'

const company = companyForTests()
const depsWith = (organisation: Organisation = northwind) => ({ directory: company.directory(), organisation })
const protection = async (username: string, deps = depsWith()): Promise<Protection> =>
  protectionOf(deps, await deps.directory.user(person(username)))
const protectedList = (changed: Partial<Organisation['protected']>): Organisation => ({
  ...northwind,
  protected: { ...northwind.protected, ...changed },
})

test('everybody in the company, against a list made by hand', async () => {
  const directory = rememberingDirectory(company.directory())
  const found: Record<string, Protection> = {}
  for (const { _id, username } of company.state().users.values()) {
    const is = await protectionOf({ directory, organisation: northwind }, await directory.user(userId.parse(_id)))
    if (is !== 'no') found[username] = is
  }
  // Line managers (Priya, Jonas) and group owners (Mei, Zoe) are not here for being that.
  expect(found).toEqual({
    'ingrid.solberg': 'yes',
    'rafael.costa': 'yes',
    'helen.whitmore': 'yes',
    'omar.farouk': 'yes',
    'dana.whitfield': 'yes',
    'ben.carter': 'yes',
    'ruth.adler': 'yes',
    'nadia.petrova': 'yes',
    'felix.braun': 'yes',
    'svc-backup': 'never',
    'break-glass': 'never',
  })
})

test('a JumpCloud administrator, and whoever JumpCloud does not say it of', async () => {
  await company.change('leo.brandt', { admin: { id: person('leo.brandt'), roleName: 'Help Desk' } })
  expect(await protection('leo.brandt')).toBe('yes')
  const leo = await company.directory().user(person('maya.alvarez'))
  expect(await protectionOf(depsWith(), leo)).toBe('no')
  for (const missing of [{ isAdmin: undefined }, { email: undefined }, { username: undefined }])
    expect(await protectionOf(depsWith(), { ...leo, ...missing })).toBe('yes')
})

test('listed people in whatever case their address or name was typed', async () => {
  const organisation = protectedList({ people: ['tomas.novak@northwind.example'], serviceAccounts: ['leo.brandt'] })
  expect(await protection('tomas.novak', depsWith(organisation))).toBe('yes')
  await company.change('leo.brandt', { username: 'Leo.Brandt' })
  expect(await protection('leo.brandt', depsWith(organisation))).toBe('never')
  await company.change('maya.alvarez', { email: 'Break-Glass@northwind.example' })
  const byAddress = protectedList({ breakGlass: ['break-glass@northwind.example'] })
  expect(await protection('maya.alvarez', depsWith(byAddress))).toBe('never')
})

test('people of the it, security and admin roles, also where a role names them one by one', async () => {
  for (const role of ['it', 'security', 'admin'] as const) {
    const roles = { ...northwind.roles, [role]: { groups: [], people: ['leo.brandt@northwind.example'] } }
    expect(await protection('leo.brandt', depsWith({ ...northwind, roles }))).toBe('yes')
  }
  const hr = { ...northwind.roles, hr: { groups: ['HR'], people: ['leo.brandt@northwind.example'] } }
  expect(await protection('leo.brandt', depsWith({ ...northwind, roles: hr }))).toBe('no')
})

test.each([
  'Executives',
  'IT – Service Desk',
  'Security',
  'Latchkey – Admins',
])('the group “%s” under another name protects everybody, and again only its members under its own', async (name) => {
  expect(await protection('maya.alvarez')).toBe('no')
  company.rename(name, `${name} (old)`)
  expect(await protection('maya.alvarez')).toBe('yes')
  company.rename(name, name.toUpperCase())
  expect(await protection('maya.alvarez')).toBe('no')
})

test('within the minutes for which a name is remembered, a renamed group protects whoever is in it now', async () => {
  expect(await protection('maya.alvarez')).toBe('no')
  const executives = company.state().groups.get(team('Executives'))
  if (!executives) throw new Error('Northwind has executives')
  executives.name = 'Board'
  expect(await protection('maya.alvarez')).toBe('no')
  executives.members.add(person('maya.alvarez'))
  expect(await protection('maya.alvarez')).toBe('yes')
  executives.members.delete(person('maya.alvarez'))
  company.clock.advance(minutes(5))
  expect(await protection('maya.alvarez')).toBe('yes')
})

test('a second group of the same name is an error: nobody knows which one was meant', async () => {
  company.rename('Finance', 'executives')
  await expect(protection('maya.alvarez')).rejects.toMatchObject({ code: 'ambiguous' })
})

test('somebody who joins a protected group is protected at the next look', async () => {
  const executives = [...company.state().groups.values()].find(({ name }) => name === 'Executives')?.id
  expect(await protection('maya.alvarez')).toBe('no')
  await company.post(`/_sandbox/groups/${executives}/members`, { user: person('maya.alvarez'), op: 'add' })
  expect(await protection('maya.alvarez')).toBe('yes')
})

test('nothing listed at all still protects administrators', async () => {
  const nobody = { groups: [], people: [] }
  const organisation: Organisation = {
    ...northwind,
    roles: { it: nobody, hr: nobody, security: nobody, admin: nobody },
    protected: { ...nobody, serviceAccounts: [], breakGlass: [] },
  }
  expect(await protection('ruth.adler', depsWith(organisation))).toBe('yes')
  expect(await protection('maya.alvarez', depsWith(organisation))).toBe('no')
})

test.each(unreadable)('a list that cannot be read (%j) makes nobody an ordinary person', async (fault) => {
  const { directory } = depsWith()
  const maya = await directory.user(person('maya.alvarez'))
  for (const path of ['/usergroups', '/memberof']) {
    await company.fault({ ...fault, match: { path } })
    await expect(protectionOf({ directory, organisation: northwind }, maya)).rejects.toMatchObject({
      code: expect.stringMatching(/^jumpcloud-/),
    })
    await company.call('DELETE', '/_sandbox/faults')
  }
})
