// Draws a card as the plain data that the page shows: cleaned of invisible characters and cut to what a card can hold.
import { quoted, type RenderedCard } from '#latchkey/adapter'

export type CardView = Omit<RenderedCard, 'menu' | 'footer'> & {
  menu: RenderedCard['menu'] | null
  footer: string | null
}

const limits = { title: 150, paragraph: 3000, fact: 2000, label: 75, facts: 10, options: 100, buttons: 3 }

/** Control, direction and blank characters can make a card say something else than it holds; piled marks hide a line. */
const invisible = /(?!\n)[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u115f\u1160\u2800\u3164\uffa0]/gu
const piledMarks = /(\p{M}{3})\p{M}+/gu
const lineEnds = /\r\n?|[\u0085\u2028\u2029]/gu

/** At most `max` UTF-16 units, never half a character. */
function shorten(text: string, max: number): string {
  if (text.length <= max) return text
  let kept = ''
  for (const character of text) {
    if (kept.length + character.length > max - 1) break
    kept += character
  }
  return `${kept}…`
}

const visible = (text: string): string => text.replace(lineEnds, '\n').replace(invisible, '').replace(piledMarks, '$1')

export const clean = (text: string, max: number): string => shorten(visible(text), max)

const line = (text: string, max: number): string => shorten(visible(text).replace(/\s+/gu, ' ').trim(), max)

export function renderCard(card: RenderedCard): CardView {
  return {
    tone: card.tone,
    title: line(card.title, limits.title),
    body: card.body.map((paragraph) => clean(paragraph, limits.paragraph)),
    facts: card.facts.slice(0, limits.facts).map((fact) => ({
      label: line(fact.label, limits.label),
      value: line(fact.value, limits.fact),
    })),
    quotes: card.quotes.map((quote) => ({
      from: line(quote.from, limits.label),
      words: quoted(quote.words),
    })),
    buttons: card.buttons
      .slice(0, limits.buttons)
      .map((button) => ({ ...button, label: line(button.label, limits.label) })),
    menu: card.menu
      ? {
          label: line(card.menu.label, limits.label),
          options: card.menu.options
            .slice(0, limits.options)
            .map((option) => ({ ...option, label: line(option.label, limits.label) })),
        }
      : null,
    footer: card.footer === undefined ? null : clean(card.footer, limits.paragraph),
  }
}
