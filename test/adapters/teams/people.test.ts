// Who counts as a full member: a table of members as Teams tells them, and what its failures do to the answer.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { judge } from '../../../adapters/teams/people.ts'
import { channels, homeTenant, itTeam, partnerTenant } from '../../fakes/teams.ts'
import { type Fields, getPerson } from '../../fakes/teams-state.ts'
import { card } from '../contract.ts'
import { accountOf, type Bench, startBench } from './bench.ts'

const user = 'aaaaaaaa-0000-4000-8000-000000000001'
const client = { language: 'de-DE', timeZone: 'Europe/Berlin' }
const member: Fields = {
  id: '29:1maya',
  name: 'Maya Alvarez',
  aadObjectId: user,
  objectId: user,
  email: 'maya.alvarez@northwind.example',
  userPrincipalName: 'maya.alvarez@northwind.example',
  tenantId: homeTenant,
  userRole: 'user',
}

describe('a member', () => {
  test('of this tenant is an employee', () => {
    expect(judge(homeTenant, user, member, client)).toEqual({
      kind: 'employee',
      displayName: 'Maya Alvarez',
      email: 'maya.alvarez@northwind.example',
      ...client,
    })
  })

  test.each<[string, Fields, string]>([
    ['another tenant', { tenantId: partnerTenant }, 'foreign-tenant'],
    ['no tenant', { tenantId: undefined }, 'foreign-tenant'],
    ['a tenant that is a list', { tenantId: [homeTenant] }, 'foreign-tenant'],
    ['another id', { aadObjectId: 'aaaaaaaa-0000-4000-8000-000000000002' }, 'stranger'],
    ['two ids that differ', { objectId: 'aaaaaaaa-0000-4000-8000-000000000002' }, 'stranger'],
    ['no id', { aadObjectId: undefined, objectId: undefined }, 'stranger'],
    ['a guest', { userPrincipalName: 'maya_agency.example#EXT#@northwind.onmicrosoft.example' }, 'guest'],
    ['a guest in small letters', { userPrincipalName: 'maya_agency.example#ext#@northwind.example' }, 'guest'],
    ['a guest by role', { userRole: 'guest' }, 'guest'],
    ['no sign-in name', { userPrincipalName: undefined }, 'guest'],
    ['somebody anonymous', { userRole: 'anonymous' }, 'stranger'],
    ['no role', { userRole: undefined }, 'stranger'],
    ['a bot', { userRole: 'bot' }, 'bot'],
  ])('with %s is refused', (_, change, why) => {
    expect(judge(homeTenant, user, { ...member, ...change }, client)).toEqual({ kind: 'refused', why })
  })

  test('with an odd name, and a client that told nothing', () => {
    const odd = judge(
      homeTenant,
      user,
      { ...member, name: 'Ma\u202Eya\nSecurity', email: 5, aadObjectId: user.toUpperCase() },
      { language: undefined, timeZone: undefined },
    )
    expect(odd).toEqual({
      kind: 'employee',
      displayName: 'Maya Security',
      email: undefined,
      language: 'en',
      timeZone: 'UTC',
    })
  })
})

describe('asked live', () => {
  let bench: Bench
  beforeAll(async () => {
    bench = await startBench({ installed: ['maya', 'leo', 'gus', 'dora'] })
    await bench.start()
  })
  beforeEach(() => void bench.teams.state.journal.splice(0))
  afterAll(async () => {
    await bench.adapter.stop()
    await bench.close()
  })

  test('tells language and zone as the person’s own client told them', async () => {
    expect(await bench.adapter.profile(accountOf(bench, 'leo'))).toMatchObject({
      kind: 'employee',
      language: 'de-DE',
      timeZone: 'Europe/Berlin',
    })
  })

  test('an account of another tenant, a bot or nobody known is refused without a call', async () => {
    expect(await bench.adapter.profile(accountOf(bench, 'maya', partnerTenant))).toEqual({
      kind: 'refused',
      why: 'foreign-tenant',
    })
    expect(await bench.adapter.profile({ ...accountOf(bench, 'maya'), platform: 'slack' })).toMatchObject({
      kind: 'refused',
    })
    expect(await bench.adapter.profile(accountOf(bench, 'botley'))).toEqual({ kind: 'refused', why: 'bot' })
    expect(await bench.adapter.profile(accountOf(bench, 'tom'))).toEqual({ kind: 'refused', why: 'stranger' })
    expect(bench.teams.calls()).toEqual([])
  })

  test('somebody who has left is a stranger, and a guest a guest, from this moment on', async () => {
    expect(await bench.adapter.profile(accountOf(bench, 'dora'))).toEqual({ kind: 'refused', why: 'stranger' })
    const maya = getPerson(bench.teams.state, 'maya')
    expect(await bench.adapter.profile(accountOf(bench, 'maya'))).toMatchObject({ kind: 'employee' })
    maya.flags = { userPrincipalName: 'maya#EXT#@northwind.example' }
    expect(await bench.adapter.profile(accountOf(bench, 'maya'))).toEqual({ kind: 'refused', why: 'guest' })
    delete maya.flags
  })

  test('somebody who removed the app in private is looked up where they spoke in public', async () => {
    bench.teams.state.installed.delete('leo')
    expect(await bench.adapter.profile(accountOf(bench, 'leo'))).toEqual({ kind: 'refused', why: 'stranger' })
    await bench.teams.mention('leo', { team: itTeam, channel: channels.general }, 'help')
    expect(await bench.adapter.profile(accountOf(bench, 'leo'))).toMatchObject({ kind: 'employee' })
    bench.teams.state.installed.add('leo')
  })

  test('an answer about somebody else is no answer', async () => {
    const leo = getPerson(bench.teams.state, 'leo')
    leo.flags = { aadObjectId: getPerson(bench.teams.state, 'maya').id, objectId: undefined }
    expect(await bench.adapter.profile(accountOf(bench, 'leo'))).toEqual({ kind: 'refused', why: 'stranger' })
    delete leo.flags
  })

  test('a failure is a failure and never an answer', async () => {
    for (const fault of [
      { kind: 'status', status: 500 },
      { kind: 'status', status: 429 },
      { kind: 'status', status: 401 },
      { kind: 'drop' },
    ] as const) {
      bench.teams.fail({ call: 'GET members', times: 1, ...fault })
      await expect(bench.adapter.profile(accountOf(bench, 'leo'))).rejects.toMatchObject({
        code: 'platform-unavailable',
      })
    }
    bench.teams.fail({ call: 'GET members', times: 1, kind: 'body', body: '{}' })
    expect(await bench.adapter.profile(accountOf(bench, 'leo'))).toMatchObject({ kind: 'refused' })
  })
})

describe('found by address', () => {
  let bench: Bench
  beforeEach(async () => {
    bench = await startBench({ installed: ['maya', 'tom'] })
    await bench.start()
    return async () => {
      await bench.adapter.stop()
      await bench.close()
    }
  })

  test('somebody who wrote once is found by the address under which they were seen', async () => {
    expect(await bench.adapter.findAccount('tom.okafor@northwind.example')).toBeUndefined()
    await bench.adapter.profile(accountOf(bench, 'tom'))
    expect(await bench.adapter.findAccount('Tom.Okafor@Northwind.Example')).toEqual(accountOf(bench, 'tom'))
    getPerson(bench.teams.state, 'tom').email = 'tom.other@northwind.example'
    expect(await bench.adapter.findAccount('tom.okafor@northwind.example')).toBeUndefined()
  })

  test('a colleague in a team that has the app is found there, on whatever page, and can be written to', async () => {
    await bench.teams.installInTeam('maya', itTeam)
    expect(await bench.adapter.findAccount('mei.tanaka@northwind.example')).toEqual(accountOf(bench, 'mei'))
    const to = { to: 'person', account: accountOf(bench, 'mei') } as const
    await bench.adapter.deliver(to, card({ title: 'Hello' }), { key: '1' })
    expect(await bench.teams.messages('mei')).toMatchObject([{ title: 'Hello' }])
  })

  test('guests, foreigners and those who left are not found', async () => {
    await bench.teams.installInTeam('maya', itTeam)
    for (const email of ['gus@agency.example', 'fay@partner.example', 'dora.klein@northwind.example'])
      expect(await bench.adapter.findAccount(email), email).toBeUndefined()
  })

  test('an address that two people have finds nobody', async () => {
    await bench.teams.installInTeam('maya', itTeam)
    getPerson(bench.teams.state, 'mei').email = 'leo.brandt@northwind.example'
    expect(await bench.adapter.findAccount('leo.brandt@northwind.example')).toBeUndefined()
  })

  test('a team that removed the app is not looked into, and hides nobody elsewhere', async () => {
    await bench.teams.installInTeam('maya', itTeam)
    await bench.references.saveTeam({
      tenant: homeTenant,
      id: '19:gone@thread.tacv2',
      serviceUrl: bench.teams.serviceUrl,
    })
    expect(await bench.adapter.findAccount('mei.tanaka@northwind.example')).toEqual(accountOf(bench, 'mei'))
    await bench.teams.installInTeam('maya', itTeam, 'remove')
    expect(await bench.adapter.findAccount('leo.brandt@northwind.example')).toBeUndefined()
  })
})
