// Leo has lost his phone: what the two conversations about it share, up to the wait in which everybody can still stop it.
import type { Scene } from './stage.ts'
import { untilWorkday } from './workday.ts'

const timeZone = 'Europe/Berlin'

/** As at the start of a job: ten codes on paper. Some days pass, so that they count; then it is ten on a working day. */
async function printCodes({ people: { leo }, chat, browser, check, tell, advance, now }: Scene): Promise<string[]> {
  await chat.say(leo, 'print recovery codes')
  const page = browser(leo)
  await page.open(await chat.link(leo, 'Open the page'))
  await page.signIn()
  const codes = (await page.press('codes')).words.match(/\b[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}\b/g) ?? []
  check('he prints ten codes', new Set(codes).size === 10, codes.length)
  tell('Some days pass, so that the codes count. Leo loses his phone.')
  await advance(untilWorkday(now(), { days: 4, timeZone }))
  return codes
}

/** Asked, vouched for, proven a second time, and approved by two; then it waits. */
export async function askAndAgree(scene: Scene): Promise<void> {
  const { people, chat, browser, check, tell, sandbox, settled } = scene
  const { leo, priya, dana, ben } = people
  const [code = ''] = await printCodes(scene)
  await chat.say(leo, 'I lost my phone and cannot confirm the sign-in')
  await chat.press(leo, 'Do it')
  const card = await chat.waitFor(leo, /Tell them these four words: [a-z-]+/)
  const words = /four words: ([a-z]+-[a-z]+-[a-z]+-[a-z]+)/.exec(card.body.join(' '))?.[1] ?? ''
  check('four words are told to him', words !== '', card.body)
  await chat.waitFor(dana, /Leo Brandt says that everything that proves who they are is lost/)
  const others = await Promise.all([priya, dana, ben].map((user) => chat.messages(user)))
  check('and to nobody else', !JSON.stringify(others).includes(words))
  await settled()
  const subjects = scene.mail(leo).map(({ subject }) => subject)
  check('he has a letter', subjects.includes('Somebody asks to reset your second factor'), subjects)

  tell('Leo goes to the service desk. Dana sees him, and hears the four words.')
  const desk = browser(dana)
  const first = await desk.open(await chat.link(dana, 'I have met them…'))
  check('she proves first that it is her', !/four words that you heard/.test(first.words), first)
  await desk.signIn()
  const vouched = await desk.press('vouch', { words: words.replaceAll('-', ' '), met: 'in-person' })
  check('her word was taken', vouched.title === 'Thank you. Your word was taken', vouched)

  tell('A second proof of another kind: one of Leo’s printed codes.')
  const page = browser(leo)
  await page.open(await chat.link(leo, 'Prove it on a page'))
  const proven = await page.press('code', { code })
  check('the code was taken', proven.title === 'Thank you, that was you', proven)
  await settled()
  const own = (await chat.messages(dana)).filter(({ buttons }) => buttons.includes('Look and decide'))
  check('who vouched is not asked to decide', own.length === 0, own)

  for (const user of [priya, ben]) {
    const seat = browser(user)
    const shown = await seat.open(await chat.link(user, 'Look and decide'))
    check(`${user} must prove who they are before they may say yes`, !/Approve/.test(shown.words), shown)
    await seat.signIn()
    const approved = await seat.press('approve')
    check(`${user} has approved`, approved.title === 'Approved', approved)
    await settled()
  }
  await chat.waitFor(leo, /Reset my second factor: waiting/)
  check('nothing was written yet', (await sandbox.writes()).length === 0, await sandbox.writes())
}
