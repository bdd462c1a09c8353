// (7) Somebody in Maya's chat session asks to unlock; no proof comes: not one write.
import { hours, minutes } from '../../clock.ts'
import type { Conversation } from '../stage.ts'

export const stolenSession: Conversation = {
  name: 'stolen-session',
  title: 'A stolen session asks to unlock and no proof comes: not one write',
  changes: [],
  writes: 0,
  async play({ people: { maya }, chat, phone, check, tell, sandbox, advance, settled, ledger }) {
    await chat.say(maya, 'unlock my account please')
    await chat.press(maya, 'Do it')
    const push = await phone(maya).ring()
    tell('Nobody accepts on the phone. Whoever sits in the chat guesses codes.')
    await chat.press(maya, 'Type the code')
    const guesses = ['111111', '222222', '333333', '444444', '555555'].filter((code) => code !== push.code)
    let last = ''
    for (const code of guesses) last = (await chat.submit(maya, { code })).errors?.code ?? last
    check('guessing is over after five', /used up/.test(last) || guesses.length < 5, last)
    const typed = await chat.submit(maya, { code: push.code })
    check('then even the right code is too late', Boolean(typed.errors?.code) || guesses.length < 5, typed)
    await chat.say(maya, push.code)
    await chat.waitFor(maya, /only into the form/)
    tell('Six minutes pass, then an hour.')
    await advance(minutes(6))
    await settled()
    await advance(hours(1))
    await chat.waitFor(maya, /too late, nothing was done/)
    await settled()
    check('one push, not a storm of them', (await phone(maya).count()) === 1)
    check('no call wrote anything', (await sandbox.writes()).length === 0, await sandbox.writes())
    check('nothing was bound and nothing ran', !(await ledger()).some(({ event }) => /binding.made|step/.test(event)))
  },
}
