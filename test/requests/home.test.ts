// A home shows what its person can ask, asked and has to decide, follows every change, and tells nobody else anything.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { days } from '../../src/clock.ts'
import { type SlackLatchkey, startSlackLatchkey } from '../slack-latchkey.ts'

let on: SlackLatchkey
beforeAll(async () => {
  on = await startSlackLatchkey()
  for (const name of ['leo', 'mei', 'tom']) await on.connect(name)
})
afterAll(() => on.stop())

const homes = () => on.slack.calls().filter((method) => method === 'views.publish').length

describe('a home', () => {
  test('of somebody who never opened it is not drawn', async () => {
    await on.slack.say('leo', 'I need Looker – Analyst for 7 days for the q3 numbers')
    await on.slack.waitFor('leo', /shall I\?/)
    await on.slack.press('leo', 'No')
    await on.slack.waitFor('leo', /cancelled/)
    await on.settled()
    expect(homes()).toBe(0)
  })

  test('of an unbound account shows how to connect and what can be asked, and nothing of anybody', async () => {
    await on.slack.open('maya', 'home')
    const seen = await on.slack.waitForHome('maya', /know that it is you/)
    expect(seen.buttons).toEqual(['Connect'])
    expect(seen.options).toContain('Unlock my account')
    expect(seen.lines.join()).not.toMatch(/R-|waits for your decision|you asked for/)
  })

  test('shows a form for what is missing, and takes a denial with its reason', async () => {
    await on.slack.open('leo', 'home')
    await on.slack.open('mei', 'home')
    await on.slack.waitForHome('leo', /Nothing is open/)
    await on.slack.say('leo', 'I need Looker – Analyst for 3 days for the board deck')
    await on.slack.waitForHome('leo', /shall I\?/)
    await on.slack.pressHome('leo', 'Do it')
    await on.slack.waitForHome('mei', /Leo Brandt asks/)
    expect(await on.slack.pressHome('mei', 'Deny…')).toMatchObject({ form: { title: 'Deny the request' } })
    await on.slack.submit('mei', { reason: 'ask for the dashboard instead' })
    await on.slack.waitFor('leo', /ask for the dashboard instead/)
    await on.slack.waitForHome('mei', /Nothing waits for you/)
  })

  test('carries a request from the ask to its end: asked by one, decided by another, both on their homes', async () => {
    await on.slack.open('leo', 'home')
    await on.slack.open('mei', 'home')
    await on.slack.waitForHome('leo', /Nothing is open/)
    await on.slack.waitForHome('mei', /Nothing waits for you/)
    await on.slack.say('leo', 'I need Looker – Analyst for 7 days for the q3 numbers')
    await on.slack.waitForHome('leo', /Get access to a group: shall I\?/)
    await on.slack.pressHome('leo', 'Do it')
    await on.slack.waitForHome('leo', /waiting for a decision/)
    const card = await on.slack.waitForHome('mei', /Leo Brandt asks: Get access to a group/)
    expect(card.lines.join('\n')).toContain('q3 numbers')
    expect(card.buttons).toContain('Approve 1 day')
    await on.slack.pressHome('mei', 'Approve 1 day')
    await on.slack.waitFor('leo', /approved and done/)
    await on.slack.waitForHome('mei', /Nothing waits for you/)
    await on.slack.waitForHome('leo', /Nothing is open/)
    await on.settled()
    expect((await on.ledger()).map(({ event }) => event)).toContain('approval.narrowed')
  })

  test('never shows one person what waits for another', async () => {
    await on.slack.open('tom', 'home')
    await on.slack.waitForHome('tom', /Nothing waits for you/)
    await on.slack.open('gus', 'home')
    await on.settled()
    expect(on.slack.home('gus')).toBeUndefined()
    expect((await on.ledger()).map(({ event }) => event)).toContain('outsider.refused')
  })

  test('that stood open for days says so instead of acting, and is new when it is opened again', async () => {
    await on.settled()
    await on.advance(days(3))
    expect(await on.slack.chooseHome('tom', 'My requests')).toEqual({ form: { title: 'Latchkey', fields: [] } })
    await on.settled()
    expect((await on.slack.messages('tom')).map(({ title }) => title)).not.toContain('You have no requests')
    await on.slack.open('tom', 'home')
    await on.settled()
    expect(await on.slack.chooseHome('tom', 'My requests')).toEqual({})
    await on.slack.waitFor('tom', /You have no requests/)
  })

  test('many wishes at once are one drawing', async () => {
    await on.settled()
    const before = homes()
    const { store } = on.core
    const { refreshHome } = await import('../../src/outbox/notices.ts')
    await store.tx(async (tx) => {
      for (let i = 0; i < 20; i += 1) await refreshHome(tx, on.core, on.account('leo'))
    })
    await on.settled()
    expect(homes() - before).toBe(1)
    const left = await store.db.selectFrom('notice').select('id').where('state', '=', 'pending').execute()
    expect(left).toEqual([])
  })
})

test('the first words after a look at the home are still welcomed, once', async () => {
  await on.slack.open('maya')
  await on.slack.waitFor('maya', /^Hello Maya Alvarez/)
  await on.slack.open('maya')
  await on.settled()
  expect((await on.slack.messages('maya')).filter(({ title }) => title.startsWith('Hello'))).toHaveLength(1)
})
