// The mail server as `doctor` sees it: off, sound, gone, and not letting Latchkey in; no finding holds a password.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readDraft } from '../../src/config.ts'
import { type SmtpSink, startSmtpSink } from '../../src/demo/smtp.ts'
import { check } from '../../src/doctor/checks/mail.ts'
import { minimal, refusalFor } from '../config/settings.ts'
import { told } from './harness.ts'

let sink: SmtpSink
beforeAll(async () => {
  sink = await startSmtpSink()
})
afterAll(() => sink.close())

const look = async (settings: Record<string, string>) =>
  (await check({ config: readDraft({ ...minimal, ...settings }).config })).map((one) => `${one.level}: ${told(one)}`)
const MAIL_FROM = 'Latchkey <latchkey@northwind.example>'

test('off, sound, gone, not let in', async () => {
  expect(await look({})).toEqual([expect.stringMatching(/^note: Mail is off/)])
  expect(await look({ SMTP_URL: sink.signedIn(), MAIL_FROM })).toEqual([expect.stringMatching(/^good: /)])
  const refused = await look({ SMTP_URL: sink.signedIn('canary'), MAIL_FROM })
  expect(refused).toEqual([expect.stringMatching(/^error: .*SMTP 535.*SMTP_URL/)])
  expect(refused.join()).not.toMatch(/canary/)
  const other = await startSmtpSink()
  await other.close()
  expect(await look({ SMTP_URL: other.settings.url, MAIL_FROM })).toEqual([expect.stringMatching(/^error: /)])
})

test.each([
  ['SMTP_URL', 'https://mail.example'],
  ['SMTP_URL', 'smtp://mail.example/?tls=no'],
  ['SMTP_URL', 'smtp://user@mail.example'],
  ['SMTP_URL', 'smtp://user:100%@mail.example'],
  ['SMTP_URL', 'smtp:mail.example'],
  ['MAIL_FROM', 'nobody'],
  ['MAIL_FROM', 'a@b.example\r\nBcc: c@d.example'],
  ['MAIL_FROM', 'Latchkey <a@b.example'],
  ['MAIL_FROM', 'a@b.example, c@d.example'],
])('%s is refused when it is %j', (name, value) => {
  const given = { ...minimal, SMTP_URL: 'smtp://mail.example', MAIL_FROM, [name]: value }
  expect(refusalFor(given)).toContain(name)
})

test('one without the other is half a setting', () => {
  expect(refusalFor({ ...minimal, MAIL_FROM })).toContain('SMTP_URL is not')
  expect(refusalFor({ ...minimal, SMTP_URL: 'smtp://mail.example' })).toContain('MAIL_FROM is not')
  expect(refusalFor({ ...minimal, SMTP_URL: 'smtps://a:b%40c@mail.example:465', MAIL_FROM: 'a@b.example' })).toBe('')
})
