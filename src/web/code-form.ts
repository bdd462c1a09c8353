// The form for a code of six digits that came from elsewhere: to the phone, or by mail.
import { type Text, text } from '../words/text.ts'
import { type Html, html } from './html.ts'
import { paragraph } from './layout.ts'
import type { Visit } from './page.ts'

/** `todo` names the field as well. `wrong`: what was said about the one that was typed before. */
export const codeForm = ({ say, path, csrf }: Pick<Visit, 'say' | 'path' | 'csrf'>, todo: string, wrong?: Text): Html =>
  html`${wrong && html`<div role="alert">${paragraph(say(wrong))}</div>`}
<form method="post" action="${path}">
<input type="hidden" name="csrf" value="${csrf}"><input type="hidden" name="do" value="${todo}">
<label for="${todo}">${say(text('proof.form-code'))}</label>
<input id="${todo}" name="code" required inputmode="numeric" autocomplete="one-time-code" maxlength="12">
<button>${say(text('proof.form-submit'))}</button></form>`
