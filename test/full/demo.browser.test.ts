// The demo as a newcomer has it: the real core behind the page, played in a browser by clicking, on both widths.
import { openAsBlob } from 'node:fs'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test } from 'vitest'
import { type Demo, startDemo } from '../../src/cli/demo/start.ts'
import { launchBrowser, narrow, openPage, wide } from './browser.ts'
import { lowContrast } from './contrast.ts'
import { createPerson, type Person, playLessThanAsked, playLockedOut } from './person.ts'

let browser: Browser
let demo: Demo
let page: Page
let complaints: string[]

beforeAll(async () => {
  browser = await launchBrowser()
  const template = await openAsBlob(inject('storeTemplate'))
  demo = await startDemo({ port: 0, store: { inMemory: true, template } })
})
afterAll(async () => {
  await browser.close()
  await demo.stop()
})
beforeEach(() => {
  complaints = []
})
afterEach(() => page.context().close())

async function open(viewport: typeof wide): Promise<Person> {
  page = await openPage(browser, demo.page, { viewport }, (complaint) => complaints.push(complaint))
  return createPerson(page)
}

/** Whatever is on show can be read in both colour schemes, nothing sticks out, and the browser has nothing to say. */
async function expectGoodLook(person: Person): Promise<void> {
  for (const pane of ['employee', 'phone', 'approver', 'directory', 'ledger'] as const) {
    await person.lookAt(pane)
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth'), pane).toBeLessThanOrEqual(0)
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      expect(await page.evaluate(lowContrast), `${pane}, ${colorScheme}`).toEqual([])
    }
  }
  expect(complaints).toEqual([])
}

test.each([wide, narrow])('Maya is locked out, proves that it is her, and is unlocked: $width px', async (viewport) => {
  const person = await open(viewport)
  await person.choosesScene('Maya is locked out')
  await playLockedOut(person)
  await person.sees('employee', 'I read it back from JumpCloud')
  await person.sees('directory', /^unlocked/)
  await person.sees('ledger', 'Done and read back for Maya Alvarez')
  await person.sees('ledger', 'chain intact')
  await person.opensList('ledger', 'Audit channel')
  await person.sees('ledger', /unlock-account: done for Maya Alvarez/)
  await expectGoodLook(person)
})

test.each([wide, narrow])('Leo asks for a week, Mei grants a day, and it ends: $width px', async (viewport) => {
  const person = await open(viewport)
  await person.choosesScene('Leo asks for a week, Mei grants a day')
  await playLessThanAsked(person)
  await person.sees('ledger', 'The access of Leo Brandt ended')
  await person.sees('ledger', 'chain intact')
  await expectGoodLook(person)
})
