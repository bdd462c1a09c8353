// Northwind: large enough to be real, the same in every run, and with everybody whom the conversations need.
import { expect, test } from 'vitest'
import { northwind } from '../../src/sandbox/company/northwind.ts'
import { memberIds } from '../../src/sandbox/groups.ts'
import { idOf } from '../../src/sandbox/state.ts'

const now = new Date('2026-03-02T09:00:00Z')
const company = northwind(now)
const users = [...company.users.values()]
const person = (username: string) => {
  const found = company.users.get(idOf('user', username))
  if (!found) throw new Error(`nobody is called ${username}`)
  return found
}
const groupsOf = (username: string) =>
  [...company.groups.values()]
    .filter((one) => memberIds(company, one).includes(idOf('user', username)))
    .map(({ name }) => name)

test('the same moment gives the same company', () => {
  expect(northwind(now)).toEqual(company)
})

test('about forty people, fifteen groups, three applications', () => {
  expect(users.length).toBeGreaterThanOrEqual(38)
  expect(users.length).toBeLessThanOrEqual(45)
  expect(company.groups.size).toBe(15)
  expect(company.applications).toHaveLength(3)
})

test('every id is an object id, every address is reserved, every manager exists', () => {
  for (const user of users) {
    expect(user._id).toMatch(/^[0-9a-f]{24}$/)
    expect(user.email).toMatch(/@northwind\.example$/)
    if (user.manager !== undefined) expect(company.users.has(user.manager)).toBe(true)
  }
  expect(new Set(users.map(({ email }) => email.toLowerCase())).size).toBe(users.length)
  for (const { members } of company.groups.values())
    for (const member of members) expect(company.users.has(member)).toBe(true)
})

test('the cast of the conversations', () => {
  expect(person('maya.alvarez')).toMatchObject({ account_locked: true, manager: person('priya.nair')._id })
  expect(person('ida.lindqvist')).toMatchObject({ account_locked: true, password_expired: true })
  expect(person('noor.haddad').mfaEnrollment).toMatchObject({ overallStatus: 'ENROLLMENT_EXPIRED' })
  expect(Date.parse(person('noor.haddad').mfa?.exclusionUntil ?? '')).toBeLessThan(now.getTime())
  expect(person('sam.kowalski')).toMatchObject({ state: 'SUSPENDED', suspended: true })
  expect(users.filter(({ state }) => state === 'STAGED')).toHaveLength(1)
  expect(person('grace.mbeki').delegatedAuthority).toMatchObject({ name: 'ActiveDirectory' })
  expect(users.filter(({ admin }) => admin).map(({ username }) => username)).toEqual(['ruth.adler'])
  expect(users.filter((user) => user.account_locked).length).toBeGreaterThanOrEqual(4)
})

test('groups hold whom they should', () => {
  expect(groupsOf('mei.tanaka')).toEqual(expect.arrayContaining(['Looker – Analyst', 'Looker – Admin', 'All Staff']))
  expect(groupsOf('leo.brandt')).not.toContain('Looker – Analyst')
  expect(groupsOf('dana.whitfield')).toContain('IT – Service Desk')
  expect(groupsOf('sam.kowalski')).not.toContain('All Staff')
  expect([...company.groups.values()].filter(({ sudo }) => sudo.enabled)).toHaveLength(1)
})

test('some have a phone and some have none', () => {
  const owners = new Set(company.phones.map(({ user }) => user))
  for (const name of ['maya.alvarez', 'leo.brandt', 'mei.tanaka', 'tom.okafor', 'priya.nair', 'dana.whitfield'])
    expect(owners.has(person(name)._id)).toBe(true)
  for (const name of ['noor.haddad', 'carlos.mendes', 'elif.yilmaz', 'svc-backup'])
    expect(owners.has(person(name)._id)).toBe(false)
})

test('nothing lies in the future, and every lock has its event', () => {
  for (const { timestamp } of company.events) expect(Date.parse(timestamp)).toBeLessThanOrEqual(now.getTime())
  for (const user of users.filter((one) => one.account_locked)) {
    const lock = company.events.find(
      ({ event_type, resource }) => event_type === 'user_lockout' && JSON.stringify(resource).includes(user._id),
    )
    expect(lock?.timestamp).toBe(user.account_locked_date)
  }
})
