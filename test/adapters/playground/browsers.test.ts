// Everybody's own browser in the playground: cookies apart, addresses written anew, and pages that stay as strict as they are.
import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createPlayground } from '../../../adapters/playground/index.ts'
import { cast, type Harness, startHarness } from './harness.ts'

const policy = "default-src 'none'; script-src 'self'; form-action 'self'; frame-ancestors 'none'"
/** What came to the pages: whose cookie, and what a browser says of where it comes from. */
let seen: Pick<IncomingMessage, 'method' | 'url' | 'headers'>[]
let signInUrl: string

/** Two sites: the pages, which give everybody a cookie, and a place to sign in. */
async function startSite(name: string, html: () => string) {
  let visitors = 0
  const server = createServer((request, response) => {
    const { method, url, headers } = request
    seen.push({ method, url, headers })
    response.setHeader('x-frame-options', 'DENY')
    response.setHeader('content-security-policy', policy)
    if (!headers.cookie) response.setHeader('set-cookie', `${name}=${++visitors}; Path=/; HttpOnly; SameSite=Lax`)
    if (url === '/leave') return void response.writeHead(303, { location: `${signInUrl}/start?to=%2Fp` }).end()
    if (url === '/forget') response.setHeader('set-cookie', `${name}=; Max-Age=0; Path=/`)
    response.setHeader('content-type', url?.endsWith('.css') ? 'text/css' : 'text/html; charset=utf-8')
    response.end(html())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server }
}

let harness: Harness
let sites: Awaited<ReturnType<typeof startSite>>[]
beforeAll(async () => {
  seen = []
  const signIn = await startSite('signed', () => '<form action="/in">')
  signInUrl = signIn.url
  const pages = await startSite(
    'browser',
    () =>
      `<a href="/p/next">here</a><a href="${signInUrl}/start?a=1&amp;b=2">in</a><a href="https://elsewhere.example/x">out</a>` +
      '<a href="//elsewhere.example">out</a>\n<button\ndata-path="/p/next">href="/p/words"</button>',
  )
  sites = [pages, signIn]
  const made: object[] = []
  harness = await startHarness({
    pages: {
      url: pages.url,
      signInUrl,
      createDevice() {
        const device = { number: made.length }
        made.push(device)
        return { create: (asked) => ({ device, asked }), get: (asked) => ({ device, asked }) }
      },
    },
  })
})
afterAll(async () => {
  await harness.stop()
  for (const { server } of sites) server.close()
})
beforeEach(() => {
  seen = []
})

const visit = (user: string, path: string, init: RequestInit = {}) =>
  fetch(`${harness.url}/browser/${user}${path}`, { redirect: 'manual', ...init })
const cookies = () => seen.map(({ headers }) => headers.cookie)

test('each person has cookies of their own, and a site may take its back', async () => {
  for (const user of ['maya', 'maya', 'leo', 'maya', 'leo']) await visit(user, '/pages/p/a')
  expect(cookies()).toEqual([undefined, 'browser=1', undefined, 'browser=1', 'browser=2'])
  await visit('leo', '/pages/forget')
  await visit('leo', '/pages/p/a')
  expect(cookies().at(-1)).toBeUndefined()
})

test('cookies of one site are not sent to another, and none reaches the browser in which all is played', async () => {
  await visit('mei', '/pages/p/a')
  const answer = await visit('mei', '/sign-in/start')
  expect(cookies()).toEqual([undefined, undefined])
  expect(answer.headers.getSetCookie()).toEqual([])
})

test('links and redirects stay in the frame where they lead to a site of it, and nowhere else', async () => {
  expect(await (await visit('maya', '/pages/p/a')).text()).toBe(
    '<a href="/browser/maya/pages/p/next">here</a><a href="/browser/maya/sign-in/start?a=1&amp;b=2">in</a>' +
      '<a href="https://elsewhere.example/x">out</a><a href="//elsewhere.example">out</a>' +
      '\n<button\ndata-path="/browser/maya/pages/p/next">href="/p/words"</button>',
  )
  expect((await visit('maya', '/pages/leave')).headers.get('location')).toBe('/browser/maya/sign-in/start?to=%2Fp')
  expect(await (await visit('maya', '/pages/a.css')).text()).toContain('href="/p/next"')
})

test('only the playground may frame a page; the rest of its policy is as it was', async () => {
  const { headers } = await visit('maya', '/pages/p/a')
  expect(headers.get('content-security-policy')).toBe(
    policy.replace("frame-ancestors 'none'", "frame-ancestors 'self'"),
  )
  expect(headers.get('x-frame-options')).toBe('SAMEORIGIN')
  expect(headers.get('cache-control')).toBe('no-store')
})

test('what acts comes from the frame, and then says so to the page', async () => {
  const post = (origin: string) =>
    visit('maya', '/pages/p/a', { method: 'POST', headers: { origin }, body: new URLSearchParams({ do: 'open' }) })
  for (const origin of ['null', 'https://elsewhere.example']) expect((await post(origin)).status, origin).toBe(403)
  expect(seen).toEqual([])
  expect((await post(harness.url)).status).toBe(200)
  const [asked] = seen
  expect(asked?.method).toBe('POST')
  expect(asked?.headers).toMatchObject({ origin: sites[0]?.url, 'sec-fetch-site': 'same-origin' })
})

test('nobody who is not played has a browser, and no address leads out of one', async () => {
  expect((await visit('nobody', '/pages/p/a')).status).toBe(400)
  expect((await visit('maya', '/elsewhere/p/a')).status).toBe(404)
  await visit('maya', '/pages//elsewhere.example/p')
  await visit('maya', '/pages/@elsewhere.example/p')
  for (const { headers } of seen) expect(headers.host).toBe(new URL(sites[0]?.url ?? '').host)
})

test('passkeys are answered by the device of whoever sits there', async () => {
  const library = await visit('maya', '/pages/p/-/webauthn.0123456789abcdef.js')
  expect(await library.text()).toContain('SimpleWebAuthnBrowser')
  expect(seen).toEqual([])
  const ask = async (user: string, body: object) => {
    const headers = { origin: harness.url, 'content-type': 'application/json' }
    const answer = await visit(user, '/passkey', { method: 'POST', headers, body: JSON.stringify(body) })
    return { status: answer.status, body: (await answer.json()) as { device?: { number: number } } }
  }
  const asked = { challenge: 'abc' }
  const first = await ask('maya', { do: 'create', asked })
  const again = await ask('maya', { do: 'get', asked })
  const other = await ask('leo', { do: 'get', asked })
  expect(first.body.device).toEqual(again.body.device)
  expect(other.body.device).not.toEqual(first.body.device)
  expect((await ask('maya', { do: 'steal', asked })).status).toBe(400)
})

test('pages that are not on this machine are not played with', () => {
  const ledger = { tail: async () => [] }
  const clock = { now: () => new Date(), advance: () => {} }
  const { url: sandboxUrl } = harness.sandbox
  for (const url of ['https://latchkey.example', 'http://localhost.evil.example:80'])
    expect(() =>
      createPlayground({
        sandboxUrl,
        cast,
        ledger,
        clock,
        onClockMoved: async () => {},
        pages: { url, createDevice: () => ({ create: (asked) => asked, get: (asked) => asked }) },
      }),
    ).toThrow('only with a JumpCloud sandbox')
})
