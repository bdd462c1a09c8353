// The directory of one turn: each fact is read once, each question has its own answer, and a failure is not remembered.
import { expect, test } from 'vitest'
import { rememberingDirectory } from '../../src/people/remembering-directory.ts'
import { companyForTests, person, team } from './company.ts'

const company = companyForTests()
const calls = async () => (await company.journal()).length

test('asks once for each fact, also when many ask at the same moment', async () => {
  const directory = rememberingDirectory(company.directory())
  const maya = person('maya.alvarez')
  const read = () =>
    Promise.all([
      directory.user(maya),
      directory.findUser({ email: 'maya.alvarez@northwind.example' }),
      directory.manager(maya),
      directory.group(team('Security')),
      directory.findGroup('Security'),
      directory.isMember(maya, team('Finance')),
      directory.memberOf(maya),
    ])
  const [first, second] = await Promise.all([read(), read()])
  const before = await calls()
  expect(second).toEqual(first)
  expect(await read()).toEqual(first)
  expect(await calls()).toBe(before)
})

test('keeps the answers of different questions apart', async () => {
  const directory = rememberingDirectory(company.directory())
  const [maya, leo] = [person('maya.alvarez'), person('leo.brandt')]
  expect((await directory.user(maya)).id).toBe(maya)
  expect((await directory.user(leo)).id).toBe(leo)
  expect((await directory.findUser({ email: 'leo.brandt@northwind.example' }))?.id).toBe(leo)
  expect((await directory.findUser({ username: 'maya.alvarez' }))?.id).toBe(maya)
  expect(await directory.findUser({ email: 'maya.alvarez' })).toBeUndefined()
  expect(await directory.isMember(maya, team('Finance'))).toBe(true)
  expect(await directory.isMember(maya, team('Security'))).toBe(false)
  expect(await directory.isMember(person('felix.braun'), team('Security'))).toBe(true)
})

test('forgets a failure, so that the next look may succeed', async () => {
  const directory = rememberingDirectory(company.directory())
  await company.fault({ kind: 'malformed', times: 1, match: { path: '/systemusers' } })
  await expect(directory.user(person('maya.alvarez'))).rejects.toMatchObject({ code: 'jumpcloud-malformed' })
  await expect(directory.user(person('maya.alvarez'))).resolves.toMatchObject({ username: 'maya.alvarez' })
})

test('another turn asks anew', async () => {
  expect((await rememberingDirectory(company.directory()).user(person('maya.alvarez'))).state).toBe('ACTIVATED')
  await company.change('maya.alvarez', { state: 'SUSPENDED' })
  expect((await rememberingDirectory(company.directory()).user(person('maya.alvarez'))).state).toBe('SUSPENDED')
})
