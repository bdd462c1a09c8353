// Mail over real SMTP: what arrives, what cannot be slipped in, and how failures are told without an address.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type SmtpSink, startSmtpSink } from '../../src/demo/smtp.ts'
import { letterOf } from '../../src/mail/letter.ts'
import { createMailer } from '../../src/mail/mailer.ts'

let sink: SmtpSink
beforeAll(async () => {
  sink = await startSmtpSink()
})
beforeEach(() => {
  sink.mails.length = 0
  sink.troubles.refuses.clear()
  sink.troubles.status = undefined
})
afterAll(() => sink.close())

const card = (title: string) => ({
  title,
  body: ['First.', 'Second & <b>third</b>.'],
  facts: [],
  quotes: [],
  footer: 'R-1042',
})
const home = 'https://latchkey.northwind.example'
const linkTo = (url: string) => [{ label: 'This wasn’t me', url }]
const letter = letterOf(card('Your password was changed'), linkTo(`${home}/p/not-me/abc`), home)

test('a letter arrives once as text and as HTML, with one link, and says what made it', async () => {
  await createMailer(sink.settings).send('maya@northwind.example', letter, 'a-key')
  expect(sink.mails).toHaveLength(1)
  const { raw, from, to } = sink.mails[0] ?? { raw: '' }
  expect([from, to]).toEqual(['latchkey@northwind.example', ['maya@northwind.example']])
  expect(raw).toMatch(/^Message-ID: <a-key@northwind\.example>\r$/m)
  expect(raw).toMatch(/^Auto-Submitted: auto-generated\r$/m)
  expect(raw).toMatch(/^Subject: Your password was changed\r$/m)
  expect(raw).toContain('Content-Type: text/plain')
  expect(raw).toContain('Content-Type: text/html')
  expect(letter.html).toContain('Second &amp; &lt;b&gt;third&lt;/b&gt;.')
  expect(letter.html.match(/href="[^"]*"/g)).toEqual([`href="${home}/p/not-me/abc"`])
  expect(letter.html).not.toMatch(/<img|<script|<link|url\(/)
})

test('who needs to signs in', async () => {
  await createMailer({ ...sink.settings, url: sink.signedIn() }).send('maya@northwind.example', letter, 'k')
  expect(sink.mails[0]?.user).toBe('latchkey')
  await expect(createMailer({ ...sink.settings, url: sink.signedIn('other') }).check()).rejects.toMatchObject({
    code: 'platform-unavailable',
    message: expect.stringContaining('SMTP 535'),
  })
})

describe('nothing can be slipped in', () => {
  test.each([
    'Bcc: all@northwind.example',
    'x\r\nBcc: all@northwind.example',
    'x\nBcc: all@northwind.example\n\nAnother body',
    'x\u2028Bcc: all@northwind.example',
    'x\u0085To: all@northwind.example',
    'x\r\n.\r\nMAIL FROM:<evil@northwind.example>',
    '=?utf-8?B?DQpCY2M6IGFsbA==?=',
  ])('by a title like %j', async (title) => {
    await createMailer(sink.settings).send('maya@northwind.example', letterOf(card(title), [], undefined), 'k')
    expect(sink.mails.map(({ to }) => to)).toEqual([['maya@northwind.example']])
    const [headers = ''] = (sink.mails[0]?.raw ?? '').split('\r\n\r\n')
    expect(headers).not.toMatch(/^(?:Bcc|Cc):/im)
    expect(headers.match(/^To:/gim)).toHaveLength(1)
  })

  test.each([
    'maya@northwind.example\r\nBcc: all@northwind.example',
    'a@b.example, c@d.example',
    'maya@northwind.example>',
  ])('by an address like %j', async (address) => {
    const sent = createMailer(sink.settings).send(address, letter, 'k')
    await sent.catch(() => {})
    for (const { to, raw } of sink.mails) {
      expect(to).toHaveLength(1)
      expect(raw).not.toMatch(/^Bcc:/im)
    }
  })

  test.each([
    'https://evil.example/p/not-me/abc',
    'http://latchkey.northwind.example/p/x',
    `${home}.evil.example/p/x`,
    `${home}@evil.example/p/x`,
  ])('by a link to %s', (url) => expect(() => letterOf(card('x'), linkTo(url), home)).toThrow('Latchkey alone'))

  test('by an address in what people wrote', () => {
    const { text, html } = letterOf(
      { ...card('https://evil.example'), quotes: [{ from: 'Leo', words: 'see http://evil.example <a href="x">' }] },
      [],
      home,
    )
    expect(text + html).not.toMatch(/https?:\/\//)
    expect(html).not.toContain('<a')
  })
})

describe('failures', () => {
  const failing = (address = 'maya@northwind.example', settings = sink.settings) =>
    createMailer(settings)
      .send(address, letter, 'k')
      .then(
        () => undefined,
        (error: unknown) => error,
      )

  test('a recipient refused for good is final; a server that is busy or gone is tried again', async () => {
    sink.troubles.refuses.add('gone@northwind.example')
    expect(await failing('gone@northwind.example')).toMatchObject({ code: 'unreachable' })
    sink.troubles.status = 451
    expect(await failing()).toMatchObject({ code: 'platform-unavailable' })
    const closed = await startSmtpSink()
    await closed.close()
    expect(await failing('maya@northwind.example', closed.settings)).toMatchObject({ code: 'platform-unavailable' })
  })

  test('none repeats an address or a password', async () => {
    sink.troubles.refuses.add('gone@northwind.example')
    const told = [
      await failing('gone@northwind.example'),
      await failing('gone@northwind.example', { ...sink.settings, url: sink.signedIn('canary') }),
    ]
    for (const error of told) {
      expect(error).toBeInstanceOf(Error)
      const { message, stack, cause } = error as Error
      expect(`${message}${stack}${String(cause)}`).not.toMatch(/gone@|canary/)
    }
  })

  test('another machine is never written to in the open', async () => {
    // The sink offers no STARTTLS, and this name for the machine is not on the list of those that need none.
    const url = sink.settings.url.replace('127.0.0.1', '0.0.0.0')
    expect(await failing('maya@northwind.example', { ...sink.settings, url })).toMatchObject({
      code: 'platform-unavailable',
    })
    expect(sink.mails).toEqual([])
  })
})
