// Nobody but this machine's own page and scripts may use the playground, and nothing too large or unclear gets in.
import { once } from 'node:events'
import { request } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Harness, post, startHarness } from './harness.ts'

let harness: Harness
beforeAll(async () => {
  harness = await startHarness()
})
afterAll(() => harness.stop())

const hello = { as: 'maya', text: 'hello' }

/** By hand, since fetch sets the Host itself. */
async function statusWithHost(host: string): Promise<number | undefined> {
  const sent = request(`${harness.url}/api/state`, { headers: { host } })
  sent.end()
  const [response] = await once(sent, 'response')
  response.resume()
  return response.statusCode
}

test('a name that was pointed at this machine is refused', async () => {
  const { port } = new URL(harness.url)
  expect(await statusWithHost(`127.0.0.1:${port}`)).toBe(200)
  expect(await statusWithHost(`LOCALHOST:${port}`)).toBe(200)
  for (const host of [
    `evil.example:${port}`,
    'evil.example',
    `127.0.0.1:${Number(port) + 1}`,
    'localhost',
    '127.0.0.1',
  ])
    expect(await statusWithHost(host), host).toBe(403)
})

test('a page from elsewhere can neither press nor say, and a missing Origin is no pass', async () => {
  const before = harness.core.received.length
  const { port } = new URL(harness.url)
  const foreign = [
    'https://evil.example',
    'null',
    `https://127.0.0.1:${port}`,
    `http://127.0.0.1:${port}.evil.example`,
    `${harness.url}/`,
  ]
  for (const origin of foreign) expect((await post(harness.url, '/say', hello, { origin })).status, origin).toBe(403)
  expect((await post(harness.url, '/say', hello, {})).status).toBe(403)
  for (const method of ['PUT', 'DELETE', 'PATCH', 'OPTIONS'])
    expect((await fetch(`${harness.url}/api/state`, { method })).status, method).toBe(403)
  expect(harness.core.received).toHaveLength(before)
  expect((await post(harness.url, '/say', hello, { origin: `http://localhost:${port}` })).status).toBe(200)
})

test('a read from another page is refused as well', async () => {
  const { status } = await fetch(`${harness.url}/api/state`, { headers: { origin: 'https://evil.example' } })
  expect(status).toBe(403)
})

test('a body over 64 KiB is not read', async () => {
  const large = await post(harness.url, '/say', { as: 'maya', text: 'x'.repeat(70_000) })
  expect(large.status).toBe(413)
})

test.each([
  ['/say', '{"as":"maya"', 400],
  ['/say', '[]', 400],
  ['/say', '"text"', 400],
  ['/say', {}, 400],
  ['/say', { as: 'nobody', text: 'hello' }, 400],
  ['/say', { as: 'maya', text: '   ' }, 400],
  ['/say', { as: 'maya', text: 7 }, 400],
  ['/say', { as: 'maya', text: 'x'.repeat(4001) }, 400],
  ['/say', { as: 'maya', text: 'hello', eventId: '' }, 400],
  ['/press', { as: 'maya' }, 400],
  ['/press', { as: 'maya', handle: 'x'.repeat(101) }, 400],
  ['/submit', { as: 'maya', handle: 'h', values: { code: 1 } }, 400],
  ['/submit', { as: 'maya', handle: 'h', values: ['a'] }, 400],
  ['/submit', { as: 'maya', handle: 'h', values: { ['n'.repeat(61)]: 'a' } }, 400],
  ['/clock', { advanceMs: -1 }, 400],
  ['/clock', { advanceMs: 1.5 }, 400],
  ['/clock', { advanceMs: 1e12 }, 400],
  ['/phone', { user: 'maya', push: 'p', do: 'explode' }, 400],
  ['/phone', { user: 'gil', push: 'p', do: 'accept' }, 400],
  ['/directory', { do: 'delete-everybody' }, 400],
  ['/directory', { do: 'lock' }, 400],
  ['/directory', { do: 'lock', user: 'gil' }, 400],
  ['/nothing', {}, 404],
] as const)('%s refuses %j', async (path, body, status) => {
  const before = harness.core.received.length
  const answer = await post(harness.url, path, body)
  expect(answer.status).toBe(status)
  expect(await answer.text()).not.toContain('xxxx')
  expect(harness.core.received).toHaveLength(before)
})

test('the page may load only its own files, and nothing inline', async () => {
  const page = await fetch(harness.url)
  const policy = page.headers.get('content-security-policy') ?? ''
  expect(policy).toContain("default-src 'none'")
  expect(policy).toContain("script-src 'self'")
  expect(policy).not.toContain('unsafe')
  expect(page.headers.get('cache-control')).toBe('no-store')
  const html = await page.text()
  expect(html).not.toMatch(/\son[a-z]+=|\sstyle=|<script(?![^>]*src=)|https?:\/\//i)
})

test('files beside the page are not served', async () => {
  for (const path of ['/../index.ts', '/%2e%2e/index.ts', '/.git/config', '/index.ts'])
    expect((await fetch(`${harness.url}${path}`)).status, path).toBe(404)
})
