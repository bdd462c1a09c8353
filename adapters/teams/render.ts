// Draws a card as an Adaptive Card within Teams' limits. Every dynamic text is a run or a label, so no markup is read.
import { cut, label, line, paragraph, quoted, type RenderedCard } from '#latchkey/adapter'
import {
  type Action,
  type AdaptiveCard,
  action,
  adaptiveCard,
  block,
  type Container,
  type Element,
  type LinkAction,
  run,
} from './card.ts'

/** What the adapter itself must say, in the organisation's language. */
export interface TeamsWords {
  /** On the button beside a list. */
  choose: string
  pickOne: string
  fillIn: string
  /** Shown for a moment after a press. */
  received: string
  formBelow: string
  /** What is left of a form. */
  sent: string
  closed: string
  /** In public, to somebody to whom no private conversation can be opened. */
  addMe: string
}

interface Room {
  body: number
  paragraph: number
  fact: number
  label: number
  options: number
}

/** How much a card may hold; where that is too large a card, less of it is shown. */
const usualRoom: Room = { body: 6000, paragraph: 3000, fact: 200, label: 75, options: 100 }
const tighterRooms: readonly Room[] = [
  { body: 3000, paragraph: 1500, fact: 120, label: 60, options: 100 },
  { body: 1200, paragraph: 600, fact: 80, label: 40, options: 100 },
  { body: 600, paragraph: 300, fact: 40, label: 30, options: 50 },
]

/** In bytes of UTF-8; Teams takes 28 KB everywhere, and more only in some places. */
const largestCard = 24_000
export const limits = { title: 150, facts: 20, quotes: 10, buttons: 5, paragraphs: 30, footer: 500, fallback: 300 }

const toneMarks: Record<RenderedCard['tone'], string> = { plain: '', waiting: '⏳ ', good: '✅ ', bad: '⚠️ ' }

/** Teams joins lines within one block, so each line is a block of its own. */
export function lines(words: string): Element {
  const [first = '', ...more] = paragraph(words)
    .split('\n')
    .filter((one) => one.trim() !== '')
  if (more.length === 0) return block([run(first || '…')], { spacing: 'Small' })
  return { type: 'Container', items: [first, ...more].map((one) => block([run(one)], { spacing: 'None' })) }
}

function shownBody(body: string[], room: Room): Element[] {
  const told: Element[] = []
  let left = room.body
  for (const words of body) {
    const shown = cut(paragraph(words), Math.min(left, room.paragraph))
    if (shown === '') continue
    if (told.length === limits.paragraphs || left <= 1) return [...told, lines('…')]
    told.push(lines(shown))
    left -= shown.length
  }
  return told
}

const shownFact = (fact: RenderedCard['facts'][number], room: Room): Element =>
  block([run(`${label(fact.label, room.label)}: `, { weight: 'Bolder' }), run(label(fact.value, room.fact))], {
    spacing: 'Small',
  })

const shownQuote = (quote: RenderedCard['quotes'][number], room: Room): Container => ({
  type: 'Container',
  style: 'emphasis',
  items: [
    block([run(label(quote.from, room.label), { size: 'Small', weight: 'Bolder' })]),
    block([run(quoted(quote.words) || '…')], { spacing: 'Small' }),
  ],
})

const styles = { plain: {}, primary: { style: 'positive' }, danger: { style: 'destructive' } } as const

function shownButton(button: RenderedCard['buttons'][number], room: Room): Action | LinkAction {
  const title = label(button.label, room.label)
  if (button.url !== undefined) return { type: 'Action.OpenUrl', title, url: button.url }
  return action({ title, data: { press: button.handle }, associatedInputs: 'none', ...styles[button.style] })
}

/** The chosen option's value is the handle of the press; the button beside the list carries nothing. */
const shownMenu = (menu: NonNullable<RenderedCard['menu']>, words: TeamsWords, room: Room): Element[] => [
  {
    type: 'Input.ChoiceSet',
    id: 'choice',
    label: label(menu.label, room.label),
    // Not marked as one that must be filled in: the buttons below need nothing of it, and the press asks for it anyway.
    isRequired: false,
    style: 'compact',
    choices: menu.options
      .slice(0, room.options)
      .map((option) => ({ title: label(option.label, room.label), value: option.handle })),
  },
  { type: 'ActionSet', actions: [action({ title: words.choose, data: {}, associatedInputs: 'auto' })] },
]

export const shownTitle = (title: string): Element => block([run(title, { size: 'Large', weight: 'Bolder' })])

function draw(card: RenderedCard, words: TeamsWords, room: Room): AdaptiveCard {
  const title = titleOf(card)
  const footer = cut(line(card.footer ?? ''), limits.footer)
  const body: Element[] = [
    ...(title === '' ? [] : [shownTitle(title)]),
    ...shownBody(card.body, room),
    ...card.facts.slice(0, limits.facts).map((fact) => shownFact(fact, room)),
    ...card.quotes.slice(0, limits.quotes).map((quote) => shownQuote(quote, room)),
    ...(card.menu && card.menu.options.length > 0 ? shownMenu(card.menu, words, room) : []),
    ...(footer === ''
      ? []
      : [block([run(footer, { size: 'Small', isSubtle: true })], { spacing: 'Medium', separator: true })]),
  ]
  const buttons = card.buttons.slice(0, limits.buttons).map((button) => shownButton(button, room))
  return adaptiveCard(body, buttons, fallback(card, limits.fallback))
}

/** The title with its mark, for the head of the card and for notifications. */
export const titleOf = (card: RenderedCard): string =>
  cut(`${toneMarks[card.tone]}${line(card.title)}`.trim(), limits.title)

/** The card as plain words; what would be cut off anyway is not looked at. */
export function fallback(card: RenderedCard, max: number): string {
  const short = (words: string) => words.slice(0, 2 * max)
  const parts = [
    titleOf(card),
    ...card.body.slice(0, 10).map((words) => paragraph(short(words))),
    ...card.facts.slice(0, 10).map((fact) => `${line(short(fact.label))}: ${line(short(fact.value))}`),
    ...card.quotes.slice(0, 10).map((quote) => `${line(short(quote.from))} ${quoted(short(quote.words))}`),
  ]
  return cut(parts.join('\n'), max)
}

const sizeOf = (card: AdaptiveCard): number => Buffer.byteLength(JSON.stringify(card))

export function renderCard(card: RenderedCard, words: TeamsWords): AdaptiveCard {
  let drawn = draw(card, words, usualRoom)
  for (const room of tighterRooms) if (sizeOf(drawn) > largestCard) drawn = draw(card, words, room)
  return drawn
}
