// A letter is read back as it was written: over a real connection, with signs beyond ASCII and a link longer than a line.
import { expect, test } from 'vitest'
import { readLetter } from '../../src/demo/letters.ts'
import { startSmtpSink } from '../../src/demo/smtp.ts'
import { letterOf } from '../../src/mail/letter.ts'
import { createMailer } from '../../src/mail/mailer.ts'

test.each([
  ['plain', 'Somebody asks', 'It was Thursday.'],
  [
    'beyond ASCII',
    'Für Maya: “das war ich nicht” – bitte lesen, das ist eine lange Zeile',
    'Es war Donnerstag, 10 Uhr ✓',
  ],
  ['long', 'A title', `${'many words '.repeat(60)}and = signs =3D`],
])('%s', async (_, title, line) => {
  const sink = await startSmtpSink()
  const card = { title, body: [line], facts: [], quotes: [], footer: undefined }
  const url = `http://localhost:3000/p/not-me/${'x'.repeat(22)}`
  const letter = letterOf(card, [{ label: 'This wasn’t me', url }], 'http://localhost:3000')
  await createMailer(sink.settings).send('maya@northwind.example', letter, 'key')
  const [read] = sink.mails.map(readLetter)
  expect(read).toEqual({
    to: ['maya@northwind.example'],
    subject: letter.subject,
    text: letter.text.trim(),
    links: [url],
  })
  await sink.close()
})
