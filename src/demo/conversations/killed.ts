// (5) The process is killed while an approval is pending, and again between "about to" and the call.
import { minutes } from '../../clock.ts'
import type { Conversation } from '../stage.ts'

export const killed: Conversation = {
  name: 'killed',
  title: 'The process is killed twice with -9: nothing is lost, nothing happens twice',
  changes: ['Looker – Analyst: + leo.brandt'],
  writes: 1,
  async play({ people: { leo, mei }, chat, check, tell, ledger, sandbox, kill, start, dieAt, settled, advance }) {
    await chat.say(leo, 'I need Looker – Analyst for 1 day for the q3 numbers')
    await chat.press(leo, 'Do it')
    await chat.waitFor(mei, /Leo Brandt asks/)
    tell('kill -9, while Mei’s decision is pending. Latchkey starts again.')
    await kill()
    await start()
    tell('From now on it dies between “about to” and the call.')
    const { died } = await dieAt('gate:about-to')
    await chat.press(mei, 'Approve 1 day')
    await died
    check('the call had not left', (await sandbox.writes()).length === 0, await sandbox.writes())
    tell('It died there. Latchkey starts again, and two minutes later what the dead process held is free.')
    await start()
    await advance(minutes(2))
    await chat.waitFor(leo, /approved and done/)
    await settled()
    const events = (await ledger()).map(({ event }) => event)
    check('the decision was made once', events.filter((one) => one === 'approval.approved').length === 1, events)
    check(
      'the first “about to” stands in the ledger',
      events.filter((one) => one === 'step.about-to').length === 2,
      events,
    )
    check('the call was made once', (await sandbox.writes()).length === 1, await sandbox.writes())
  },
}
