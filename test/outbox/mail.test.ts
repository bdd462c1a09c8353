// Notices by mail: rows first, in order, once, through an outage; the address stands nowhere in the open.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { minutes, seconds } from '../../src/clock.ts'
import { type SmtpSink, startSmtpSink } from '../../src/demo/smtp.ts'
import { write } from '../../src/outbox/notices.ts'
import { text } from '../../src/words/text.ts'
import { everythingIn, startTestLatchkey, type TestLatchkey } from '../latchkey.ts'

let sink: SmtpSink
let it: TestLatchkey
beforeAll(async () => {
  sink = await startSmtpSink()
  it = await startTestLatchkey({ mail: sink.settings })
})
beforeEach(() => {
  sink.mails.length = 0
})
afterAll(async () => {
  await it.stop()
  await sink.close()
})

const address = 'somebody.private@elsewhere.example'
const words = (said: string) => ({ tone: 'plain' as const, title: text('plain', { words: said }) })
const tell = (...said: string[]) =>
  it.core.store.tx(async (tx) => {
    for (const one of said) await write(tx, it.core, address, words(one), { dedupe: `mail/${one}` })
  })
const subjects = () => sink.to(address).map(({ raw }) => /^Subject: (.*)\r$/m.exec(raw)?.[1])
const states = async () =>
  (await it.db.selectFrom('notice').select('state').where('destination_key', 'like', 'mail/%').execute()).map(
    ({ state }) => state,
  )

test('letters to one address come in order, each once', async () => {
  await tell('one', 'two', 'one')
  await Promise.all([tell('three'), tell('three')])
  await it.settled()
  expect(subjects()).toEqual(['one', 'two', 'three'])
})

test('and after an outage of the mail server', async () => {
  sink.troubles.status = 421
  await tell('four')
  await it.settled()
  for (let i = 0; i < 3; i += 1) await it.advance(seconds(20))
  expect(subjects()).toEqual([])
  sink.troubles.status = undefined
  await it.advance(minutes(10))
  await tell('five')
  await it.settled()
  expect(subjects()).toEqual(['four', 'five'])
})

test('an address that the server refuses for good is given up, and holds nobody else up', async () => {
  sink.troubles.refuses.add(address)
  await tell('six')
  await it.core.store.tx((tx) => write(tx, it.core, 'leo.brandt@northwind.example', words('seven')))
  await it.settled()
  expect(sink.to('leo.brandt@northwind.example')).toHaveLength(1)
  expect((await states()).toSorted()).toEqual(['dropped', 'sent', 'sent', 'sent', 'sent', 'sent', 'sent'])
})

test('no row, job or line of the log holds the address', async () => {
  const all = (await everythingIn(it)) + it.log.join('\n')
  expect(all).toContain('mail/')
  for (const form of [address, encodeURIComponent(address), Buffer.from(address).toString('base64')])
    expect(all).not.toContain(form)
})

test('where no mail server is set up, nothing is written', async () => {
  const without = { ...it.core, mail: undefined }
  const before = (await states()).length
  expect(await it.core.store.tx((tx) => write(tx, without, address, words('eight')))).toBe(false)
  expect(await states()).toHaveLength(before)
})
