// The step about mail: skipped with one key, and otherwise the server is asked whether it lets Latchkey in.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type SmtpSink, startSmtpSink } from '../../../src/demo/smtp.ts'
import { mailStep } from '../../../src/setup/steps/mail.ts'
import { setUpForTests } from '../harness.ts'
import { enter, types } from '../player.ts'

const { step, env } = setUpForTests()
let sink: SmtpSink
beforeAll(async () => {
  sink = await startSmtpSink()
})
afterAll(() => sink.close())

test('a server that does not let Latchkey in is explained, and asked for again', async () => {
  const said = await step(mailStep, [
    ['Shall Latchkey send mail', 'y'],
    ['Mail server', types(sink.signedIn('canary-wrong'))],
    ['From', types('Latchkey <latchkey@northwind.example>')],
    ['That does not work yet', enter],
    ['Mail server', types(sink.signedIn())],
    ['From', enter],
    ['Write .env?', enter],
  ])
  expect(said).toMatch(/ERROR +The mail server does not let Latchkey in \(SMTP 535\)/)
  expect(said).toMatch(/ok +The mail server answers/)
  expect(env()).toEqual({ SMTP_URL: sink.signedIn(), MAIL_FROM: 'Latchkey <latchkey@northwind.example>' })
})

test('nothing is written for who wants none', async () => {
  expect(await step(mailStep, [['Shall Latchkey send mail', enter]])).toMatch(/warned by letter/)
})
