// The playground's page in a real browser: played by keyboard, on a narrow and a wide screen, in light and dark.
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { idOf } from '../../src/sandbox/state.ts'
import { type Harness, startHarness } from '../adapters/playground/harness.ts'
import { launchBrowser, narrow, openPage, wide } from './browser.ts'
import { lowContrast } from './contrast.ts'

/** Nothing listens there: what a frame shows then can be looked at as well. */
const pages = { url: 'http://127.0.0.1:9', createDevice: () => ({ create: () => ({}), get: () => ({}) }) }
const letter = {
  to: ['maya.alvarez@northwind.example'],
  subject: 'Somebody asks for a new password for your account',
  text: `It was Thu 26 Nov, 09:00.\n\nThis wasn’t me:\n${pages.url}/p/not-me/abc\n\nR-1041`,
}
const waiting = { requester: idOf('user', 'maya.alvarez'), vouchers: ['mei'], words: 'acorn-actor-album-amber' }

let browser: Browser
let harness: Harness
let complaints: string[]

beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())
beforeEach(async () => {
  harness = await startHarness({ pages, letters: () => [letter], vouches: async () => [waiting] })
  complaints = []
})
afterEach(async () => {
  await Promise.all(browser.contexts().map((context) => context.close()))
  await harness.stop()
  expect(complaints).toEqual([])
})

const open = (options: BrowserContextOptions): Promise<Page> =>
  openPage(browser, harness.url, options, (complaint) => complaints.push(complaint))

const focusedName = (page: Page) =>
  page.evaluate('document.activeElement.getAttribute("aria-label") || document.activeElement.textContent.trim()')

/** Presses Tab, or the given key, until the focus is on what is named so. */
async function tabTo(page: Page, name: string, key = 'Tab'): Promise<void> {
  const passed: unknown[] = []
  for (let tries = 0; tries < 60; tries += 1) {
    const focused = await focusedName(page)
    if (focused === name) return
    passed.push(focused)
    await page.keyboard.press(key)
  }
  throw new Error(`${key} never reached “${name}”. It passed: ${passed.join(' | ')}`)
}

const everyScreen = [narrow, wide].flatMap((viewport) =>
  (['light', 'dark'] as const).map((colorScheme) => ({ viewport, colorScheme, width: viewport.width })),
)

test('a request from first word to done, by keyboard alone', async () => {
  const page = await open({ viewport: wide })
  await tabTo(page, 'Write to Latchkey as Maya')
  await page.keyboard.type('I’m locked out')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Send the push' }).waitFor()
  await tabTo(page, 'Send the push', 'Shift+Tab')
  await page.keyboard.press('Enter')

  const push = page.getByRole('button', { name: 'Accept' })
  await push.waitFor()
  await page.getByRole('button', { name: 'Type the code' }).waitFor()
  expect(await focusedName(page)).toBe('Type the code')
  await tabTo(page, 'Accept')
  await page.keyboard.press('Space')
  await page.getByText('accepted').waitFor()

  await page.getByRole('button', { name: 'Type the code' }).focus()
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog')
  await dialog.waitFor()
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'hidden' })
  expect(await focusedName(page)).toBe('Type the code')

  await page.keyboard.press('Enter')
  await dialog.waitFor()
  await page.keyboard.type('000000')
  await page.keyboard.press('Enter')
  await dialog.getByText('That is not the code').waitFor()
  const code = dialog.getByLabel('Code')
  expect(await code.getAttribute('aria-invalid')).toBe('true')
  expect(await page.evaluate('document.activeElement.name')).toBe('code')
  await code.fill('481526')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Unlocked, and checked' }).waitFor()
  await dialog.waitFor({ state: 'hidden' })
})

test('on a small screen arrow keys move between the panes, one of which is on show', async () => {
  const page = await open({ viewport: narrow })
  const tab = (name: string) => page.getByRole('tab', { name })
  await tab('Employee').focus()
  for (const name of ['Phone', 'Approver', 'Directory', 'Ledger', 'Employee']) {
    await page.keyboard.press('ArrowRight')
    expect(await tab(name).getAttribute('aria-selected')).toBe('true')
    expect(await page.locator('.pane:visible').count()).toBe(1)
    expect(await page.locator(`#pane-${name.toLowerCase()}`).isVisible()).toBe(true)
  }
  await page.keyboard.press('End')
  expect(await tab('Ledger').getAttribute('aria-selected')).toBe('true')
})

test.each(everyScreen)('nothing overflows and every word can be read: $width px, $colorScheme', async (screen) => {
  await harness.driver.say('maya', 'I’m locked out')
  await harness.driver.press('maya', 'Send the push')
  await harness.driver.say('leo', 'I need looker')
  await harness.driver.pullLever('fault-down')
  const page = await open(screen)
  for (const name of ['employee', 'approver', 'phone', 'directory', 'ledger']) {
    if (screen.width === narrow.width) await page.locator(`#tab-${name}`).click()
    await page.locator(`#pane-${name}`).waitFor()
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth'), name).toBeLessThanOrEqual(0)
    expect(await page.evaluate(lowContrast), name).toEqual([])
  }
  if (screen.width === narrow.width) await page.locator('#tab-employee').click()
  await page.getByRole('button', { name: 'Type the code' }).click()
  await page.getByRole('dialog').waitFor()
  expect(await page.evaluate(lowContrast), 'form').toEqual([])
})

test.each(everyScreen)('mail, call and browser can be read as well: $width px, $colorScheme', async (screen) => {
  const page = await open(screen)
  const look = async (name: string) => {
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth'), name).toBeLessThanOrEqual(0)
    expect(await page.evaluate(lowContrast), name).toEqual([])
  }
  const lookAt = async (name: string) => {
    if (screen.width === narrow.width) await page.locator(`#tab-${name}`).click()
    return page.locator(`#pane-${name}`)
  }
  const approver = await lookAt('approver')
  await look('offered')
  await approver.getByRole('button', { name: 'Call Maya' }).click()
  await approver.getByText('acorn actor album amber').waitFor()
  await look('call')
  await approver.getByRole('button', { name: 'Hang up' }).press('Enter')
  expect(await focusedName(page)).toBe('Call Maya')

  const employee = await lookAt('employee')
  await employee.getByRole('tab', { name: 'Browser' }).click()
  await employee.getByText('Nothing is open').waitFor()
  await look('empty')
  await employee.getByRole('tab', { name: 'Mail' }).click()
  await look('mail')
  await employee.getByRole('link', { name: 'This wasn’t me' }).press('Enter')
  await employee.frameLocator('iframe').getByRole('heading', { name: 'No answer' }).waitFor()
  expect(await employee.getByRole('tab', { name: 'Browser' }).getAttribute('aria-selected')).toBe('true')
  await look('no answer')
  // The browser itself says so too.
  complaints = complaints.filter((complaint) => !complaint.includes('502'))
})

test('what people write is never markup', async () => {
  const page = await open({ viewport: wide })
  const hostile = '<img src=x onerror="document.title=1"><b>bold</b>'
  await harness.driver.say('maya', hostile)
  await harness.core.send(harness.core.received[0]?.account ?? { platform: '', tenant: '', user: '' }, {
    title: hostile,
    body: [hostile],
    facts: [{ label: hostile, value: hostile }],
    quotes: [{ from: hostile, words: hostile }],
    footer: hostile,
  })
  await page.getByRole('heading', { name: hostile }).waitFor()
  expect(await page.locator('main img, main b').count()).toBe(0)
  expect(await page.title()).toBe('Latchkey playground')
})

test('a server that went away is told, and so is its return', async () => {
  const page = await open({ viewport: wide })
  await page.route('**/api/**', (route) => route.abort())
  await page.getByRole('alert').getByText('does not answer').waitFor()
  await page.unroute('**/api/**')
  await page.getByRole('alert').waitFor({ state: 'hidden' })
  complaints = complaints.filter((complaint) => !complaint.includes('net::ERR_FAILED'))
})
