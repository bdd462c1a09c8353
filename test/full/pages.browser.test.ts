// Latchkey's pages in a real browser with a virtual authenticator: passkeys really made and used, by keyboard, at every width.
import { mkdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { findPageLinkByDigest, noteProven } from '../../src/outbox/page-links.ts'
import { requesterProofs } from '../../src/requests/proofs.ts'
import { askToUnlock, idFor, startTestLatchkey, type TestLatchkey } from '../latchkey.ts'
import { addKey, launchBrowser, narrow } from './browser.ts'
import { lowContrast } from './contrast.ts'

const folder = join(tmpdir(), 'latchkey-pages')
let it: TestLatchkey
let browser: Browser
let complaints: string[] = []
beforeAll(async () => {
  browser = await launchBrowser()
  it = await startTestLatchkey({ pages: true })
  await mkdir(folder, { recursive: true })
})
afterAll(async () => {
  await browser.close()
  await it.stop()
})
afterEach(async () => {
  await Promise.all(browser.contexts().map((context) => context.close()))
  expect(complaints).toEqual([])
})

/** A browser with a key in it that its owner opens whenever it asks. */
async function withKey(options: Parameters<Browser['newContext']>[0] = {}): Promise<Page> {
  const context: BrowserContext = await browser.newContext({ viewport: narrow, ...options })
  const page = await context.newPage()
  page.setDefaultTimeout(20_000)
  complaints = []
  page.on('console', (message) => {
    if (message.type() === 'error' && !/status of 4\d\d/.test(message.text())) complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(String(error)))
  await addKey(page)
  return page
}

/** As after a sign-in at JumpCloud, which another test makes. */
async function signedIn(username: string): Promise<void> {
  const row = await it.db
    .selectFrom('page_link')
    .select('digest')
    .where('person', '=', idFor(username))
    .orderBy('minted_at', 'desc')
    .executeTakeFirstOrThrow()
  const link = await findPageLinkByDigest(it.db, it.core, row.digest)
  if (link) await it.core.store.tx((tx) => noteProven(tx, it.core, link, 'sign-in/S2'))
}

/** At both widths, in light and dark: nothing is cut off, everything can be read. */
async function look(page: Page, name: string): Promise<void> {
  for (const [width, height] of [
    [360, 740],
    [1280, 800],
  ] as const)
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.setViewportSize({ width, height })
      await page.emulateMedia({ colorScheme })
      await page.screenshot({ path: join(folder, `${name}-${width}-${colorScheme}.png`), fullPage: true })
      expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), name).toBe(true)
      expect(await page.evaluate(lowContrast), `${name} ${colorScheme}`).toEqual([])
    }
  await page.setViewportSize(narrow)
}

test('a passkey is made, and proves its person; every page can be read at every width', async () => {
  const page = await withKey()
  const person = idFor('maya.alvarez')
  await page.goto(await it.linkFor('maya.alvarez', { purpose: 'enrol', person }))
  await look(page, 'knock')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await page.getByText('signing in at JumpCloud is not set up').waitFor()
  await signedIn('maya.alvarez')
  await page.reload()
  await look(page, 'enrol')
  await page.getByRole('button', { name: 'Add a passkey on this device' }).click()
  await page.getByRole('button', { name: 'Add another passkey' }).waitFor()
  await look(page, 'enrol-added')
  await page.getByRole('button', { name: 'Show ten new codes' }).click()
  await page.getByRole('heading', { name: 'Print these now' }).waitFor()
  await look(page, 'codes')

  await it.advance(73 * 3_600_000)
  await askToUnlock(it, 'maya.alvarez')
  const request = await it.requestOf('maya.alvarez')
  const link = await it.linkFor('maya.alvarez', {
    purpose: 'prove',
    person,
    request: request.id,
    hash: request.planHash,
  })
  await page.goto(link)
  await page.getByRole('button', { name: 'Continue' }).press('Enter')
  await page.getByRole('button', { name: 'Use my passkey' }).waitFor()
  await look(page, 'prove')
  await page.getByRole('button', { name: 'Use my passkey' }).press('Enter')
  await page.getByRole('heading', { name: 'Thank you, that was you' }).waitFor()
  await look(page, 'proven')
  expect(await requesterProofs(it.db, it.core, request)).toMatchObject([{ method: 'passkey', level: 'S2' }])

  await page.goto(await it.linkFor('maya.alvarez', { purpose: 'my-proofs', person }))
  await page.getByRole('button', { name: 'Continue' }).press('Enter')
  await page.getByRole('button', { name: 'Use my passkey' }).press('Enter')
  await page.getByText('Last used').waitFor()
  await look(page, 'my-proofs')

  const elsewhere = await withKey()
  await elsewhere.goto(link)
  await elsewhere.getByRole('heading', { name: 'open in another browser' }).waitFor()
  await look(elsewhere, 'elsewhere')
  await it.advance(600_000)
  await elsewhere.reload()
  await elsewhere.getByRole('heading', { name: 'too old' }).waitFor()
  await look(elsewhere, 'too-old')
})

test('a passkey of this origin answers no other, even with our own challenge (T-B2)', async () => {
  const page = await withKey()
  const person = idFor('leo.brandt')
  const link = await it.linkFor('leo.brandt', { purpose: 'enrol', person })
  await page.goto(link)
  await page.getByRole('button', { name: 'Continue' }).click()
  // Or the reload below meets a page that is still on its way.
  await page.getByText('signing in at JumpCloud is not set up').waitFor()
  await signedIn('leo.brandt')
  await page.reload()
  await page.getByRole('button', { name: 'Add a passkey on this device' }).click()
  await page.getByRole('button', { name: 'Add another passkey' }).waitFor()
  const said = await page.evaluate(`(async () => {
    const get = (rpId) => navigator.credentials
      .get({ publicKey: { challenge: new Uint8Array(32), rpId, userVerification: 'required', timeout: 3000 } })
      .then(() => 'answered', (error) => error.name)
    return [await get('evil.example'), await get('localhost')]
  })()`)
  expect(said).toEqual(['SecurityError', 'answered'])
  // The same machine by another name is another origin, and the passkey is not for it.
  await page.goto(link.replace('localhost', '127.0.0.1'))
  const relayed = await page.evaluate(`navigator.credentials
    .get({ publicKey: { challenge: new Uint8Array(32), rpId: 'localhost', timeout: 3000 } })
    .then(() => 'answered', (error) => error.name)`)
  expect(relayed).toBe('SecurityError')
})
