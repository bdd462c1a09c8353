// Draws a card as a letter: a subject, plain text, and the same as simple HTML. No picture, no style from elsewhere.
import type { RenderedCard } from '../adapter.ts'
import { cut, label, paragraph, quoted } from '../plain-text.ts'

export interface Letter {
  subject: string
  text: string
  html: string
}

/** A place to go, on Latchkey's own address. */
export interface Link {
  label: string
  url: string
}

const limits = { subject: 150, line: 3000, fact: 500 }

/** Mail programs make links of what looks like one; only Latchkey's own may be followed. */
const unlinked = (words: string): string => paragraph(words).replace(/\b[a-z][a-z0-9+.-]{0,20}:\/\//giu, '')

const escaped = (words: string): string =>
  words
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')

type Drawn = Pick<RenderedCard, 'title' | 'body' | 'facts' | 'quotes' | 'footer'>

/** Throws for a link that leads anywhere else than to Latchkey. */
export function letterOf(card: Drawn, links: readonly Link[], publicUrl: string | undefined): Letter {
  for (const { url } of links)
    if (publicUrl === undefined || !url.startsWith(`${publicUrl}/p/`))
      throw new TypeError('a letter links to Latchkey alone')
  const lines = [
    ...card.body.map((words) => cut(unlinked(words), limits.line)),
    ...card.facts.map((fact) => cut(`${label(fact.label, 75)}: ${unlinked(fact.value)}`, limits.fact)),
    ...card.quotes.map(({ from, words }) => `${label(from, 75)}: “${quoted(words)}”`),
  ].filter((words) => words !== '')
  const footer = card.footer === undefined ? [] : [cut(unlinked(card.footer), limits.fact)]
  const title = label(unlinked(card.title), limits.subject)
  return {
    subject: title,
    text: `${[title, ...lines, ...links.map((link) => `${link.label}:\n${link.url}`), ...footer].join('\n\n')}\n`,
    html: page(
      title,
      [
        `<h1 style="font-size:18px;margin:0 0 16px">${escaped(title)}</h1>`,
        ...lines.map((words) => `<p>${escaped(words).replaceAll('\n', '<br>')}</p>`),
        ...links.map((link) => `<p><a href="${escaped(link.url)}">${escaped(link.label)}</a></p>`),
        ...footer.map((words) => `<p style="font-size:13px">${escaped(words)}</p>`),
      ].join('\n'),
    ),
  }
}

const page = (title: string, body: string): string =>
  `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(title)}</title></head>
<body style="font-family:sans-serif;font-size:16px;line-height:1.5;max-width:36em;margin:0 auto;padding:16px">
${body}
</body></html>
`
