// Draws a home: the card on top, and under it headings with smaller cards, within what one page of Slack's holds.
import type { types } from '@slack/bolt'
import { cut, label, line, paragraph, type RenderedCard } from '#latchkey/adapter'
import { renderCard, toneMarks } from './render.ts'

/**
 * Slack's limit of blocks in a home (docs.slack.dev, "App Home"); the others are ours, because Slack sends the whole page
 * back with each press on it, and that request must stay below our own body limit.
 */
const homeLimits = {
  blocks: 100,
  cards: 12,
  body: 600,
  paragraphs: 6,
  fact: 120,
  facts: 6,
  options: 40,
  title: 120,
}

const divider: types.DividerBlock = { type: 'divider' }

/** A card that shares its page with others says less, and keeps what can be pressed. */
const shorter = (card: RenderedCard): RenderedCard => ({
  ...card,
  body: card.body.slice(0, homeLimits.paragraphs).map((words) => cut(paragraph(words), homeLimits.body)),
  facts: card.facts
    .slice(0, homeLimits.facts)
    .map((fact) => ({ ...fact, value: cut(line(fact.value), homeLimits.fact) })),
  quotes: card.quotes.slice(0, 1),
  menu: card.menu && { ...card.menu, options: card.menu.options.slice(0, homeLimits.options) },
})

/** Its title is a line of text, not a heading: headings are the page's. */
function small(card: RenderedCard): types.KnownBlock[] {
  const { blocks } = renderCard({ ...shorter(card), title: '', tone: 'plain' })
  const title: types.RichTextBlock = {
    type: 'rich_text',
    elements: [
      {
        type: 'rich_text_section',
        elements: [
          {
            type: 'text',
            text: label(`${toneMarks[card.tone]}${line(card.title)}`, homeLimits.title),
            style: { bold: true },
          },
        ],
      },
    ],
  }
  return [title, ...blocks]
}

/** A heading with its cards, each part whole or not at all. */
function parts(heading: RenderedCard): types.KnownBlock[][] {
  const top = [divider, ...renderCard(shorter({ ...heading, tone: 'plain' })).blocks]
  const cards = (heading.below ?? []).slice(0, homeLimits.cards)
  return [top, ...cards.map((card, place) => (place === 0 ? small(card) : [divider, ...small(card)]))]
}

export function renderHome(card: RenderedCard): types.HomeView {
  const all = [renderCard(shorter(card)).blocks, ...(card.below ?? []).flatMap(parts)]
  const blocks: types.KnownBlock[] = []
  for (const part of all) {
    if (blocks.length + part.length > homeLimits.blocks) break
    blocks.push(...part)
  }
  return { type: 'home', blocks }
}
