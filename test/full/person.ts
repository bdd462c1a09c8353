// Plays the page as a person does: looks, presses, types, and holds the phone. Small screens show one pane at a time.
import type { FrameLocator, Page } from 'playwright-core'
import { narrow } from './browser.ts'

type Pane = 'employee' | 'approver' | 'phone' | 'directory' | 'ledger'

export function createPerson(page: Page) {
  const inPane = (pane: Pane) => page.locator(`#pane-${pane}`)

  async function lookAt(pane: Pane) {
    if (page.viewportSize()?.width === narrow.width) await page.locator(`#tab-${pane}`).click()
    return inPane(pane)
  }

  async function press(pane: Pane, name: string | RegExp): Promise<void> {
    const shown = await lookAt(pane)
    // The newest card is the last one.
    await shown.getByRole('button', { name, exact: true }).last().click()
  }

  return {
    lookAt,
    press,
    async sees(pane: Pane, words: string | RegExp): Promise<void> {
      const shown = await lookAt(pane)
      await shown.getByText(words).filter({ visible: true }).last().waitFor()
    },
    /** From the list of things to try. */
    async choosesScene(title: string): Promise<void> {
      await page.getByRole('button', { name: 'Things to try' }).click()
      await page.getByRole('button', { name: `Play: ${title}` }).click()
    },
    async readsCode(): Promise<string> {
      const phone = await lookAt('phone')
      const code = await phone.locator('.is-waiting .push-code').textContent()
      if (!code) throw new Error('the phone shows no code')
      return code
    },
    async types(field: string, words: string): Promise<void> {
      await page.getByRole('dialog').getByRole('textbox', { name: field }).fill(words)
    },
    async opensList(pane: Pane, tab: string): Promise<void> {
      const shown = await lookAt(pane)
      await shown.getByRole('tab', { name: tab }).click()
    },
    /** Opens a link of the chat, or of the part that is named, in the browser of whoever sits there. */
    async opensPage(pane: Pane, link: string, part = 'Chat'): Promise<FrameLocator> {
      const shown = await lookAt(pane)
      await shown.getByRole('tab', { name: part }).click()
      await shown.getByRole('link', { name: link, exact: true }).last().click()
      const opened = shown.frameLocator('iframe')
      await opened.getByRole('button', { name: 'Continue' }).click()
      return opened
    },
    async sits(pane: Pane, name: string): Promise<void> {
      const shown = await lookAt(pane)
      await shown.getByRole('combobox', { name: 'Who is played here' }).selectOption({ label: name })
    },
    async movesClockADay(): Promise<void> {
      await page.getByRole('button', { name: 'Move the clock one day ahead' }).click()
    },
  }
}

export type Person = ReturnType<typeof createPerson>

/** Maya is locked out, types a wrong code, then the right one from her phone, and is unlocked. */
export async function playLockedOut(person: Person): Promise<void> {
  await person.press('employee', 'I’m locked out')
  await person.press('employee', 'Do it')
  await person.press('employee', 'Type the code')
  const code = await person.readsCode()
  await person.lookAt('employee')
  await person.types('Code', code === '000000' ? '000001' : '000000')
  await person.press('employee', 'Check')
  await person.sees('employee', 'That is not the code')
  // The form stays open while the phone beside it is used.
  await person.press('phone', 'Accept')
  await person.sees('phone', 'accepted')
  await person.lookAt('employee')
  await person.types('Code', code)
  await person.press('employee', 'Check')
  await person.sees('employee', 'Unlock my account: done')
}

/** Leo asks for seven days, Mei grants one, and a day later it has ended. */
export async function playLessThanAsked(person: Person): Promise<void> {
  await person.press('employee', /^I need Looker – Analyst/)
  await person.press('employee', 'Do it')
  await person.sees('approver', 'the q3 numbers')
  await person.press('approver', 'Approve 1 day')
  await person.sees('employee', /is approved and done/)
  await person.opensList('directory', 'Groups')
  await person.sees('directory', '+ Leo Brandt')
  await person.movesClockADay()
  await person.sees('employee', /ended as planned/)
  await person.sees('directory', '− Leo Brandt')
}
