// What is said, pressed, submitted and opened becomes an Incoming; outsiders become refusals.
import { afterEach, beforeEach, expect, test } from 'vitest'
import { accountOf, type Harness, post, startHarness } from './harness.ts'

let harness: Harness
beforeEach(async () => {
  harness = await startHarness()
})
afterEach(() => harness.stop())

test('a message names the people it mentions, and nobody for an e-mail address', async () => {
  await harness.driver.say('maya', 'please add @leo and @Mei, not tom@northwind.example or @nobody.')
  expect(harness.core.received).toMatchObject([
    { kind: 'message', account: accountOf('maya'), mentions: [accountOf('leo'), accountOf('mei')] },
  ])
})

test('the same delivery can be sent twice: it keeps its id, and is shown once', async () => {
  const once = { as: 'maya', text: 'help', eventId: 'delivery-7' }
  await post(harness.url, '/say', once)
  await post(harness.url, '/say', once)
  expect(harness.core.received.map(({ eventId }) => eventId)).toEqual(['delivery-7', 'delivery-7'])
  const { conversations } = await harness.driver.state()
  expect(conversations.maya?.filter((entry) => entry.kind === 'said')).toHaveLength(1)
})

test('what the core could not store does not look said', async () => {
  harness.core.failing.receive = true
  expect((await post(harness.url, '/say', { as: 'maya', text: 'help' })).status).toBe(500)
  expect((await harness.driver.state()).conversations.maya).toEqual([])
})

test('opening a conversation is told', async () => {
  await post(harness.url, '/opened', { as: 'mei' })
  expect(harness.core.received).toMatchObject([{ kind: 'opened', account: accountOf('mei') }])
})

test('guest, bot and foreigner are refused alike, whatever they do', async () => {
  const outsiders = [
    { user: 'gil', why: 'guest', account: accountOf('gil') },
    { user: 'otto', why: 'bot', account: accountOf('otto') },
    { user: 'fay', why: 'foreign-tenant', account: accountOf('fay', 'not-playground') },
  ]
  for (const { user, why, account } of outsiders) {
    const calls = [
      post(harness.url, '/say', { as: user, text: 'unlock me' }),
      post(harness.url, '/press', { as: user, handle: 'h' }),
      post(harness.url, '/submit', { as: user, handle: 'h', values: { code: '1' } }),
      post(harness.url, '/opened', { as: user }),
    ]
    for (const answer of await Promise.all(calls)) expect(answer.status).toBe(200)
    const refused = harness.core.received.splice(0)
    expect(refused).toHaveLength(4)
    for (const incoming of refused)
      expect(incoming).toEqual({ kind: 'refused', why, account, eventId: incoming.eventId })
  }
})

test('an account of this platform that nobody here plays is a stranger', async () => {
  expect(await harness.playground.profile(accountOf('nobody'))).toEqual({ kind: 'refused', why: 'stranger' })
  expect(await harness.playground.profile(accountOf('maya', 'another'))).toEqual({ kind: 'refused', why: 'stranger' })
  expect(await harness.playground.findAccount('GIL@elsewhere.example')).toBeUndefined()
  expect(await harness.playground.findAccount('Maya.Alvarez@northwind.example')).toEqual(accountOf('maya'))
})

test('the whole way of a request: card, push, code form with its error, the same card done', async () => {
  const { driver } = harness
  await driver.say('maya', 'I’m locked out')
  const asked = await driver.waitFor('maya', /shall i unlock it/i)
  await driver.press('maya', 'Send the push')
  const [push] = await driver.pushes('maya')
  expect(push).toMatchObject({ status: 'SENT', message: expect.stringContaining('481526') })
  await driver.answerPush('maya', push?.id ?? '', 'accept')
  expect(await driver.pushes('maya')).toMatchObject([{ status: 'ACCEPTED' }])
  await driver.press('maya', 'Type the code')
  expect(await driver.submit('maya', { code: '000000' })).toEqual({
    errors: { code: 'That is not the code from the push. You have two more tries.' },
  })
  expect(driver.form('maya')?.fields.map(({ kind }) => kind)).toEqual(['code', 'lines', 'choice'])
  expect(await driver.submit('maya', { code: '481526', note: '', days: '7' })).toEqual({})
  expect(driver.form('maya')).toBeUndefined()
  const done = await driver.waitFor('maya', /unlocked, and checked/i)
  expect(done.id).toBe(asked.id)
  expect(await driver.messages('maya')).toHaveLength(1)
})
