// Who somebody is: an e-mail address is a hint, a binding is made by proof alone and sealed, and protected people get less.
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hours } from '../../src/clock.ts'
import { identify } from '../../src/people/identify.ts'
import { askForGroup, askToUnlock, idFor, startTestLatchkey, type TestLatchkey, typeCode } from '../latchkey.ts'

const unbound = [
  'maya.alvarez',
  'leo.brandt',
  'grace.mbeki',
  'tomas.novak',
  'hana.suzuki',
  'chloe.martin',
  'diego.fernandez',
]

let it: TestLatchkey
beforeAll(async () => {
  const service = (name: string) => ({ user: name, name, email: `${name}@northwind.example` })
  it = await startTestLatchkey({ unbound, others: [service('svc-backup'), service('break-glass')] })
})
afterAll(() => it.stop())

const bindingOf = (username: string) => it.core.bindings.find(it.chat.account(username))
const isLocked = (username: string) => it.sandbox.state.users.get(idFor(username))?.account_locked === true
const change = (statement: string) => sql.raw(statement).execute(it.db)

describe('an account that is not connected', () => {
  test('is connected by push and code, as the first step of what was asked', async () => {
    const push = await askToUnlock(it, 'maya.alvarez')
    expect(await bindingOf('maya.alvarez')).toBeUndefined()
    const { plan } = await it.requestOf('maya.alvarez')
    expect(plan.steps.map(({ action }) => action)).toEqual(['bind-account', 'unlock-user'])
    await it.phone('maya.alvarez').accept(push.id)
    await typeCode(it, 'maya.alvarez', push.code)
    await it.chat.waitFor('maya.alvarez', /Unlock my account: done/)
    expect(await bindingOf('maya.alvarez')).toMatchObject({ user: idFor('maya.alvarez'), how: 'proof' })
    expect(isLocked('maya.alvarez')).toBe(false)
    await it.chat.say('maya.alvarez', 'what access do I have')
    await it.chat.waitFor('maya.alvarez', /What you have/)
  })

  test('is not connected by its e-mail address, nor by a denied or unanswered push', async () => {
    await it.chat.say('grace.mbeki', 'connect my account')
    await it.chat.press('grace.mbeki', 'Do it')
    const push = await it.phone('grace.mbeki').ring()
    await typeCode(it, 'grace.mbeki', push.code)
    await it.phone('grace.mbeki').deny(push.id)
    await it.chat.waitFor('grace.mbeki', /denied on the phone/)
    await it.settled()
    expect(await bindingOf('grace.mbeki')).toBeUndefined()
  })

  test('reads nothing personal and decides nothing', async () => {
    const asks = [
      'what access do I have',
      'show my requests',
      'why am I locked out',
      'remove me from the Finance group',
    ]
    for (const ask of asks) {
      const before = (await it.chat.messages('leo.brandt')).length
      await it.chat.say('leo.brandt', ask)
      await expect.poll(async () => (await it.chat.messages('leo.brandt')).length, { timeout: 8000 }).toBe(before + 1)
    }
    const told = JSON.stringify(await it.chat.messages('leo.brandt'))
    expect(told).toMatch(/First I need to know that it is you/)
    expect(told).not.toMatch(/Finance"|“Finance”|JumpCloud sees|You have no requests/)
    // Help is for everybody.
    await it.chat.say('leo.brandt', 'help')
    await it.chat.waitFor('leo.brandt', /I help with locked accounts/)
  })

  test('cannot ask for somebody else', async () => {
    const words = 'please add my colleague to Looker – Analyst for 7 days for the q3 numbers'
    await it.chat.say('hana.suzuki', words, { mentions: ['priya.nair'] })
    await it.chat.waitFor('hana.suzuki', /I cannot do that|First I need to know/)
    await it.settled()
    expect(await it.db.selectFrom('request').select('id').where('subject', '=', idFor('priya.nair')).execute()).toEqual(
      [],
    )
  })

  test.each<[string, () => unknown, () => unknown, RegExp]>([
    [
      'two people have the address',
      () => it.sandbox.changeUser('amara.diallo', { email: 'chloe.martin@northwind.example' }),
      () => it.sandbox.changeUser('amara.diallo', { email: 'amara.diallo@northwind.example' }),
      /No single active JumpCloud account/,
    ],
    [
      'nobody has the address',
      () => (it.chat.person('chloe.martin').email = 'chloe@northwind.example'),
      () => {},
      /No single active/,
    ],
    [
      'the address is of another domain',
      () => (it.chat.person('chloe.martin').email = 'chloe.martin@northwind.example.evil.example'),
      () => {},
      /not one of this organisation/,
    ],
    [
      'the domain stands before the sign',
      () => (it.chat.person('chloe.martin').email = 'northwind.example@evil.example'),
      () => {},
      /not one of this organisation/,
    ],
    [
      'the platform gives no address',
      () => (it.chat.person('chloe.martin').email = undefined),
      () => {},
      /gives me no e-mail/,
    ],
    [
      'the person is suspended',
      () => it.sandbox.changeUser('chloe.martin', { state: 'SUSPENDED' }),
      () => it.sandbox.changeUser('chloe.martin', { state: 'ACTIVATED' }),
      /No single active/,
    ],
    [
      'the person is staged',
      () => it.sandbox.changeUser('chloe.martin', { state: 'STAGED' }),
      () => it.sandbox.changeUser('chloe.martin', { state: 'ACTIVATED' }),
      /No single active/,
    ],
  ])('is nobody’s where %s', async (_what, before, after, why) => {
    await before()
    await it.chat.say('chloe.martin', 'unlock my account please')
    const told = await it.chat.waitFor('chloe.martin', why)
    expect(told.buttons).toEqual(['Talk to a person'])
    await after()
    it.chat.person('chloe.martin').email = 'chloe.martin@northwind.example'
    await it.settled()
    expect(
      await it.db.selectFrom('request').select('id').where('requester', '=', idFor('chloe.martin')).execute(),
    ).toEqual([])
  })

  test('whatever address it has, leads to exactly that person or to nobody', async () => {
    const right = 'ingrid.solberg@northwind.example'
    const lookAlikes = fc.constantFrom(
      'іngrid.solberg@northwind.example',
      'ingrid.sοlberg@northwind.example',
      'ingrid\u200b.solberg@northwind.example',
      'ingrid.solberg+x@northwind.example',
      'ingridsolberg@northwind.example',
      ' ingrid.solberg@northwind.example',
      'ingrid.solberg@northwind.example ',
      'ｉngrid.solberg@northwind.example',
      'ingrid.solberg@Northwind.example',
      'INGRID.SOLBERG@NORTHWIND.EXAMPLE',
      'ingrid.solberg@northwind.example\u0000',
      'ingrid.solberg|maya.alvarez@northwind.example',
      'ingrid.solberg@evil.example@northwind.example',
      '@northwind.example',
      'ingrid.solberg@north­wind.example',
      'ınɡrid.solberg@northwind.example',
    )
    const spoiled = fc
      .tuple(fc.nat(right.length), fc.string({ minLength: 1, maxLength: 2, unit: 'grapheme' }))
      .map(([at, by]) => right.slice(0, at) + by + right.slice(at))
    const account = { platform: 'test', tenant: 'northwind', user: 'somebody-new' }
    await fc.assert(
      fc.asyncProperty(fc.oneof(lookAlikes, spoiled), async (email) => {
        const profile = {
          kind: 'employee',
          displayName: 'Ingrid Solberg',
          email,
          language: 'en',
          timeZone: 'UTC',
        } as const
        const found = await identify(it.core, account, profile)
        const isExact = email.trim().toLowerCase() === right
        expect(
          found.kind === 'unknown' || (found.kind === 'candidate' && isExact && found.user === idFor('ingrid.solberg')),
        ).toBe(true)
      }),
      { numRuns: 120 },
    )
  }, 60_000)
})

describe('a binding', () => {
  test('stays with the person when the platform’s e-mail address becomes another’s', async () => {
    it.chat.person('jonas.weber').email = 'ingrid.solberg@northwind.example'
    it.chat.person('jonas.weber').name = 'Ingrid Solberg'
    await it.chat.say('jonas.weber', 'show my requests')
    await it.chat.waitFor('jonas.weber', /You have no requests/)
    await askForGroup(it, 'jonas.weber')
    await it.chat.waitFor('mei.tanaka', /Jonas Weber asks/)
    expect((await it.requestOf('jonas.weber')).requester).toBe(idFor('jonas.weber'))
  })

  test('of an unconnected account that took another’s address rings that other’s phone, and nothing else', async () => {
    it.chat.person('tomas.novak').email = 'viktor.lund@northwind.example'
    await it.sandbox.changeUser('viktor.lund', { account_locked: true })
    await it.chat.say('tomas.novak', 'I’m locked out')
    await it.chat.press('tomas.novak', 'Do it')
    const push = await it.phone('viktor.lund').ring()
    await it.phone('viktor.lund').deny(push.id)
    await it.chat.waitFor('tomas.novak', /denied on the phone/)
    await it.chat.waitFor('viktor.lund', /stopped on your phone/)
    expect(await bindingOf('tomas.novak')).toBeUndefined()
    expect(isLocked('viktor.lund')).toBe(true)
    it.chat.person('tomas.novak').email = 'tomas.novak@northwind.example'
  })

  test.each([
    ['user', `user_id = '${idFor('ingrid.solberg')}'`],
    ['time', `bound_at = bound_at - interval '100 days'`],
    ['way', `how = 'proof'`],
    ['account', `account_user = 'somebody-else'`],
    ['seal', `mac = repeat('0', 64)`],
  ])('whose %s was changed in the database proves nothing, and it is told', async (what, edit) => {
    const before = (await it.chat.messages('#audit')).length
    const asked = what === 'account' ? 'somebody-else' : 'patrick.byrne'
    await change(`UPDATE binding SET ${edit} WHERE account_user = 'patrick.byrne'`)
    if (what === 'account') await expect(it.core.bindings.find(it.chat.account(asked))).rejects.toThrow(/valid seal/)
    else {
      await it.chat.say('patrick.byrne', 'what access do I have')
      await it.chat.waitFor('patrick.byrne', /does not carry a valid seal/)
      await it.settled()
      expect((await it.chat.messages('#audit')).length).toBe(before + 1)
      expect((await it.ledger()).at(-1)).toBe('row.tampered')
    }
    // Nobody is written to through it, and nobody else is held up by it.
    expect(await it.core.bindings.accountsOf(idFor('ingrid.solberg'))).not.toContainEqual(
      it.chat.account('patrick.byrne'),
    )
    await change(`DELETE FROM binding WHERE account_user = '${asked}'`)
    await it.core.bindings.bind(it.chat.account('patrick.byrne'), idFor('patrick.byrne'), 'import')
  })

  test('that was changed holds up nobody’s decision', async () => {
    await change(`UPDATE binding SET mac = repeat('0', 64) WHERE account_user = 'tom.okafor'`)
    await askForGroup(it, 'aisha.rahman')
    await it.chat.press('mei.tanaka', 'Approve 7 days', /Aisha Rahman asks/)
    await it.chat.waitFor('aisha.rahman', /approved and done/)
    await it.core.bindings.bind(it.chat.account('tom.okafor'), idFor('tom.okafor'), 'import')
  })

  test('made for another person between yes and proof: nothing runs for the first', async () => {
    await it.advance(hours(25))
    const push = await askToUnlock(it, 'diego.fernandez')
    await it.core.bindings.bind(it.chat.account('diego.fernandez'), idFor('rafael.costa'))
    await it.phone('diego.fernandez').accept(push.id)
    await typeCode(it, 'diego.fernandez', push.code)
    await it.chat.waitFor('#audit', /unlock-account: nothing was done/)
    expect(isLocked('diego.fernandez')).toBe(true)
    expect((await bindingOf('diego.fernandez'))?.user).toBe(idFor('rafael.costa'))
  })
})

describe('protected people', () => {
  test.each([
    ['an executive', 'helen.whitmore'],
    ['a JumpCloud administrator', 'ruth.adler'],
    ['somebody of IT', 'ben.carter'],
    ['somebody of security', 'felix.braun'],
  ])('%s is unlocked by proof and one more person', async (_who, username) => {
    const push = await askToUnlock(it, username)
    await it.phone(username).accept(push.id)
    await typeCode(it, username, push.code)
    await it.chat.waitFor(username, /Waiting for/)
    await it.settled()
    expect(isLocked(username)).toBe(true)
    const { id, number, planHash } = await it.requestOf(username)
    const own = await it.handleFor(username, { do: 'approve', request: id, hash: planHash })
    await it.chat.pressHandle(username, own)
    await it.chat.waitFor(username, /not yours to make/)
    await it.chat.press('dana.whitfield', 'Approve', new RegExp(`R-${number} `))
    await it.chat.waitFor(username, /approved and done/)
    expect(isLocked(username)).toBe(false)
  })

  test.each(['svc-backup', 'break-glass'])('%s is never served through chat', async (name) => {
    const user = [...it.sandbox.state.users.values()].find(({ username }) => username === name)
    Object.assign(user ?? {}, { account_locked: true })
    await it.chat.say(name, 'I’m locked out')
    await it.chat.waitFor(name, /never changed through chat/)
    expect(user?.account_locked).toBe(true)
  })

  test('where the list of the protected cannot be read, everybody is one', async () => {
    const executives = [...it.sandbox.state.groups.values()].find(({ name }) => name === 'Executives')
    Object.assign(executives ?? {}, { name: 'Leadership' })
    // A group keeps its id when it is renamed, so for a few minutes the old name still leads to it.
    await it.advance(hours(25))
    const push = await askToUnlock(it, 'claire.dubois')
    await it.phone('claire.dubois').accept(push.id)
    await typeCode(it, 'claire.dubois', push.code)
    await it.chat.waitFor('claire.dubois', /Waiting for/)
    expect(isLocked('claire.dubois')).toBe(true)
    Object.assign(executives ?? {}, { name: 'Executives' })
  })
})
