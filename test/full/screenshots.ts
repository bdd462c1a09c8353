// Pictures of the playground to look at: node test/full/screenshots.ts [folder]. Plays two conversations on the real core
// and writes what a person sees at each width, in light and dark; without a folder into a temporary one.
import { mkdirSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { startDemo } from '../../src/cli/demo/start.ts'
import { launchBrowser, narrow, openPage, wide } from './browser.ts'
import { createPerson, playLessThanAsked, playLockedOut } from './person.ts'

const folder = process.argv[2] ?? mkdtempSync(join(tmpdir(), 'latchkey-screenshots-'))
mkdirSync(folder, { recursive: true })
const say = (line: string) => process.stdout.write(`${line}\n`)

async function picture(page: Page, name: string): Promise<void> {
  const isNarrow = page.viewportSize()?.width === narrow.width
  for (const pane of isNarrow ? (['employee', 'phone', 'approver', 'directory', 'ledger'] as const) : [undefined]) {
    if (pane) await page.locator(`#tab-${pane}`).click()
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      const file = [name, page.viewportSize()?.width, pane, colorScheme].filter(Boolean).join('-')
      await page.screenshot({ path: join(folder, `${file}.png`) })
    }
  }
}

const demo = await startDemo({ port: 0 })
const browser = await launchBrowser()
try {
  for (const viewport of [wide, narrow]) {
    const page = await openPage(browser, demo.page, { viewport }, say)
    const person = createPerson(page)
    await picture(page, '1-first')
    await person.choosesScene('Maya is locked out')
    await playLockedOut(person)
    await picture(page, '2-unlocked')
    await person.choosesScene('Leo asks for a week, Mei grants a day')
    await playLessThanAsked(person)
    await picture(page, '3-ended')
    await page.context().close()
  }
} finally {
  await browser.close()
  await demo.stop()
}
say(folder)
