// Turns from end to end: what is kept of what people write, limits, outsiders, replays, failures, and the way to a person.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hours, minutes } from '../../src/clock.ts'
import { createInbox } from '../../src/conversation/inbox.ts'
import { takeTurn } from '../../src/conversation/turn.ts'
import type { Core } from '../../src/core.ts'
import {
  askForGroup,
  askToUnlock,
  everythingIn,
  idFor,
  startTestLatchkey,
  type TestLatchkey,
  typeCode,
  withoutJobs,
} from '../latchkey.ts'

const helpers = ['dana.whitfield', 'ben.carter', 'omar.farouk']
const outsiders = [
  { user: 'gil', name: 'Gil Guest', email: 'gil@northwind.example', outsider: 'guest' },
  { user: 'otto', name: 'Otto', email: undefined, outsider: 'bot' },
  { user: 'fay', name: 'Fay Foreign', email: 'fay@northwind.example', outsider: 'foreign-tenant' },
  { user: 'dee', name: 'Dee Gone', email: 'dee@northwind.example', outsider: 'deactivated' },
] as const
/** An employee to the platform, and nobody to JumpCloud. */
const nia = { user: 'nia', name: 'Nia New', email: 'nia@northwind.example' }

let it: TestLatchkey
beforeAll(async () => {
  it = await startTestLatchkey({ others: [...outsiders, nia] })
})
afterAll(() => it.stop())

/** Stores a message without waking anybody, and lets this core take the turn. */
async function turnWith(core: Core, user: string, text: string): Promise<() => Promise<void>> {
  const eventId = `by-hand-${Math.random()}`
  const inbox = createInbox(withoutJobs(it.core))
  await inbox.receive({ kind: 'message', account: it.chat.account(user), eventId, text, mentions: [] })
  const { id } = await it.db
    .selectFrom('incoming')
    .select('id')
    .where('event_id', '=', eventId)
    .executeTakeFirstOrThrow()
  return () => takeTurn(core, id)
}

describe('what people write', () => {
  test('a code in the chat is never used and never kept', async () => {
    const push = await askToUnlock(it, 'leo.brandt')
    await it.phone('leo.brandt').accept(push.id)
    await it.chat.waitFor('leo.brandt', /Now type the code/)
    for (const words of [push.code, `the code is ${push.code}`, `${push.code.slice(0, 3)} ${push.code.slice(3)}`]) {
      const before = (await it.chat.messages('leo.brandt')).length
      await it.chat.say('leo.brandt', words)
      await expect.poll(async () => (await it.chat.messages('leo.brandt')).length).toBe(before + 1)
      expect((await it.chat.messages('leo.brandt')).at(-1)?.title).toMatch(/only into the form/)
    }
    await it.settled()
    expect((await it.requestOf('leo.brandt')).state).toBe('proving')
    const spelled = new RegExp(`(?<![0-9a-f.])${push.code.slice(0, 3)} ?${push.code.slice(3)}(?![0-9a-f])`)
    expect(await everythingIn(it)).not.toMatch(spelled)
    expect(it.log.join('')).not.toMatch(spelled)
    // In the form it counts, and is kept no more than before.
    expect(await typeCode(it, 'leo.brandt', push.code)).toEqual({})
    await it.chat.waitFor('leo.brandt', /Unlock my account: done/)
    await it.settled()
    expect(await everythingIn(it)).not.toMatch(spelled)
  })

  test('a password is kept nowhere, wherever it was typed', async () => {
    const passwords = [
      'Tr0ub4dor&3x',
      'Kn1ghts&Bridge!',
      'vX9#mPq2!zL',
      'C0rrect-H0rse-B4ttery',
      'qW7!eR5?tY3',
      'pL4$kM6%',
    ]
    const [inChat = '', inReason = '', inForm = '', inDenial = '', inCode = '', inHandOver = ''] = passwords
    await it.chat.say('maya.alvarez', `I'm locked out, my password is ${inChat}`)
    await it.chat.waitFor('maya.alvarez', /never write a password/)
    await it.chat.say('sofia.rossi', `I need wiki for 7 days because the old password was ${inReason}`)
    await it.chat.waitFor('sofia.rossi', /never write a password/)

    await it.chat.say('alex.kim', 'I need access to a group')
    await it.chat.press('alex.kim', 'Fill in')
    await it.chat.submit('alex.kim', { group: 'Figma – Editors', days: '3', reason: `new drafts, password: ${inForm}` })
    await it.chat.press('alex.kim', 'Do it')
    await it.chat.press('zoe.laurent', 'Deny…')
    await it.chat.submit('zoe.laurent', { reason: `no, and your password is ${inDenial} by the way` })
    const denied = await it.chat.waitFor('alex.kim', /was denied/)
    expect(denied.body.join()).toContain('[password removed]')

    await it.chat.say('alex.kim', 'I need access to a group')
    await it.chat.press('alex.kim', 'Fill in')
    const quoted = await it.chat.submit('alex.kim', { group: inChat, days: '3', reason: 'new drafts' })
    expect(JSON.stringify(quoted)).toContain('[password removed]')

    await askToUnlock(it, 'ida.lindqvist')
    expect((await typeCode(it, 'ida.lindqvist', inCode)).errors?.code).toMatch(/six digits/)
    await it.chat.say('ida.lindqvist', `can I speak to someone in IT? My password is ${inHandOver}`)
    await it.chat.waitFor('ida.lindqvist', /never write a password/)
    await it.chat.say('ida.lindqvist', 'can I speak to someone in IT')
    await it.chat.waitFor('dana.whitfield', /Ida Lindqvist needs a person/)
    await it.advance(minutes(2))

    const kept = [await everythingIn(it), it.log.join(''), JSON.stringify(it.chat.posts)]
    for (const password of passwords) for (const place of kept) expect(place.includes(password)).toBe(false)
  })

  test('is forgotten once it was answered', async () => {
    await it.chat.say('jonas.weber', 'what is the airspeed of an unladen swallow')
    await it.chat.waitFor('jonas.weber', /did not get that/)
    await it.settled()
    const rows = await it.db.selectFrom('incoming').select('body').where('account_user', '=', 'jonas.weber').execute()
    expect(JSON.stringify(rows)).not.toContain('swallow')
  })
})

describe('limits', () => {
  test('three unlocks a day, and what nobody proved is none; the next day again', async () => {
    await it.sandbox.changeUser('grace.mbeki', { account_locked: true })
    await it.chat.say('grace.mbeki', 'I’m locked out')
    await it.chat.waitFor('grace.mbeki', /Unlock my account: shall I/)
    await it.advance(hours(1) + minutes(1))
    await it.chat.waitFor('grace.mbeki', /too late, nothing was done/)
    for (let times = 1; times <= 3; times += 1) {
      const { id, code } = await askToUnlock(it, 'grace.mbeki')
      await it.phone('grace.mbeki').accept(id)
      await typeCode(it, 'grace.mbeki', code)
      await it.settled()
      await it.advance(minutes(6))
    }
    await it.sandbox.changeUser('grace.mbeki', { account_locked: true })
    await it.chat.say('grace.mbeki', 'I’m locked out')
    const refused = await it.chat.waitFor('grace.mbeki', /3 times per day/)
    expect(refused.buttons).toEqual(['Talk to a person'])
    await it.advance(hours(24))
    await it.chat.say('grace.mbeki', 'I’m locked out')
    await it.chat.waitFor('grace.mbeki', /Unlock my account: shall I/)
  })

  test('three open requests of one person', async () => {
    const ask = () => it.chat.say('chloe.martin', 'I need Looker – Analyst for 7 days for the q3 numbers')
    const asked = async () => (await it.chat.messages('chloe.martin')).filter(({ title }) => /shall I/.test(title))
    for (let times = 0; times < 3; times += 1) await ask()
    await it.settled()
    expect(await asked()).toHaveLength(3)
    await ask()
    await it.chat.waitFor('chloe.martin', /3 open requests/)
    await it.chat.press('chloe.martin', 'No')
    await it.chat.waitFor('chloe.martin', /cancelled, nothing was done/)
    await ask()
    await it.settled()
    expect(await asked()).toHaveLength(3)
  })
})

describe('somebody who writes without end', () => {
  test('is read forty times in ten minutes, told once that it is enough, and read again later', async () => {
    const user = 'tomas.novak'
    for (let n = 0; n < 45; n += 1) await it.chat.say(user, 'help')
    await it.settled()
    const titles = (await it.chat.messages(user)).map(({ title }) => title)
    expect(titles.filter((title) => /I help with locked/.test(title)).length).toBeLessThanOrEqual(40)
    expect(titles.filter((title) => /a lot in a short time/.test(title))).toHaveLength(1)
    // A thief in the same chat does not keep its owner from stopping everything.
    await it.chat.say(user, 'my laptop was stolen')
    await it.chat.waitFor(user, /I have stopped everything/)
    expect(await it.core.freezes.isFrozen(idFor(user))).toBe(true)
    await it.core.freezes.unfreeze(idFor(user), { by: 'host', why: 'test' })
    await it.advance(minutes(11))
    await it.chat.say(user, 'I’m locked out')
    await it.chat.waitFor(user, /account is not locked/)
  })

  test('to a person is passed on three times in ten minutes', async () => {
    const user = 'pavel.horak'
    for (let n = 0; n < 5; n += 1) await it.chat.say(user, 'talk to a person')
    await it.settled()
    const heard = (await it.chat.messages('#audit')).filter(({ title }) => /Pavel Horak needs a person/.test(title))
    expect(heard).toHaveLength(3)
    const said = (await it.chat.messages(user)).map(({ title }) => title)
    expect(said.filter((title) => /were told a few minutes ago/.test(title))).toHaveLength(2)
  })
})

describe('outsiders', () => {
  test('are answered alike and at most once an hour, recorded each time, and JumpCloud is not asked', async () => {
    await it.settled()
    const calls = (await it.sandbox.calls()).length
    const recorded = (await it.ledger()).filter((event) => event === 'outsider.refused').length
    for (const { user } of outsiders) for (let i = 0; i < 3; i += 1) await it.chat.say(user, 'I’m locked out')
    // Somebody whom the platform stopped calling an employee since the last message.
    it.chat.person('hana.suzuki').outsider = 'deactivated'
    await it.chat.receive({
      kind: 'message',
      account: it.chat.account('hana.suzuki'),
      eventId: 'left',
      text: 'unlock me',
      mentions: [],
    })
    await it.settled()
    const told = await Promise.all([...outsiders, { user: 'hana.suzuki' }].map(({ user }) => it.chat.messages(user)))
    expect(
      new Set(told.map((cards) => JSON.stringify(cards.map(({ title, body, buttons }) => [title, body, buttons]))))
        .size,
    ).toBe(1)
    expect(told.map(({ length }) => length)).toEqual([1, 1, 1, 1, 1])
    expect((await it.ledger()).filter((event) => event === 'outsider.refused')).toHaveLength(recorded + 13)
    expect(await it.sandbox.calls()).toHaveLength(calls)
    await it.advance(hours(1))
    await it.chat.say('gil', 'and now?')
    await it.settled()
    expect(await it.chat.messages('gil')).toHaveLength(2)
    it.chat.person('hana.suzuki').outsider = undefined
    await it.core.bindings.bind(it.chat.account('hana.suzuki'), idFor('hana.suzuki'), 'import')
  })
})

describe('the same delivery', () => {
  test('twenty times at once is one message, one answer and one request', async () => {
    const before = (await it.ledger()).filter((event) => event === 'request.asked').length
    const shown = (await it.chat.messages('tom.okafor')).length
    await Promise.all(
      Array.from({ length: 20 }, () =>
        it.chat.say('tom.okafor', 'I need Wiki – Readers for 7 days for the q3 numbers', { eventId: 'same-event' }),
      ),
    )
    await it.settled()
    expect((await it.ledger()).filter((event) => event === 'request.asked')).toHaveLength(before + 1)
    expect(await it.chat.messages('tom.okafor')).toHaveLength(shown + 1)
  })

  test('a captured press does nothing more, before and after', async () => {
    const handle = await it.chat.buttonOf('tom.okafor', 'Do it')
    await Promise.all(Array.from({ length: 10 }, () => it.chat.pressHandle('tom.okafor', handle)))
    await it.settled()
    const { id } = await it.requestOf('tom.okafor')
    await it.chat.press('tom.okafor', 'Cancel')
    await it.chat.waitFor('tom.okafor', /cancelled/)
    await it.chat.pressHandle('tom.okafor', handle)
    await it.settled()
    expect(await it.ledger(id)).toEqual(['request.asked', 'request.confirmed', 'approval.asked', 'request.cancelled'])
    await it.advance(hours(24 * 36))
    expect((await it.chat.pressHandle('tom.okafor', handle)).line).toMatch(/too old/)
  })

  test('the same choice pressed twice makes one request', async () => {
    await it.sandbox.changeUser('viktor.lund', { account_locked: true })
    await it.chat.say('viktor.lund', 'why am I locked out')
    const handle = await it.chat.buttonOf('viktor.lund', 'Unlock my account')
    await Promise.all([1, 2, 3].map(() => it.chat.pressHandle('viktor.lund', handle)))
    await it.settled()
    const cards = (await it.chat.messages('viktor.lund')).filter(({ title }) => /shall I/.test(title))
    expect(cards).toHaveLength(1)
  })
})

describe('when something fails', () => {
  test('JumpCloud: it is told at once, with a person to turn to', async () => {
    await it.sandbox.fault({ match: { method: 'GET', path: '/systemusers' }, kind: 'status', status: 503 })
    await it.chat.say('rafael.costa', 'what access do I have')
    await it.chat.say('rafael.costa', 'why am I locked out')
    const told = await it.chat.waitFor('rafael.costa', /JumpCloud does not answer/, { timeoutMs: 15_000 })
    expect(told.buttons).toEqual(['Talk to a person'])
    await it.sandbox.noFaults()
    await it.settled()
  })

  test('the platform, for a moment: the message is answered all the same', async () => {
    await it.settled()
    it.log.length = 0
    it.chat.troubles.isDown = true
    await it.chat.say('ingrid.solberg', 'help')
    await expect.poll(() => it.log.some((line) => line.includes('a turn failed')), { timeout: 8000 }).toBe(true)
    it.chat.troubles.isDown = false
    await it.chat.waitFor('ingrid.solberg', /I help with locked accounts/)
  })

  test('Latchkey itself: tried five times, then told', async () => {
    const broken: Core = {
      ...it.core,
      router: {
        route: () => {
          throw new TypeError('a fault of our own')
        },
      },
    }
    const take = await turnWith(broken, 'helen.whitmore', 'help')
    for (let times = 1; times < 5; times += 1) await expect(take()).rejects.toThrow('a fault of our own')
    await take()
    await it.chat.waitFor('helen.whitmore', /Something went wrong on my side/)
    await take()
    await it.settled()
    expect(await it.chat.messages('helen.whitmore')).toHaveLength(1)
  })
})

describe('a person', () => {
  test('of IT is told who asks and the last words; the asker hears who was told', async () => {
    await it.chat.say('zoe.laurent', 'the projector in Lisbon hums')
    await it.chat.waitFor('zoe.laurent', /did not get that/)
    await it.chat.say('zoe.laurent', 'I need a human')
    const told = await it.chat.waitFor('zoe.laurent', /I have told/)
    expect(told.title).toMatch(/Dana Whitfield/)
    for (const helper of helpers) {
      const card = await it.chat.waitFor(helper, /Zoe Laurent needs a person/)
      expect(card.quotes.map(({ words }) => words)).toEqual(['the projector in Lisbon hums', 'I need a human'])
      expect(card.body.join()).toMatch(/is connected to their JumpCloud account/)
    }
    await it.chat.waitFor('#audit', /Zoe Laurent needs a person/)
    await it.settled()
    expect((await it.ledger()).at(-1)).toBe('handover.asked')
  })

  test('can be had while JumpCloud is down', async () => {
    await it.sandbox.fault({ match: {}, kind: 'status', status: 503 })
    await it.chat.say('marcus.reed', 'talk to a person')
    await it.chat.waitFor('#audit', /Marcus Reed needs a person/, { timeoutMs: 15_000 })
    await it.chat.waitFor('marcus.reed', /told the people who look after this/)
  })

  test('is not the only one there for whom JumpCloud does not know: help is', async () => {
    await it.chat.say('nia', 'help')
    const told = await it.chat.waitFor('nia', /What do you need/)
    expect(told.body.join()).toMatch(/pick from the list/)
  })

  test('can be had by an account that is not connected, too', async () => {
    const account = it.chat.account('omar.farouk')
    await it.db
      .updateTable('binding')
      .set({ frozen_at: it.clock.now() })
      .where('account_user', '=', account.user)
      .execute()
    await it.chat.say('omar.farouk', 'I’m locked out')
    const told = await it.chat.waitFor('omar.farouk', /I cannot match this chat account/, { timeoutMs: 15_000 })
    expect(told.body.join()).toMatch(/JumpCloud does not answer/)
    await it.chat.press('omar.farouk', 'Talk to a person')
    await it.chat.waitFor('#audit', /Omar Farouk needs a person/, { timeoutMs: 15_000 })
    await it.db.updateTable('binding').set({ frozen_at: null }).where('account_user', '=', account.user).execute()
    await it.sandbox.noFaults()
  })

  test('whom nobody can reach is not promised', async () => {
    const ids = helpers.map(idFor)
    await it.db.updateTable('binding').set({ frozen_at: it.clock.now() }).where('user_id', 'in', ids).execute()
    const { audit: _, ...organisation } = it.core.organisation
    const alone: Core = { ...it.core, organisation: { ...organisation, audit: undefined } }
    await (await turnWith(alone, 'aisha.rahman', 'talk to a person'))()
    const told = await it.chat.waitFor('aisha.rahman', /could not reach anybody/)
    expect(told.body.join()).toMatch(/call IT/)
    await it.db.updateTable('binding').set({ frozen_at: null }).where('user_id', 'in', ids).execute()
  })

  test('is offered after two texts that were not understood', async () => {
    await it.chat.say('patrick.byrne', 'colourless green ideas sleep furiously')
    await it.chat.waitFor('patrick.byrne', /say it differently/)
    await it.chat.say('patrick.byrne', 'colourless green ideas sleep furiously')
    const again = await it.chat.waitFor('patrick.byrne', /still do not get it/)
    expect(again.buttons).toContain('Talk to a person')
  })
})

describe('somebody else’s matter', () => {
  test('is for whoever may ask, and others learn nothing of it', async () => {
    // Aisha is in the wiki, Leo is not: a colleague reads the same words about both.
    const words = 'please add my colleague to Wiki – Readers for 7 days for the q3 numbers'
    for (const other of ['aisha.rahman', 'leo.brandt']) {
      await it.chat.say('hana.suzuki', words, { mentions: [other] })
      await it.settled()
    }
    const told = (await it.chat.messages('hana.suzuki')).slice(-2)
    expect(told.map(({ title, body }) => [title, ...body])).toEqual([
      ['I cannot do that', expect.stringMatching(/^Either I know nobody by exactly this name/)],
      ['I cannot do that', expect.stringMatching(/^Either I know nobody by exactly this name/)],
    ])
    await askForGroup(it, 'yuki.sato', { group: 'Looker – Analyst', days: 2 })
    await it.chat.waitFor('yuki.sato', /Waiting for/)
  })
})
