// (11) The same, but it was not Leo who asked: he reads a letter in the middle of the wait, and one press stops everything.
import { days, hours } from '../../clock.ts'
import { askAndAgree } from '../lost-phone.ts'
import type { Conversation } from '../stage.ts'

export const lostPhoneStopped: Conversation = {
  name: 'lost-phone-stopped',
  title: 'The same, but it was not Leo: a letter and one press are enough to stop it in the middle of the wait',
  changes: [],
  writes: 0,
  async play(scene) {
    const { people, chat, mail, browser, audit, check, tell, ledger, sandbox, advance, settled } = scene
    const { leo, maya, nadia } = people
    await askAndAgree(scene)
    tell('Two hours pass.')
    await advance(hours(2))
    const letter = mail(leo).find(({ subject }) => subject === 'Somebody asks to reset your second factor')
    const link = letter?.links.find((one) => one.includes('/p/not-me/')) ?? ''
    check('the letter has a link that stops it', link !== '', letter)
    tell('A mail program looks at every link in the letter. Nothing happens by that.')
    await browser(leo).look(link)
    await settled()
    check(
      'it still waits',
      (await ledger()).every(({ event }) => event !== 'security.alert'),
    )
    await chat.waitFor(leo, /Reset my second factor: waiting/)
    tell('Leo reads the letter at Maya’s desk. The link works in any browser, without signing in.')
    await browser(maya).look(link)
    const halted = await browser(maya).press('halt')
    check('everything is stopped', halted.title === 'Stopped', halted)
    await chat.waitFor(leo, /cancelled, nothing was done/)
    await chat.waitFor(nadia, /Leo Brandt says “this wasn’t me”/)
    await settled()
    check(
      'the audit channel has it',
      (await audit()).some(({ title }) => /this wasn’t me/.test(title)),
      await audit(),
    )
    tell('Four days pass.')
    await advance(days(4))
    await settled()
    check('JumpCloud was asked for no change', (await sandbox.writes()).length === 0, await sandbox.writes())
    check('nothing ran', !(await ledger()).some(({ event }) => event.startsWith('step.')))
  },
}
