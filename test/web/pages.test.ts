// The frame of all pages: links that only one browser opens, headers, and what must come with a form to be heard.
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hours, minutes } from '../../src/clock.ts'
import { createVisitor, openLink, wordsOf } from '../../src/demo/visitor.ts'
import { askToUnlock, idFor, startTestLatchkey, type TestLatchkey } from '../latchkey.ts'

let it: TestLatchkey
beforeAll(async () => {
  it = await startTestLatchkey({ pages: true })
  await askToUnlock(it, 'maya.alvarez')
})
afterAll(() => it.stop())

async function proveLink(): Promise<string> {
  const request = await it.requestOf('maya.alvarez')
  return it.linkFor('maya.alvarez', {
    purpose: 'prove',
    person: idFor('maya.alvarez'),
    request: request.id,
    hash: request.planHash,
  })
}

const origin = (url: string) => new URL(url).origin
const linkRows = () => it.db.selectFrom('page_link').selectAll().orderBy('minted_at').execute()

describe('a link', () => {
  test('shows nothing of what it is about until somebody continues, and then what will happen, with its four words', async () => {
    const url = await proveLink()
    const visitor = createVisitor()
    const knock = await visitor.get(url)
    expect(knock.status).toBe(200)
    expect(wordsOf(knock.html)).toContain('Continue in this browser')
    expect(knock.html).not.toMatch(/Maya|unlock/i)
    const shown = await visitor.press('open')
    expect(wordsOf(shown.html)).toContain('If you go on, this will happen: Unlock')
    const card = (await it.chat.messages('maya.alvarez')).find(({ title }) => /first, is it you/.test(title))
    expect(card?.footer).toMatch(/^R-\d+ · \w+(?:[ -]\w+){3}$/)
    expect(wordsOf(shown.html)).toContain(card?.footer)
  })

  test('is kept as a digest only', async () => {
    const url = await proveLink()
    const token = url.split('/').at(-1) ?? ''
    expect(token).toMatch(/^[\w-]{22}$/)
    expect(JSON.stringify(await linkRows())).not.toContain(token)
    await openLink(url)
    expect(it.log.join('')).not.toContain(token)
  })

  test('that programs look at first is neither used up nor acted on (T-J2)', async () => {
    const url = await proveLink()
    const before = await linkRows()
    const ledger = await it.ledger()
    for (const method of ['GET', 'HEAD', 'OPTIONS', 'GET', 'PUT', 'DELETE', 'PATCH'])
      await fetch(url, { method, headers: { connection: 'close', 'user-agent': 'Slackbot-LinkExpanding 1.0' } })
    for (const path of ['/open', '/renew', '?do=open', '?do=renew&csrf=x']) await fetch(`${url}${path}`)
    expect(await linkRows()).toEqual(before)
    expect(await it.ledger()).toEqual(ledger)
    expect((await openLink(url)).shown.status).toBe(200)
  })

  test('works in the browser that opened it and in no other (T-B2)', async () => {
    const url = await proveLink()
    const { visitor } = await openLink(url)
    const second = createVisitor()
    const shown = await second.get(url)
    expect([shown.status, wordsOf(shown.html)]).toEqual([403, expect.stringContaining('open in another browser')])
    expect(shown.html).not.toMatch(/Maya|unlock/i)
    expect((await second.press('open')).status).toBe(403)
    expect((await visitor.get(url)).status).toBe(200)
  })

  test('opened in two browsers at once belongs to one', async () => {
    const url = await proveLink()
    const both = [createVisitor(), createVisitor()]
    await Promise.all(both.map((visitor) => visitor.get(url)))
    const shown = await Promise.all(both.map((visitor) => visitor.press('open')))
    expect(shown.map(({ status }) => status).sort()).toEqual([200, 403])
  })

  test('that is too old says so kindly, and sends a fresh one to the chat, once', async () => {
    const url = await it.linkFor('leo.brandt', { purpose: 'prove', person: idFor('leo.brandt') })
    const opened = await it.linkFor('leo.brandt', { purpose: 'prove', person: idFor('leo.brandt') })
    await openLink(opened)
    it.clock.advance(minutes(10))
    const visitor = createVisitor()
    for (const old of [url, opened]) {
      const shown = await visitor.get(old)
      expect([shown.status, wordsOf(shown.html)]).toEqual([410, expect.stringContaining('This link is too old')])
    }
    await visitor.get(url)
    expect(wordsOf((await visitor.press('renew')).html)).toContain('on its way to your chat')
    await it.settled()
    expect(await it.chat.linkOf('leo.brandt', 'Open the page')).not.toBe(url)
    const after = (await it.chat.messages('leo.brandt')).length
    await visitor.press('renew')
    await it.settled()
    expect(await it.chat.messages('leo.brandt')).toHaveLength(after)
  })

  test('that nobody made is answered alike, whatever it looks like', async () => {
    const url = await proveLink()
    const visitor = createVisitor()
    const mistyped = `${url.slice(0, -1)}${url.endsWith('A') ? 'B' : 'A'}`
    const base = origin(url)
    const [first, ...others] = await Promise.all(
      [mistyped, `${base}/p/prove/x`, url.replace('/prove/', '/enrol/'), `${base}/p/__proto__/${'a'.repeat(22)}`].map(
        async (one) => {
          const shown = await visitor.get(one)
          return [shown.status, shown.html, shown.headers.getSetCookie()]
        },
      ),
    )
    expect(first?.[0]).toBe(404)
    for (const other of others) expect(other).toEqual(first)
  })

  test('whose row somebody changed leads nowhere', async () => {
    const url = await proveLink()
    await openLink(url)
    const newest = (await linkRows()).at(-1)
    await it.db
      .updateTable('page_link')
      .set({ person: idFor('leo.brandt') })
      .where('digest', '=', newest?.digest ?? '')
      .execute()
    const shown = await createVisitor().get(url)
    expect(shown.status).toBe(500)
    expect(wordsOf(shown.html)).not.toMatch(/unlock/i)
  })
})

describe('a form', () => {
  test.each([
    ['another site', { origin: 'https://evil.example' }, 403],
    ['a site beside ours', { 'sec-fetch-site': 'same-site' }, 403],
    ['a page without an origin, from elsewhere', { origin: 'null', 'sec-fetch-site': 'cross-site' }, 403],
    ['a browser that does not say where from', { origin: 'null', 'sec-fetch-site': '' }, 403],
  ])('of %s is not heard', async (_, sent, status) => {
    const url = await proveLink()
    const visitor = createVisitor(sent)
    await visitor.get(url)
    expect((await visitor.press('open')).status).toBe(status)
    expect((await linkRows()).at(-1)?.opened_at).toBeNull()
  })

  test('without the token, with another link’s, or with another browser’s is not heard', async () => {
    const [url, other] = [await proveLink(), await proveLink()]
    const visitor = createVisitor()
    const stranger = createVisitor()
    const csrfOf = async (of: typeof visitor, at: string) =>
      /name="csrf" value="(\w+)"/.exec((await of.get(at)).html)?.[1]
    const wrong = ['', 'x', await csrfOf(visitor, other), await csrfOf(stranger, url)]
    for (const csrf of wrong) {
      await visitor.get(url)
      expect((await visitor.press('open', { csrf: csrf ?? '' })).status).toBe(403)
    }
    await visitor.get(url)
    expect((await visitor.press('open')).status).toBe(200)
  })

  test('that is too long or odd changes nothing', async () => {
    const url = await proveLink()
    const visitor = createVisitor()
    await visitor.get(url)
    expect((await visitor.press('open', { more: 'x'.repeat(9000) })).status).toBe(413)
    const odd = await fetch(url, {
      method: 'POST',
      body: '{"do":"open"}',
      headers: { 'content-type': 'application/json' },
    })
    expect(odd.status).toBe(403)
    expect((await visitor.call('open')).status).toBe(403)
    expect((await visitor.call('constructor')).status).toBe(403)
  })
})

test('what every answer carries', async () => {
  const url = await proveLink()
  const { shown } = await openLink(url)
  const names = [
    'content-security-policy',
    'cache-control',
    'referrer-policy',
    'x-frame-options',
    'permissions-policy',
    'x-content-type-options',
    'cross-origin-opener-policy',
    'x-powered-by',
  ]
  expect(Object.fromEntries(names.map((name) => [name, shown.headers.get(name)]))).toMatchInlineSnapshot(`
    {
      "cache-control": "no-store",
      "content-security-policy": "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
      "cross-origin-opener-policy": "same-origin",
      "permissions-policy": "publickey-credentials-get=(self), publickey-credentials-create=(self), camera=(), microphone=(), geolocation=()",
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
      "x-powered-by": null,
    }
  `)
  const [cookie] = (await createVisitor().get(url)).headers.getSetCookie()
  expect(cookie?.replace(/=[\w-]{22}/, '=…')).toBe('latchkey=…; Path=/; HttpOnly; SameSite=Lax')
  expect(shown.html).not.toMatch(/<script(?![^>]+src="\/p\/-\/)|\son\w+=|\sstyle=|https?:\/\//)
})

test('files are served under a name that changes with them, and nothing else of the folder is', async () => {
  const url = await proveLink()
  const { html } = await createVisitor().get(url)
  const css = /href="(\/p\/-\/pages\.[0-9a-f]{16}\.css)"/.exec(html)?.[1]
  const answer = await fetch(`${origin(url)}${css}`)
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/css; charset=utf-8'])
  expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
  for (const wrong of ['pages.css', 'pages.0000000000000000.css', '..%2fpages.ts'])
    expect((await fetch(`${origin(url)}/p/-/${wrong}`)).status).toBe(404)
})

test('a decision may be opened hours later; what was opened ends soon', async () => {
  const url = await it.linkFor('maya.alvarez', { purpose: 'prove', person: idFor('maya.alvarez') })
  const rows = await linkRows()
  expect(rows.at(-1)?.expires_at.getTime()).toBe((rows.at(-1)?.minted_at.getTime() ?? 0) + minutes(10))
  await it.linkFor('maya.alvarez', { purpose: 'approve', person: idFor('maya.alvarez') })
  expect((await linkRows()).at(-1)?.expires_at.getTime()).toBeGreaterThan(it.clock.now().getTime() + hours(24))
  expect((await createVisitor().get(url)).status).toBe(200)
})

test('a form without an end is refused as soon as it is too long, and not read on', async () => {
  const { hostname, port, pathname } = new URL(await proveLink())
  const socket = connect(Number(port), hostname)
  let [heard, isOpen] = ['', true]
  socket.on('data', (bytes) => (heard += bytes.toString()))
  socket.on('error', () => {})
  const cut = new Promise<void>((resolve) => socket.once('close', () => resolve())).then(() => (isOpen = false))
  const type = 'content-type: application/x-www-form-urlencoded\r\ntransfer-encoding: chunked'
  socket.write(`POST ${pathname} HTTP/1.1\r\nhost: x\r\n${type}\r\n\r\n`)
  const piece = `100000\r\n${'a'.repeat(1024 * 1024)}\r\n`
  while (isOpen) if (!socket.write(piece)) await Promise.race([new Promise((go) => socket.once('drain', go)), cut])
  expect(heard).toMatch(/^HTTP\/1\.1 413 /)
  // What the kernel keeps for both sides; a form that is read to its end takes hundreds of mebibytes in its ten seconds.
  expect(socket.bytesWritten).toBeLessThan(32 * 1024 * 1024)
})
