// (4) Mei presses twice and Tom at the same moment: one decision, one effect.
import type { Conversation } from '../stage.ts'

export const twoApprovers: Conversation = {
  name: 'two-approvers',
  title: 'Mei approves twice and Tom at the same moment: one decision, one effect',
  changes: ['Looker – Analyst: + leo.brandt'],
  writes: 1,
  async play({ people: { leo, mei, tom }, chat, check, ledger, sandbox, settled }) {
    await chat.say(leo, 'I need Looker – Analyst for 1 day for the q3 numbers')
    await chat.press(leo, 'Do it')
    await chat.waitFor(mei, /Leo Brandt asks/)
    await chat.waitFor(tom, /Leo Brandt asks/)
    await Promise.all([
      chat.press(mei, 'Approve 1 day'),
      chat.press(mei, 'Approve 1 day'),
      chat.press(tom, 'Approve 1 day'),
    ])
    await chat.waitFor(leo, /approved and done/)
    await chat.waitFor(mei, /Approved by/)
    const other = await chat.waitFor(tom, /Approved by/)
    check('nobody has a button left to press', other.buttons.length === 0, other.buttons)
    await settled()
    const events = (await ledger()).map(({ event }) => event)
    const count = (event: string) => events.filter((one) => one === event).length
    check('one decision', count('approval.approved') === 1, events)
    check('one effect', count('step.did') === 1 && (await sandbox.writes()).length === 1, await sandbox.writes())
  },
}
