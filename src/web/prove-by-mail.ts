// The part of the page `prove` for a code by mail: sent on a press, typed in this browser, and told apart from a push.
import { hasCode } from '../errors.ts'
import { isGuessing } from '../outbox/page-links.ts'
import { codeOnItsWay, sendMailCode, typeMailCode } from '../proof/mail-code.ts'
import { personalAddresses } from '../proof/read-factors.ts'
import type { Request } from '../requests/request.ts'
import { type Text, text } from '../words/text.ts'
import { codeForm } from './code-form.ts'
import { type Html, html } from './html.ts'
import { oneButton, paragraph } from './layout.ts'
import type { Visit } from './page.ts'
import { failed, give } from './proving.ts'

export async function mailPart(visit: Visit, request: Request, wrong?: Text): Promise<Html> {
  const { deps, link, say } = visit
  const to = (await personalAddresses(deps.store.db, deps, link.person)).find(({ isRested }) => isRested)
  if (!to) return html``
  const values = { address: to.factor.label }
  const isSent = (await codeOnItsWay(deps.store.db, deps, request, visit)) !== undefined
  if (!isSent)
    return html`${wrong && html`<div role="alert">${paragraph(say(wrong))}</div>`}
${oneButton(visit, 'mail-send', say(text('mail-code.send', values)), 'plain')}`
  return html`${paragraph(say(text('mail-code.sent', values)))}${codeForm(visit, 'mail-code', wrong)}
${oneButton(visit, 'mail-send', say(text('mail-code.again')), 'plain')}`
}

/** What was wrong; undefined: it was sent, or taken. */
export async function actOnMail(
  visit: Visit,
  request: Request,
  form: Readonly<Record<string, string>>,
): Promise<Text | undefined> {
  const { deps, link } = visit
  if (!deps.methods.includes('personal-mail')) return text('mail-code.no-address')
  if (await isGuessing(deps.store.db, deps, link.person)) return text('proving.too-many-how')
  return form.do === 'mail-send' ? send(visit, request) : take(visit, request, form.code ?? '')
}

async function send(visit: Visit, request: Request): Promise<Text | undefined> {
  try {
    return await sendMailCode(visit.deps, request, visit)
  } catch (error) {
    if (!hasCode(error, 'unreachable', 'platform-unavailable')) throw error
    visit.deps.log.warn({ err: error }, 'a code could not be sent by mail')
    return text('mail-code.unsent')
  }
}

async function take(visit: Visit, request: Request, typed: string): Promise<Text | undefined> {
  let wrong: Text | undefined
  const isTaken = await give(visit, 'personal-mail', 'S0', async (tx) => {
    wrong = await typeMailCode(tx, visit.deps, request, visit, typed)
    return wrong === undefined
  })
  const isTry = wrong?.key === 'mail-code.wrong' || wrong?.key === 'mail-code.used-up'
  if (!isTaken && isTry) await failed(visit, 'personal-mail')
  return wrong
}
