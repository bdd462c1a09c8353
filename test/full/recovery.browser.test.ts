// A forgotten password and a lost phone, played in a browser: on the playground's page with its frames, and on the real pages with a passkey.
import { mkdirSync, openAsBlob } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, FrameLocator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test } from 'vitest'
import { createPlaygroundDriver } from '../../adapters/playground/driver.ts'
import { type Demo, startDemo } from '../../src/cli/demo/start.ts'
import { days } from '../../src/clock.ts'
import { addKey, launchBrowser, narrow, openPage, wide } from './browser.ts'
import { lowContrast } from './contrast.ts'
import { createPerson, type Person } from './person.ts'

const folder = join(tmpdir(), 'latchkey-recovery')
const password = 'harbour sings at noon 7X!'
let browser: Browser
let demo: Demo
let page: Page
let complaints: string[]

beforeAll(async () => {
  browser = await launchBrowser()
  mkdirSync(folder, { recursive: true })
})
afterAll(() => browser.close())
beforeEach(async () => {
  complaints = []
  const template = await openAsBlob(inject('storeTemplate'))
  demo = await startDemo({ port: 0, store: { inMemory: true, template } })
})
afterEach(async () => {
  await page.context().close()
  await demo.stop()
  expect(complaints).toEqual([])
})

async function open(viewport: typeof wide): Promise<Person> {
  page = await openPage(browser, demo.page, { viewport }, (complaint) => complaints.push(complaint))
  return createPerson(page)
}

/** Nothing sticks out, everything can be read, and there is a picture of it. */
async function look(name: string): Promise<void> {
  const { width } = page.viewportSize() ?? narrow
  await page.screenshot({ path: join(folder, `${name}-${width}.png`) })
  expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth'), name).toBeLessThanOrEqual(0)
  expect(await page.evaluate(lowContrast), name).toEqual([])
}

/** As whoever sits there: their browser knows their address, and the sandbox takes any password and any six digits. */
async function signsIn(opened: FrameLocator | Page, email?: string): Promise<void> {
  await opened.getByRole('button', { name: 'Sign in at JumpCloud' }).click()
  await opened.getByRole('link', { name: 'Continue to JumpCloud' }).click()
  if (email !== undefined) await opened.getByLabel('E-mail').fill(email)
  await opened.getByLabel('Password').fill('whatever it is')
  await opened.getByLabel('Code').fill('123456')
  await opened.getByRole('button', { name: 'Sign in' }).click()
}

async function typesPassword(opened: FrameLocator | Page): Promise<void> {
  await opened.getByLabel('New password').fill(password)
  await opened.getByLabel('The same once more').fill(password)
  await opened.getByRole('button', { name: 'Set this password' }).click()
  await opened.getByRole('heading', { name: 'Your new password is set' }).waitFor()
}

test.each([wide, narrow])('Leo forgot his password and types a new one: $width px', async (viewport) => {
  const person = await open(viewport)
  await person.choosesScene('Leo forgot his password')
  await person.press('employee', 'I forgot my password')
  await person.press('employee', 'Do it')
  const code = await person.readsCode()
  const proving = await person.opensPage('employee', 'Type the code')
  await proving.getByLabel('Code', { exact: true }).fill(code)
  await proving.getByLabel('Code', { exact: true }).press('Enter')
  await person.press('phone', 'Accept')
  const setting = await person.opensPage('employee', 'Type the new password')
  await typesPassword(setting)
  await look('password-set')
  await person.opensList('employee', 'Chat')
  await person.sees('employee', 'Reset my password: done')
  await person.opensList('employee', 'Mail')
  await person.sees('employee', 'Your password was changed')
  await look('password-mail')
  await person.sees('ledger', 'chain intact')
})

test('Leo lost his phone: Ben hears the words on a call that he made, two agree, and a letter stops it', async () => {
  const person = await open(wide)
  await person.choosesScene('Leo lost his phone')
  await person.press('employee', /^I lost my phone/)
  await person.press('employee', 'Do it')
  await person.press('approver', 'Call Leo')
  const heard = await page.locator('#pane-approver .call-words').textContent()
  await person.sees('employee', `Tell them these four words: ${heard?.replaceAll(' ', '-')}`)
  const vouching = await person.opensPage('approver', 'I have met them…')
  await signsIn(vouching)
  await look('phone-vouch')
  await vouching.getByLabel('The four words that you heard').fill(heard ?? '')
  await vouching.getByLabel('In a video call that I started').check()
  await vouching.getByRole('button', { name: 'I vouch for this person' }).click()
  await vouching.getByRole('heading', { name: 'Your word was taken' }).waitFor()
  await page.locator('#pane-approver .call').waitFor({ state: 'hidden' })

  const proving = await person.opensPage('employee', 'Prove it on a page')
  await page.locator('#pane-employee .paper summary').click()
  const printed = await page.locator('#pane-employee .printed li').first().textContent()
  await look('phone-code')
  await proving.getByLabel('One of your printed recovery codes').fill(printed ?? '')
  await proving.getByRole('button', { name: 'Use this code' }).click()
  await proving.getByRole('heading', { name: 'Thank you, that was you' }).waitFor()
  for (const approver of ['Priya Nair', 'Dana Whitfield']) {
    await person.sits('approver', approver)
    const deciding = await person.opensPage('approver', 'Look and decide')
    await signsIn(deciding)
    await deciding.getByRole('button', { name: 'Approve' }).click()
    await deciding.getByRole('heading', { name: 'Approved' }).waitFor()
  }

  const leo = page.locator('#pane-employee')
  await person.opensList('employee', 'Chat')
  await person.sees('employee', /^Reset my second factor: waiting/)
  await leo.getByRole('tab', { name: 'Mail' }).click()
  await leo.getByRole('link', { name: 'This wasn’t me' }).first().click()
  const stopping = leo.frameLocator('iframe')
  await stopping.getByRole('button', { name: 'Stop everything' }).click()
  await stopping.getByRole('heading', { name: 'Stopped' }).waitFor()
  await person.opensList('employee', 'Chat')
  await person.sees('employee', 'Reset my second factor: cancelled, nothing was done')
  const driver = createPlaygroundDriver(demo.page)
  await driver.moveClock(days(1))
  expect((await driver.state()).sandbox?.calls.filter(({ path }) => path.endsWith('/resetmfa'))).toEqual([])
})

test('a passkey is made and resets the password, on the real pages in a window of their own', async () => {
  const person = await open(wide)
  await person.sits('employee', 'Leo Brandt')
  const context = await browser.newContext({ viewport: narrow })
  const own = await context.newPage()
  own.setDefaultTimeout(20_000)
  await addKey(own)
  const says = async (words: string) => {
    await page.getByRole('textbox', { name: 'Write to Latchkey as Leo' }).fill(words)
    await page.keyboard.press('Enter')
  }
  const follows = async (link: string) => {
    const href = await page
      .locator('#pane-employee')
      .getByRole('link', { name: link, exact: true })
      .last()
      .getAttribute('href')
    await own.goto(href ?? '')
    await own.getByRole('button', { name: 'Continue' }).click()
  }
  await says('set up a passkey')
  await follows('Open the page')
  await own.getByRole('button', { name: 'Sign in at JumpCloud' }).waitFor()
  await signsIn(own, 'leo.brandt@northwind.example')
  await own.getByRole('button', { name: 'Add a passkey on this device' }).click()
  await own.getByRole('button', { name: 'Add another passkey' }).waitFor()

  await createPlaygroundDriver(demo.page).moveClock(days(4))
  await says('I forgot my password')
  await person.press('employee', 'Do it')
  await follows('Prove it on a page')
  await own.getByRole('button', { name: 'Use my passkey' }).click()
  await own.getByRole('heading', { name: 'Thank you, that was you' }).waitFor()
  await follows('Type the new password')
  await typesPassword(own)
  await person.sees('employee', 'Reset my password: done')
  await context.close()
})
