// A forgotten password and a lost phone, played in a browser: on the playground's page with its frames, and on the real pages with a passkey.
import { openAsBlob } from 'node:fs'
import type { Browser, FrameLocator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test } from 'vitest'
import { type Demo, startDemo } from '../../src/cli/demo/start.ts'
import { launchBrowser, narrow, openPage, wide } from './browser.ts'
import { createPerson, type Person } from './person.ts'

let browser: Browser
let demo: Demo
let page: Page
let complaints: string[]

beforeAll(async () => {
  browser = await launchBrowser()
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

/** As whoever sits there: their browser knows their address, and the sandbox takes any password and any six digits. */
async function signsIn(opened: FrameLocator): Promise<void> {
  await opened.getByRole('button', { name: 'Sign in at JumpCloud' }).click()
  await opened.getByRole('link', { name: 'Continue to JumpCloud' }).click()
  await opened.getByLabel('Password').fill('whatever it is')
  await opened.getByLabel('Code').fill('123456')
  await opened.getByRole('button', { name: 'Sign in' }).click()
}

test.each([wide, narrow])('Leo forgot his password and types a new one: $width px', async (viewport) => {
  const person = await open(viewport)
  await person.choosesScene('Leo forgot his password')
  await person.press('employee', 'I forgot my password')
  await person.press('employee', 'Do it')
  const code = await person.readsCode()
  const proving = await person.opensPage('employee', 'Type the code')
  await proving.getByLabel('Code').fill(code)
  await proving.getByLabel('Code').press('Enter')
  await person.press('phone', 'Accept')
  const setting = await person.opensPage('employee', 'Type a new password')
  await setting.getByLabel('New password').fill('harbour sings at noon 7X!')
  await setting.getByLabel('The same once more').fill('harbour sings at noon 7X!')
  await setting.getByRole('button', { name: 'Set this password' }).click()
  await setting.getByRole('heading', { name: 'Your new password is set' }).waitFor()
  await person.opensList('employee', 'Chat')
  await person.sees('employee', 'Reset my password: done')
  await person.opensList('employee', 'Mail')
  await person.sees('employee', 'Your password was changed')
  await person.sees('ledger', 'chain intact')
  expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0)
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
  await vouching.getByLabel('The four words that you heard').fill(heard ?? '')
  await vouching.getByLabel('In a video call that I started').check()
  await vouching.getByRole('button', { name: 'I vouch for this person' }).click()
  await vouching.getByRole('heading', { name: 'Your word was taken' }).waitFor()
  await page.locator('#pane-approver .call').waitFor({ state: 'hidden' })

  const proving = await person.opensPage('employee', 'Prove it on a page')
  await page.locator('#pane-employee summary').click()
  const printed = await page.locator('#pane-employee .printed li').first().textContent()
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

  const letter = page.locator('#pane-employee')
  await letter.getByRole('tab', { name: 'Mail' }).click()
  await letter.getByRole('link', { name: 'This wasn’t me' }).first().click()
  const stopping = letter.frameLocator('iframe')
  await stopping.getByRole('button', { name: 'Stop everything' }).click()
  await stopping.getByRole('heading', { name: 'stopped' }).waitFor()
  await person.movesClockADay()
  await person.opensList('directory', 'API calls')
  expect(await page.getByText('resetmfa').count()).toBe(0)
})
