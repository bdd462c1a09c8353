// (9) Leo forgot his password: he proves himself by his passkey and types a new one on the page, twice, because the process dies.
import { days, minutes } from '../../clock.ts'
import type { SeenPage } from '../browser.ts'
import type { Conversation, Scene } from '../stage.ts'

const password = 'Quiet-Harbour-Lamp-42'

export const passwordReset: Conversation = {
  name: 'password-reset',
  title: 'Leo sets a new password on the page, after his passkey said that it is him',
  changes: ['leo.brandt: password_date later', 'leo.brandt: password_expiration_date later'],
  writes: 1,
  async play(scene) {
    const { people, chat, browser, check, tell, ledger, sandbox, settled, advance, dieAt, start } = scene
    const { leo } = people
    await addPasskey(scene)
    tell('Four days pass, so that the passkey counts. Leo forgets his password.')
    await advance(days(4))

    await chat.say(leo, 'I forgot my password')
    await chat.press(leo, 'Do it')
    const page = browser(leo)
    const asked = await page.open(await chat.link(leo, 'Prove it on a page'))
    check('whoever has a passkey is asked for it, and not for their phone', /Use my passkey/.test(asked.words), asked)
    await page.usePasskey()
    await settled()
    check('nothing was written before he typed it', (await sandbox.writes()).length === 0)

    const form = await page.open(await chat.link(leo, 'Type the new password'))
    check('the page shows JumpCloud’s own rules for him', /At least 12 characters/.test(form.words), form)
    const short = await page.press('set', { password: 'Quiet-Lamp7', again: 'Quiet-Lamp7' })
    check(
      'one that is too short is refused, and the rule is named',
      isRefusedFor(short, 'At least 12 characters'),
      short,
    )
    const easy = await page.press('set', { password: 'Password2026!', again: 'Password2026!' })
    check('so is one that everybody tries first', isRefusedFor(easy, 'None of those that everybody tries first'), easy)
    check('JumpCloud has heard of neither', (await sandbox.writes()).length === 0)

    tell('From now on the process that speaks to JumpCloud dies between “about to” and the call.')
    const { died } = await dieAt('gate:about-to')
    // The page says that it is under way, or dies with the process that shows it.
    const typed = page.press('set', { password, again: password }).catch(() => undefined)
    await died
    tell('It died with the password in its memory, and nowhere else. Latchkey starts again; three minutes pass.')
    await start()
    await typed
    await advance(minutes(3))
    await chat.waitFor(leo, /What you typed is gone/)
    const again = await page.open(await chat.link(leo, 'Type the new password'))
    check('he is asked to type it again', /What you typed is gone/.test(again.words), again)
    const done = await page.press('set', { password, again: password })
    await settled()
    check('the page says that it is set', /Your new password is set/.test(done.words), done)
    await chat.waitFor(leo, /Reset my password: done/)

    const events = (await ledger()).map(({ event }) => event)
    check('the ledger has one effect', events.filter((one) => one === 'step.did').length === 1, events)
    await checkNowhere(scene)
    await checkAtJumpCloud(scene)
  },
}

/** In the words of this one rule, and of no other. */
const isRefusedFor = ({ status, alert }: SeenPage, rule: string): boolean =>
  status === 422 && alert.startsWith(`This password does not follow these rules. Nothing was changed. ${rule}`)

/** As at the start of a job, or with a new laptop. */
async function addPasskey({ people: { leo }, chat, browser, check }: Scene): Promise<void> {
  await chat.say(leo, 'set up a passkey')
  const page = browser(leo)
  await page.open(await chat.link(leo, 'Open the page'))
  await page.signIn()
  const added = await page.addPasskey()
  check('the passkey is there, and does not count yet', /Counts from/.test(added.words), added)
  await chat.waitFor(leo, /A new way to prove that it is you was added/)
}

async function checkNowhere({ people, chat, mail, audit, sandbox, check }: Scene): Promise<void> {
  const { leo, maya, mei, tom, priya, dana, ben, nadia } = people
  const everybody = [leo, maya, mei, tom, priya, dana, ben, nadia]
  const seen = [
    ...(await Promise.all(everybody.map((user) => chat.messages(user)))),
    everybody.map((user) => mail(user)),
    await audit(),
    await sandbox.calls(),
  ]
  check('the password stands in no message, no letter and no address', !JSON.stringify(seen).includes(password))
}

async function checkAtJumpCloud({ people: { leo }, chat, browser, check }: Scene): Promise<void> {
  await chat.say(leo, 'show my passkeys')
  const page = browser(leo)
  await page.open(await chat.link(leo, 'Change them'))
  const wrong = await page.signIn('Another-Harbour-Lamp-43')
  check('JumpCloud takes no other password', wrong.status === 401, wrong)
  await page.open(await chat.link(leo, 'Change them'))
  const right = await page.signIn(password)
  check('JumpCloud takes the new one', right.status === 200 && right.title === 'What I prove myself with', right)
}
