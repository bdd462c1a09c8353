// Where people can be reached: what is told again is kept, what is not told stays, and one platform's rows are not another's.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { hours, movableClock } from '../../src/clock.ts'
import { createKeys } from '../../src/keys.ts'
import { createOpenForms } from '../../src/outbox/open-forms.ts'
import { createReferences, type Reference } from '../../src/outbox/references.ts'
import type { OpenStore } from '../../src/store/open.ts'
import { codeForm } from '../adapters/contract.ts'
import { openTestStore, testedStores } from '../store.ts'

const account = { platform: 'teams', tenant: 't1', user: 'u1' }
const maya: Reference = {
  account,
  member: '29:1maya',
  serviceUrl: 'https://smba.trafficmanager.net/amer/',
  conversation: 'a:1',
  roster: '19:team',
  metIn: '19:channel',
  language: 'de-DE',
  timeZone: 'Europe/Berlin',
}
const unknown = {
  conversation: undefined,
  roster: undefined,
  metIn: undefined,
  language: undefined,
  timeZone: undefined,
}

const keys = createKeys('a secret of thirty-two characters')

describe.each(testedStores)('on the %s store', (on) => {
  const clock = movableClock()
  let store: OpenStore
  let references: ReturnType<typeof createReferences>
  let alarms: unknown[]
  const deps = () => ({ store, clock, keys, alarm: async (at: object) => void alarms.push(at) })
  beforeAll(async () => {
    store = await openTestStore({ on })
  })
  afterAll(() => store.close())
  beforeEach(async () => {
    for (const table of ['reference', 'reference_team', 'open_form'] as const)
      await store.db.deleteFrom(table).execute()
    alarms = []
    references = createReferences('teams', deps())
  })

  test('what one activity tells is kept; what the next does not tell stays', async () => {
    await references.save(maya)
    expect(await references.find(account)).toEqual(maya)
    await references.save({
      ...maya,
      ...unknown,
      serviceUrl: 'https://smba.trafficmanager.net/emea/',
      member: '29:2maya',
    })
    expect(await references.find(account)).toEqual({
      ...maya,
      serviceUrl: 'https://smba.trafficmanager.net/emea/',
      member: '29:2maya',
    })
  })

  test('somebody forgotten is not found, and nobody else is touched', async () => {
    const leo = { ...maya, account: { ...account, user: 'u2' }, member: '29:1leo' }
    await references.save(maya)
    await references.save(leo)
    await references.forget(account)
    expect(await references.find(account)).toBeUndefined()
    expect(await references.find(leo.account)).toEqual(leo)
  })

  test('tenants and platforms do not see one another', async () => {
    await references.save(maya)
    expect(await references.find({ ...account, tenant: 't2' })).toBeUndefined()
    expect(await references.accountsOf('t2', ['29:1maya'])).toEqual([])
    expect(await createReferences('other', deps()).find(account)).toBeUndefined()
    expect(await references.accountsOf('t1', ['29:1maya', '29:nobody'])).toEqual([account])
    expect(await references.accountsOf('t1', [])).toEqual([])
  })

  test('an address finds whoever was seen under it last, in any case, and is not kept itself', async () => {
    await references.save(maya)
    await references.noteEmail(account, 'Maya@Northwind.example')
    expect(await references.findByEmail('t1', 'maya@northwind.EXAMPLE')).toEqual([account])
    expect(await references.findByEmail('t2', 'maya@northwind.example')).toEqual([])
    expect(JSON.stringify(await store.db.selectFrom('reference').selectAll().execute())).not.toMatch(/northwind/i)
    await references.noteEmail(account, 'maya.new@northwind.example')
    expect(await references.findByEmail('t1', 'maya@northwind.example')).toEqual([])
    await references.save(maya)
    expect(await references.findByEmail('t1', 'maya.new@northwind.example')).toEqual([account])
  })

  test.each([
    { conversation: 'a:attacker' },
    { member: '29:1attacker' },
    { service_url: 'https://smba.trafficmanager.net/in/' },
    { conversation: null },
  ])('whoever is known by a row that somebody changed to %j is unreachable, and it is told once', async (changed) => {
    await references.save(maya)
    await references.noteEmail(account, 'maya@northwind.example')
    await store.db.updateTable('reference').set(changed).execute()
    expect(await references.accountsOf('t1', ['29:1maya', '29:1attacker'])).toEqual([])
    expect(await references.findByEmail('t1', 'maya@northwind.example')).toEqual([])
    expect([await references.find(account), await references.find(account)]).toEqual([undefined, undefined])
    expect(alarms).toEqual([{ reference: 'u1' }])
    await references.save({ ...maya, ...unknown })
    expect(await references.find(account)).toEqual({ ...maya, ...unknown })
  })

  test('what somebody changed is no part of what is told again, nor is one person’s place another’s', async () => {
    const leo = { ...maya, account: { ...account, user: 'u2' }, member: '29:1leo', conversation: 'a:2' }
    await references.save(maya)
    await references.save(leo)
    const { mac } = await store.db
      .selectFrom('reference')
      .select('mac')
      .where('account_user', '=', 'u2')
      .executeTakeFirstOrThrow()
    await store.db.updateTable('reference').set({ conversation: 'a:2', mac }).where('account_user', '=', 'u1').execute()
    await references.save({ ...maya, ...unknown })
    expect(await references.find(account)).toEqual({ ...maya, ...unknown })
    expect(await references.find(leo.account)).toEqual(leo)
  })

  test('teams are kept once, the one heard from last first', async () => {
    const team = (id: string) => ({ tenant: 't1', id, serviceUrl: 'https://smba.trafficmanager.net/amer/' })
    for (const id of ['a', 'b', 'a']) {
      await references.saveTeam(team(id))
      clock.advance(1000)
    }
    expect(await references.teams('t1')).toEqual([team('a'), team('b')])
    await references.forgetTeam('t1', 'a')
    expect(await references.teams('t1')).toEqual([team('b')])
    expect(await references.teams('t2')).toEqual([])
  })

  test('an open form is found by its handle for a day, without the handle being stored', async () => {
    const forms = createOpenForms({ store, clock })
    const form = { ...codeForm, intro: undefined }
    await forms.save(form)
    await forms.save({ ...form, title: 'Once more' })
    expect(await forms.find(form.handle)).toEqual({ ...form, title: 'Once more' })
    expect(await forms.find('another')).toBeUndefined()
    expect(JSON.stringify(await store.db.selectFrom('open_form').selectAll().execute())).not.toContain(form.handle)
    clock.advance(hours(24))
    expect(await forms.find(form.handle)).toBeUndefined()
    clock.advance(-hours(24))
    await forms.forget(form.handle)
    expect(await forms.find(form.handle)).toBeUndefined()
  })
})
