// A quiet browser for the tests of the page, and a page of it that complains of every error and every request elsewhere.
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'

export const narrow = { width: 360, height: 740 }
export const wide = { width: 1400, height: 900 }

const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export const launchBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: '/usr/bin/chromium', args: quiet })

/** Puts a key into this page's browser that its owner opens whenever it asks: Chromium's own virtual authenticator. */
export async function addKey(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page)
  await session.send('WebAuthn.enable')
  await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
}

export async function openPage(
  browser: Browser,
  url: string,
  options: BrowserContextOptions,
  complain: (complaint: string) => void,
): Promise<Page> {
  const context = await browser.newContext({ reducedMotion: 'reduce', ...options })
  const page = await context.newPage()
  page.setDefaultTimeout(20_000)
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complain(message.text())
  })
  page.on('pageerror', (error) => complain(String(error)))
  page.on('request', (request) => {
    if (!request.url().startsWith(url)) complain(`asked elsewhere: ${request.url()}`)
  })
  await page.goto(url)
  await page.getByRole('textbox', { name: 'Write to Latchkey as Maya' }).waitFor()
  return page
}
