// (3) Leo asks for seven days, Mei grants one: it is given for one day and ends by itself.
import { hours } from '../../clock.ts'
import type { Conversation } from '../stage.ts'

export const lessThanAsked: Conversation = {
  name: 'less-than-asked',
  title: 'Leo asks for a group for 7 days, Mei grants 1, and it ends by itself',
  changes: [],
  writes: 2,
  async play({ people: { leo, mei }, chat, check, tell, ledger, sandbox, advance, settled }) {
    await chat.say(leo, 'I need Looker – Analyst for 7 days for the q3 numbers')
    const asked = await chat.waitFor(leo, /shall I\?/)
    check('he sees what he asked for', /7 days/.test(asked.body.join()), asked.body)
    await chat.press(leo, 'Do it')
    const card = await chat.waitFor(mei, /Leo Brandt asks/)
    check(
      'Mei reads his own words as a quotation',
      card.quotes.some(({ words }) => /q3 numbers/.test(words)),
      card.quotes,
    )
    await chat.press(mei, 'Approve 1 day')
    const less = await chat.waitFor(leo, /1 day is allowed/)
    check(
      'he is told by whom, and that it is less',
      /Mei Tanaka allows 1 day instead of 7 days/.test(less.body.join()),
      less,
    )
    const done = await chat.waitFor(leo, /approved and done/)
    check('he is told that it is one day', /1 day/.test(done.body.join()), done.body)
    await settled()
    check(
      'he is in the group',
      (await sandbox.changes()).join() === 'Looker – Analyst: + leo.brandt',
      await sandbox.changes(),
    )
    tell('22 hours pass.')
    await advance(hours(22))
    await chat.waitFor(leo, /Your access ends on/)
    tell('3 more hours pass.')
    await advance(hours(3))
    await chat.waitFor(leo, /ended as planned/)
    await settled()
    const events = (await ledger()).map(({ event }) => event)
    check(
      'the ledger has the narrower grant and its end',
      events.includes('approval.narrowed') && events.includes('access.ended'),
      events,
    )
  },
}
