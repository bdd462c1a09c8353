// Draws a card as Slack blocks within Slack's limits. Every dynamic text is plain or rich text, so no markup is read.
import type { types } from '@slack/bolt'
import { cut, label, line, paragraph, quoted, type RenderedCard } from '#latchkey/adapter'
import { escaped } from './escaped.ts'

/**
 * Slack's documented limits (docs.slack.dev, "Block Kit reference"), and ours for body, facts, quotes, footer and
 * fallback: Slack sends the whole message back with each press, and that request must stay below our own body limit.
 */
export const limits = {
  blocks: 50,
  header: 150,
  sectionText: 3000,
  footer: 500,
  body: 6000,
  fallback: 2000,
  fact: 200,
  facts: 20,
  quotes: 10,
  buttonText: 75,
  buttons: 25,
  placeholder: 150,
  options: 100,
  optionText: 75,
}

export interface SlackMessage {
  /** For notifications and screen readers, and where blocks cannot be shown. */
  text: string
  blocks: types.KnownBlock[]
}

export const plainText = (text: string): types.PlainTextElement => ({ type: 'plain_text', text, emoji: false })

export const section = (text: string): types.SectionBlock => ({ type: 'section', text: plainText(text) })

export const toneMarks: Record<RenderedCard['tone'], string> = { plain: '', waiting: '⏳ ', good: '✅ ', bad: '⚠️ ' }

const bold = (text: string): types.RichTextElement => ({ type: 'text', text, style: { bold: true } })

function factsBlock(facts: RenderedCard['facts']): types.RichTextBlock {
  const elements = facts.flatMap((fact, place): types.RichTextElement[] => [
    bold(`${label(fact.label, limits.buttonText)}:`),
    { type: 'text', text: ` ${label(fact.value, limits.fact)}${place < facts.length - 1 ? '\n' : ''}` },
  ])
  return { type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] }
}

const quoteBlock = (quote: RenderedCard['quotes'][number]): types.RichTextBlock => ({
  type: 'rich_text',
  elements: [
    { type: 'rich_text_section', elements: [bold(label(quote.from, limits.optionText))] },
    { type: 'rich_text_quote', elements: [{ type: 'text', text: quoted(quote.words) || '…' }] },
  ],
})

const buttonsBlock = (buttons: RenderedCard['buttons']): types.ActionsBlock => ({
  type: 'actions',
  elements: buttons.slice(0, limits.buttons).map((button, place) => ({
    type: 'button',
    action_id: `press-${place}`,
    text: plainText(label(button.label, limits.buttonText)),
    // Slack tells of a link that was opened as it tells of a press; without a value it means nothing.
    ...(button.url === undefined ? { value: button.handle } : { url: button.url }),
    ...(button.style === 'plain' ? {} : { style: button.style }),
  })),
})

const menuBlock = (menu: NonNullable<RenderedCard['menu']>): types.ActionsBlock => ({
  type: 'actions',
  elements: [
    {
      type: 'static_select',
      action_id: 'choose',
      placeholder: plainText(label(menu.label, limits.placeholder)),
      options: menu.options.slice(0, limits.options).map((option) => ({
        text: plainText(label(option.label, limits.optionText)),
        value: option.handle,
      })),
    },
  ],
})

function fallback(card: RenderedCard): string {
  const parts = [
    `${toneMarks[card.tone]}${line(card.title)}`,
    ...card.body.map(paragraph),
    ...card.facts.map((fact) => `${line(fact.label)}: ${line(fact.value)}`),
    ...card.quotes.map((quote) => `${line(quote.from)} ${quoted(quote.words)}`),
  ]
  // Escaping lengthens a text at most fivefold, so the cut comes first and the sum stays below Slack's 40,000.
  return escaped(cut(parts.join('\n'), limits.fallback))
}

/** As many paragraphs as there is room for, in number and in length. */
function fitting(body: string[], room: number): string[] {
  const told: string[] = []
  let left = limits.body
  for (const words of body) {
    const shown = cut(paragraph(words), Math.min(left, limits.sectionText))
    if (shown === '') continue
    if (told.length === room - 1 || left <= 1) return [...told, '…']
    told.push(shown)
    left -= shown.length
  }
  return told
}

export function renderCard(card: RenderedCard): SlackMessage {
  const title = cut(`${toneMarks[card.tone]}${line(card.title)}`.trim(), limits.header)
  const head: types.KnownBlock[] = title === '' ? [] : [{ type: 'header', text: plainText(title) }]
  const details: types.KnownBlock[] = [
    ...(card.facts.length > 0 ? [factsBlock(card.facts.slice(0, limits.facts))] : []),
    ...card.quotes.slice(0, limits.quotes).map(quoteBlock),
  ]
  const footer = cut(line(card.footer ?? ''), limits.footer)
  const foot: types.KnownBlock[] = [
    ...(card.buttons.length > 0 ? [buttonsBlock(card.buttons)] : []),
    ...(card.menu && card.menu.options.length > 0 ? [menuBlock(card.menu)] : []),
    ...(footer === '' ? [] : [{ type: 'context' as const, elements: [plainText(footer)] }]),
  ]
  // Who it is about and what can be pressed stays; it is the running text that gives way.
  const room = limits.blocks - head.length - details.length - foot.length
  return { text: fallback(card), blocks: [...head, ...fitting(card.body, room).map(section), ...details, ...foot] }
}

/** One private sentence. */
export const renderLine = (words: string): SlackMessage => {
  const shown = cut(paragraph(words), limits.sectionText) || '…'
  return { text: escaped(cut(shown, limits.fallback)), blocks: [section(shown)] }
}
