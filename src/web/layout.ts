// The one layout of all pages: who speaks, one heading, what to do, and what nobody will ever ask for.
import { text } from '../words/text.ts'
import type { AssetPaths } from './assets.ts'
import { type Html, html, markup } from './html.ts'
import type { View, Visit } from './page.ts'

export interface Frame {
  say: Visit['say']
  language: string
  organisation: string
  assets: AssetPaths
}

const marks: Record<NonNullable<View['tone']>, string> = { plain: '', good: '✓', bad: '!' }

export function layout({ tone = 'plain', title, body, scripts = [] }: View, frame: Frame): string {
  const { say, assets } = frame
  const page = html`<!doctype html>
<html lang="${frame.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${say(title)} · Latchkey</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${assets('pages.css')}">
${scripts.map((name) => html`<script type="module" src="${assets(name)}"></script>`)}
</head>
<body>
<header><p><strong>Latchkey</strong> ${say(text('page.for', { name: frame.organisation }))}</p></header>
<main class="${tone}">
<h1>${marks[tone] !== '' && html`<span class="mark" aria-hidden="true">${marks[tone]}</span> `}${say(title)}</h1>
${body}
</main>
<footer><p>${say(text('page.nobody-asks'))}</p></footer>
</body>
</html>
`
  return markup(page)
}

export const paragraph = (words: string): Html => html`<p>${words}</p>`

/** A form with one button; what it does stands on it. */
export const oneButton = (visit: Pick<Visit, 'path' | 'csrf'>, todo: string, label: string, style = 'primary'): Html =>
  html`<form method="post" action="${visit.path}"><input type="hidden" name="csrf" value="${visit.csrf}">
<input type="hidden" name="do" value="${todo}"><button class="${style}">${label}</button></form>`
