// Cards and forms stay within Slack's limits and keep their structure, whatever the words in them are.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { renderForm } from '../../../adapters/slack/form.ts'
import { renderCard } from '../../../adapters/slack/render.ts'
import type { RenderedCard, RenderedField, RenderedForm } from '../../../src/adapter.ts'
import { cut, line, paragraph, quoted } from '../../../src/plain-text.ts'
import { messageProblems, viewProblems } from '../../fakes/slack-blocks.ts'
import { fields } from '../../fakes/slack-state.ts'
import { card, codeForm } from '../contract.ts'

const nasty = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 400 }),
  fc.string({
    unit: fc.constantFrom('<', '>', '&', '!', '@', '|', '*', '\n', '\u202E', '\u200B', '`', '🔑'),
    maxLength: 300,
  }),
  fc.constantFrom('<!channel>', '@here', '<https://evil.example|ok>', '\u3164\u2800', '', ' '),
  fc.string({ maxLength: 40 }).map((text) => `${text} `.repeat(300)),
)
const list = <Part>(part: fc.Arbitrary<Part>, maxLength: number) => fc.array(part, { maxLength })
const option = fc.record({ label: nasty, handle: fc.uuid() })

const anyCard: fc.Arbitrary<RenderedCard> = fc.record({
  tone: fc.constantFrom('plain', 'waiting', 'good', 'bad'),
  title: nasty,
  body: list(nasty, 60),
  facts: list(fc.record({ label: nasty, value: nasty }), 30),
  quotes: list(fc.record({ from: nasty, words: nasty }), 12),
  buttons: list(
    fc.record({ label: nasty, handle: fc.uuid(), style: fc.constantFrom('plain', 'primary', 'danger') }),
    30,
  ),
  menu: fc.option(fc.record({ label: nasty, options: list(option, 130) }), { nil: undefined }),
  footer: fc.option(nasty, { nil: undefined }),
})

const field: fc.Arbitrary<RenderedField> = fc
  .record({
    name: fc.uuid(),
    label: nasty,
    hint: fc.option(nasty, { nil: undefined }),
    required: fc.boolean(),
    initial: nasty,
  })
  .chain((common) =>
    fc.oneof(
      fc.constant<RenderedField>({ ...common, kind: 'lines', maxLength: 4000 }),
      fc.constant<RenderedField>({ ...common, kind: 'line', maxLength: 20 }),
      fc.constant<RenderedField>({ ...common, kind: 'code', digits: 6 }),
      fc.constant<RenderedField>({ ...common, kind: 'number', min: 1, max: 30 }),
      list(fc.record({ value: fc.string({ maxLength: 60 }), label: nasty }), 130).map(
        (options): RenderedField => ({ ...common, kind: 'choice', options }),
      ),
    ),
  )

/** Everything that a reader would be shown, without the structure around it. */
const texts = (value: unknown): string[] =>
  Array.isArray(value)
    ? value.flatMap(texts)
    : typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([name, one]) =>
          name === 'text' && typeof one === 'string' ? [one] : texts(one),
        )
      : []

describe('a card', () => {
  test('is always one that Slack takes, with nothing unseen and no markup in it', () => {
    fc.assert(
      fc.property(anyCard, (made) => {
        const { text, blocks } = renderCard(made)
        expect(messageProblems(blocks)).toEqual([])
        expect(JSON.stringify(blocks)).not.toContain('mrkdwn')
        expect(text).not.toMatch(/<|>/)
        for (const shown of texts(blocks)) expect(shown.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u)
      }),
      { numRuns: 150 },
    )
  })

  test('has the same structure whatever a person wrote', () => {
    const shape = (words: string) =>
      renderCard(
        card({ facts: [{ label: 'Person', value: words }], quotes: [{ from: 'Leo wrote:', words }] }),
      ).blocks.map((block) => [block.type, JSON.stringify(block).match(/"type":"[a-z_]+"/g)])
    const golden = shape('calm')
    fc.assert(
      fc.property(nasty, (words) => {
        expect(shape(words)).toEqual(golden)
      }),
      { numRuns: 500 },
    )
  })

  test('keeps what can be pressed and who it is about when it has far too much to say', () => {
    const { blocks } = renderCard(
      card({
        body: Array.from({ length: 200 }, (_, n) => `line ${n}`),
        facts: [{ label: 'Person', value: 'Maya' }],
        buttons: [{ label: 'Approve', handle: 'h1', style: 'primary' }],
        footer: 'R-1042',
      }),
    )
    expect(blocks).toHaveLength(50)
    expect(blocks.slice(-4).map((block) => block.type)).toEqual(['section', 'rich_text', 'actions', 'context'])
  })

  test('stays small enough to come back with a press, even in a script that takes most room', () => {
    const long = '鍵'.repeat(5000)
    const message = renderCard({
      tone: 'plain',
      title: long,
      body: Array.from({ length: 40 }, () => long),
      facts: Array.from({ length: 40 }, () => ({ label: long, value: long })),
      quotes: Array.from({ length: 12 }, () => ({ from: long, words: long })),
      buttons: Array.from({ length: 3 }, () => ({ label: long, handle: 'h'.repeat(100), style: 'plain' as const })),
      menu: { label: long, options: Array.from({ length: 100 }, () => ({ label: long, handle: 'h'.repeat(100) })) },
      footer: long,
    })
    const escapedJson = JSON.stringify(message).replace(/[^ -~]/g, '\\u9375')
    expect(encodeURIComponent(escapedJson).length).toBeLessThan(250 * 1024)
  })

  test('shows its tone in the title', () => {
    const title = (tone: RenderedCard['tone']) => fields(fields(renderCard(card({ tone })).blocks[0]).text).text
    expect(new Set([title('plain'), title('good'), title('bad'), title('waiting')]).size).toBe(4)
  })
})

describe('a form', () => {
  test('is always one that Slack takes', () => {
    const anyForm: fc.Arbitrary<RenderedForm> = fc.record({
      title: nasty,
      intro: fc.option(nasty, { nil: undefined }),
      fields: list(field, 8),
      submit: nasty,
      cancel: nasty,
      handle: fc.uuid(),
    })
    fc.assert(
      fc.property(anyForm, (form) => {
        const view = renderForm(form)
        expect(viewProblems(fields(view))).toEqual([])
        expect(view.private_metadata).toBe(form.handle)
      }),
      { numRuns: 150 },
    )
  })

  test('starts with what is known already', () => {
    const common = { label: 'L', hint: undefined, required: true }
    const options = [
      { value: 'a', label: 'A' },
      { value: 'b', label: 'B' },
    ]
    const { blocks } = renderForm({
      ...codeForm,
      intro: undefined,
      fields: [
        { ...common, name: 'why', kind: 'line', maxLength: 50, initial: 'for Q3' },
        { ...common, name: 'days', kind: 'number', min: 1, max: 30, initial: '7' },
        { ...common, name: 'group', kind: 'choice', options, initial: 'b' },
      ],
    })
    const element = (place: number) => fields(fields(blocks[place]).element)
    expect(element(0)).toMatchObject({ initial_value: 'for Q3', max_length: 50 })
    expect(element(1)).toMatchObject({ initial_value: '7', min_value: '1', max_value: '30' })
    expect(element(2)).toMatchObject({ initial_option: { value: 'b' } })
  })
})

describe('words', () => {
  test('are cut between characters and never longer than asked', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 40 }), (words, max) => {
        const short = cut(words, max)
        expect(short.length).toBeLessThanOrEqual(max)
        expect(short.isWellFormed()).toBe(words.isWellFormed())
      }),
    )
    expect(cut('ab🔑', 3)).toBe('ab…')
  })

  test('lose what cannot be seen and keep what can', () => {
    expect(paragraph('  a\r\nb\u2028c\td\u202Ee\u200Bf  ')).toBe('a\nb\nc def')
    expect(line('a\n\n b')).toBe('a b')
    expect(line('Zoë – Łódź, 東京, 🔑 ✅')).toBe('Zoë – Łódź, 東京, 🔑 ✅')
    expect(line(`e${'\u0301'.repeat(50)}`).length).toBe(4)
  })

  test('of a person are one short line without links, calls or brackets', () => {
    expect(quoted('see https://evil.example\n@here <!channel> please')).toBe(
      'see evil.example ＠here ‹!channel› please',
    )
    expect(quoted('x'.repeat(500))).toHaveLength(200)
  })
})
