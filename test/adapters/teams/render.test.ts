// Cards and forms as Teams takes them: valid by Microsoft's own parser, small enough, and with nothing but handles in them.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { renderForm, renderNotice } from '../../../adapters/teams/form.ts'
import { renderCard } from '../../../adapters/teams/render.ts'
import type { RenderedCard, RenderedField, RenderedForm } from '../../../src/adapter.ts'
import { words } from '../../fakes/teams.ts'
import { cardProblems, isTooLarge } from '../../fakes/teams-cards.ts'
import { actionsOf, inputsOf, seenMessage } from '../../fakes/teams-seen.ts'
import { type Fields, fields } from '../../fakes/teams-state.ts'
import { button, card, codeForm } from '../contract.ts'

const drawn = (shown: RenderedCard): Fields => fields(renderCard(shown, words))
const seen = (shown: RenderedCard) =>
  seenMessage({
    conversation: '',
    id: '',
    text: '',
    summary: '',
    at: new Date(0),
    edits: 0,
    isForm: false,
    card: drawn(shown),
  })

describe('a card', () => {
  test('marks its tone in words and not by colour alone', () => {
    const first = (tone: RenderedCard['tone']) => JSON.stringify(drawn(card({ tone, title: 'T' })).body)
    expect(
      [first('plain'), first('waiting'), first('good'), first('bad')].map((body) => /"text":"([^"]*)"/.exec(body)?.[1]),
    ).toEqual(['T', '⏳ T', '✅ T', '⚠️ T'])
  })

  test('keeps lines apart that Teams would join', () => {
    const shown = seen(card({ body: ['one\ntwo\r\n\n three', 'four'] }))
    expect(shown.body).toEqual(['one\ntwo\n three', 'four'])
  })

  test('carries nothing but handles in its buttons, in both forms of them', () => {
    const menu = {
      label: 'What?',
      options: [
        { label: 'A', handle: 'm1' },
        { label: 'B', handle: 'm2' },
      ],
    }
    const body = drawn(card({ buttons: [button('Go', 'h1'), { label: 'No', handle: 'h2', style: 'danger' }], menu }))
    expect(actionsOf(body)).toMatchObject([
      { title: words.choose, data: {}, fallback: { type: 'Action.Submit', data: {} } },
      { data: { press: 'h1' }, style: 'positive', associatedInputs: 'none', fallback: { data: { press: 'h1' } } },
      { data: { press: 'h2' }, style: 'destructive', associatedInputs: 'none' },
    ])
    expect(inputsOf(body)).toMatchObject([{ id: 'choice', choices: [{ value: 'm1' }, { value: 'm2' }] }])
  })

  test('without anything is still a card that Teams takes', () => {
    const empty = {
      title: '',
      body: ['', ' '],
      facts: [{ label: '', value: '' }],
      quotes: [{ from: '', words: '' }],
      footer: ' ',
    }
    expect(
      cardProblems(drawn(card({ ...empty, buttons: [button('', 'h')], menu: { label: '', options: [] } }))),
    ).toEqual([])
  })

  test('of many long choices is cut in its words and not in its choices', () => {
    const options = Array.from({ length: 100 }, (_, n) => ({
      label: `${n} ${'長'.repeat(100)}`,
      handle: `handle-number-${n}-22`,
    }))
    const shown = drawn(card({ body: ['長'.repeat(9000)], menu: { label: 'Which?', options } }))
    expect(isTooLarge(shown)).toBe(false)
    expect(inputsOf(shown)[0]?.choices).toHaveLength(100)
  })
})

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 400 }),
  fc.constantFrom(
    '',
    '\n',
    '[a](https://evil.example)',
    '<at>all</at>',
    '\u202e',
    '**b**',
    '長'.repeat(5000),
    '😀'.repeat(3000),
  ),
)
const handle = fc.stringMatching(/^[\w-]{22}$/)
const randomCard: fc.Arbitrary<RenderedCard> = fc.record({
  tone: fc.constantFrom('plain', 'waiting', 'good', 'bad'),
  title: text,
  body: fc.array(text, { maxLength: 40 }),
  facts: fc.array(fc.record({ label: text, value: text }), { maxLength: 30 }),
  quotes: fc.array(fc.record({ from: text, words: text }), { maxLength: 12 }),
  buttons: fc.array(fc.record({ label: text, handle, style: fc.constantFrom('plain', 'primary', 'danger') }), {
    maxLength: 8,
  }),
  menu: fc.option(
    fc.record({ label: text, options: fc.array(fc.record({ label: text, handle }), { maxLength: 130 }) }),
    { nil: undefined },
  ),
  footer: fc.option(text, { nil: undefined }),
})

test('any card is valid, small enough, well formed and without a letter that cannot be seen', () => {
  fc.assert(
    fc.property(randomCard, (shown) => {
      const made = drawn(shown)
      expect(cardProblems(made)).toEqual([])
      expect(isTooLarge(made)).toBe(false)
      const json = JSON.stringify(made)
      expect(json.isWellFormed()).toBe(true)
      expect(json.replaceAll('\\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]|\\u/u)
    }),
    { seed: 20_261_125, numRuns: 60 },
  )
})

/** A field from what a test says about it; the rest is as usual. */
const field = (rest: Fields & { kind: RenderedField['kind'] }): RenderedField => {
  const usual = { name: 'x', label: 'X', hint: undefined, required: true, initial: '' }
  return { ...usual, ...rest } as unknown as RenderedField
}
const form = (...all: RenderedField[]): RenderedForm => ({ ...codeForm, fields: all })
const formCard = (...all: RenderedField[]): Fields => fields(renderForm(form(...all), words))

describe('a form', () => {
  test('draws each kind of field', () => {
    const options = [
      { value: 'wiki', label: 'Wiki' },
      { value: 'crm', label: 'CRM' },
    ]
    const made = formCard(
      field({ kind: 'line', name: 'a', maxLength: 20, initial: 'i' }),
      field({ kind: 'lines', name: 'b', maxLength: 200 }),
      field({ kind: 'number', name: 'c', min: 1, max: 180, initial: '7' }),
      field({ kind: 'choice', name: 'd', options, initial: 'crm' }),
      field({ kind: 'code', name: 'e', digits: 6, initial: '123456' }),
      field({ kind: 'choice', name: 'f', options: [], required: false }),
    )
    expect(cardProblems(made)).toEqual([])
    expect(inputsOf(made)).toMatchObject([
      { type: 'Input.Text', id: 'field-a', maxLength: 20, value: 'i', isRequired: true, errorMessage: words.fillIn },
      { type: 'Input.Text', id: 'field-b', isMultiline: true },
      { type: 'Input.Number', id: 'field-c', min: 1, max: 180, value: 7 },
      {
        type: 'Input.ChoiceSet',
        id: 'field-d',
        choices: [
          { title: 'Wiki', value: 'wiki' },
          { title: 'CRM', value: 'crm' },
        ],
        value: 'crm',
      },
      { type: 'Input.Text', id: 'field-e', regex: '^[0-9]{6}$' },
      { type: 'Input.Text', id: 'field-f', isRequired: false },
    ])
    expect(inputsOf(made)[4]).not.toHaveProperty('value')
  })

  test('with more choices than a card can hold asks to type instead', () => {
    const options = Array.from({ length: 100 }, (_, n) => ({ value: `group-${n}-${'x'.repeat(150)}`, label: 'L' }))
    const made = formCard(field({ kind: 'choice', options }))
    expect(inputsOf(made)).toMatchObject([{ type: 'Input.Text' }])
    expect(isTooLarge(made)).toBe(false)
  })

  test('sends its handle under the kind of its button, and the inputs only with the one that submits', () => {
    expect(actionsOf(formCard())).toMatchObject([
      { title: 'Confirm', data: { submit: 'handle-of-the-form' }, associatedInputs: 'auto' },
      { title: 'Cancel', data: { close: 'handle-of-the-form' }, associatedInputs: 'none' },
    ])
  })

  test('with hostile words is valid, and so is what is left of it', () => {
    fc.assert(
      fc.property(text, (evil) => {
        const hostile = {
          ...form(field({ kind: 'line', label: evil, hint: evil, maxLength: 9, initial: evil })),
          title: evil,
          intro: evil,
          submit: evil,
          cancel: evil,
        }
        const filled = { values: { x: evil }, errors: { x: evil, y: evil } }
        for (const made of [renderForm(hostile, words), renderForm(hostile, words, filled), renderNotice(evil, evil)])
          expect(cardProblems(fields(made))).toEqual([])
      }),
      { seed: 20_261_125, numRuns: 60 },
    )
  })
})
