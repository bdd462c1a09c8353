// Rendering: every text that exists comes out whole, for every reader there may be, with what people typed kept as typed.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { en } from '../../src/words/en/index.ts'
import { english, languages, render } from '../../src/words/render.ts'
import { at, list, type Reader, type Text, text, type WordKey } from '../../src/words/text.ts'
import { placeholdersOf } from '../conventions/words.ts'

const berlin: Reader = { language: 'en-GB', timeZone: 'Europe/Berlin' }
const keys = Object.keys(en) as WordKey[]

test('there is English', () => {
  expect(languages()).toContain('en')
})

test('every text renders whole', () => {
  for (const key of keys) {
    // A number is a value for every kind: it is counted, formatted, and no select's own case.
    const values = Object.fromEntries(placeholdersOf(en[key]).map((name) => [name, 3]))
    const said = render({ key, values }, berlin)
    expect(said.trim(), key).not.toBe('')
    expect(said, key).not.toMatch(/[{}]|undefined|\[object|NaN|Invalid/)
  }
})

test('nothing is said with a value missing', () => {
  const withValues = keys.filter((key) => placeholdersOf(en[key]).length > 0)
  expect(withValues.length).toBeGreaterThan(100)
  for (const key of withValues) expect(() => render({ key }, berlin), key).toThrow(/was not provided/)
})

describe('what is put in', () => {
  const words = (value: Parameters<typeof list>[0][number], reader = berlin) =>
    render(text('plain', { words: value }), reader)

  test('stays as it was typed: it is never read as a message or a tag', () => {
    const hostile = fc.oneof(
      fc.string({ unit: fc.nat(0xffff).map((code) => String.fromCharCode(code)) }),
      fc.constantFrom('{name}', "'{", '<b>bold</b>', '#', '{n, plural, other {x}}', '<a href="x">', "''", '\u202e'),
    )
    fc.assert(
      fc.property(hostile, (typed) => {
        expect(words(typed)).toBe(typed)
      }),
    )
  })

  test('an instant is shown in the reader’s zone and in the words of the sentence', () => {
    const instant = at(new Date('2026-11-23T18:04:00Z'))
    expect(words(instant)).toBe('Mon 23 Nov, 19:04 CET')
    expect(words(instant, { language: 'en', timeZone: 'UTC' })).toBe('Mon 23 Nov, 18:04 UTC')
    expect(words(instant, { language: 'en-US', timeZone: 'Asia/Kolkata' })).toBe('Mon 23 Nov, 23:34 GMT+5:30')
    // The clocks went back between these two.
    expect(words(at(new Date('2026-10-25T00:30:00Z')))).toContain('02:30 CEST')
    expect(words(at(new Date('2026-10-25T01:30:00Z')))).toContain('02:30 CET')
  })

  test('lists and texts inside texts follow the same reader', () => {
    expect(words(list([]))).toBe('')
    expect(words(list(['a']))).toBe('a')
    expect(words(list(['a', 'b', 'c']))).toBe('a, b and c')
    expect(words(list([text('time.days', { days: 1 }), text('time.days', { days: 7 })]))).toBe('1 day and 7 days')
    const nested: Text = text('plain', { words: text('plain', { words: at(new Date('2026-11-23T18:04:00Z')) }) })
    expect(render(nested, berlin)).toBe('Mon 23 Nov, 19:04 CET')
  })

  test('numbers of requests have no thousands sign', () => {
    expect(english(text('card.number', { number: 12_345 }))).toBe('R-12345')
    expect(english(text('plain', { words: 'Ada\u001b]52;c;eA==\u0007\u202e' }))).toBe('Ada]52;c;eA==')
  })
})

test('a language that is not there is English throughout, never a key or a mixture', () => {
  const german: Reader = { language: 'de-DE', timeZone: 'Europe/Berlin' }
  expect(render(text('card.ends', { until: at(new Date('2026-10-26T18:04:00Z')) }), german)).toBe(
    render(text('card.ends', { until: at(new Date('2026-10-26T18:04:00Z')) }), { ...german, language: 'en' }),
  )
  expect(render(text('plain', { words: list(['a', 'b']) }), german)).toBe('a and b')
})

test('no reader is left without words, whatever a platform says about them', () => {
  const odd = fc.oneof(
    fc.string(),
    fc.constantFrom(
      '',
      'en_US',
      'x',
      'en-',
      'en-@@',
      '__proto__',
      'constructor',
      'i-klingon',
      'Nowhere/Land',
      '+01:00',
    ),
  )
  fc.assert(
    fc.property(odd, odd, (language, timeZone) => {
      const said = text('plain', { words: list([at(new Date('2026-11-23T18:04:00Z')), 'b']) })
      const shown = render(said, { language, timeZone })
      expect(shown).toMatch(/^\w+ \d+ \w+.*\d\d:\d\d .* b$/)
    }),
  )
})
