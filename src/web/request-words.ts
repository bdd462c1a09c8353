// A request on a page: what is about to happen and to whom, and the four words that must be the same in the chat.
import { fingerprint } from '../plan.ts'
import type { Request } from '../requests/request.ts'
import { text } from '../words/text.ts'
import { type Html, html } from './html.ts'
import { paragraph } from './layout.ts'
import type { View, Visit } from './page.ts'

export const whatItIsAbout = ({ say }: Pick<Visit, 'say'>, request: Request): Html => html`
${paragraph(say(text('page.about-to')))}
<ul class="what">${request.shown.steps.map((step) => html`<li>${say(step)}</li>`)}</ul>
<p class="soft">${say(text('page.same-words'))}<br><span class="fingerprint">${say(
  text('card.footer', { number: request.number, fingerprint: fingerprint(request.planHash) }),
)}</span></p>`

export const nothingLeft = ({ say }: Pick<Visit, 'say'>): View => ({
  title: text('page.nothing-left'),
  body: paragraph(say(text('page.nothing-left-how'))),
})
