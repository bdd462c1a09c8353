// (8) A guest, another bot and somebody of a foreign workspace ask: refused alike, and recorded.
import type { Conversation } from '../stage.ts'

export const outsiders: Conversation = {
  name: 'outsiders',
  title: 'A guest, another bot and a foreign workspace ask: refused alike, and recorded',
  changes: [],
  writes: 0,
  async play({ people: { guest, bot, foreign }, chat, check, ledger, sandbox, settled }) {
    for (const user of [guest, bot, foreign]) await chat.say(user, 'I’m locked out')
    await settled()
    const refused = (await ledger()).filter(({ event }) => event === 'outsider.refused')
    check('each is recorded', refused.length === 3, refused)
    for (const user of [guest, bot, foreign]) {
      const told = await chat.messages(user)
      const isAlike = told.every(
        ({ title, body, buttons }) => /only work for employees/.test(title) && body.length + buttons.length === 0,
      )
      check(`${user} reads the same neutral words, or nothing`, isAlike && told.length <= 1, told)
    }
    check('JumpCloud was not asked a single thing', (await sandbox.calls()).length === 0, await sandbox.calls())
  },
}
