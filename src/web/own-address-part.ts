// The part of the page `enrol` for an address of one's own: named, shown to be theirs by a code, and counting after a month.
import { hasCode } from '../errors.ts'
import { credentialReaders } from '../outbox/credential-events.ts'
import { isGuessing } from '../outbox/page-links.ts'
import { addAddress, addressWaiting, maskedAddress, sendAddressCode } from '../proof/own-address.ts'
import type { Factor } from '../proof/read-factors.ts'
import { type Text, text } from '../words/text.ts'
import { codeForm } from './code-form.ts'
import { type Html, html } from './html.ts'
import { paragraph } from './layout.ts'
import type { Visit } from './page.ts'
import { failed } from './proving.ts'

export async function addressPart(visit: Visit, has: readonly Factor[], wrong?: Text): Promise<Html> {
  const { deps, say } = visit
  const heading = html`<h2>${say(text('own-address.title'))}</h2>`
  if (!deps.methods.includes('personal-mail')) return html`${heading}${paragraph(say(text('own-address.off')))}`
  const to = await addressWaiting(deps, visit)
  if (to !== undefined)
    return html`${heading}${paragraph(say(text('mail-code.sent', { address: maskedAddress(to) })))}
${codeForm(visit, 'address-code', wrong)}${addressForm(visit, 'own-address.other')}`
  const hasOne = has.some(({ kind }) => kind === 'personal-mail')
  return html`${heading}${paragraph(say(text(hasOne ? 'own-address.again' : 'own-address.why')))}
${wrong && html`<div role="alert">${paragraph(say(wrong))}</div>`}${addressForm(visit, 'own-address.field')}`
}

const addressForm = ({ say, path, csrf }: Visit, label: 'own-address.field' | 'own-address.other'): Html =>
  html`<form method="post" action="${path}">
<input type="hidden" name="csrf" value="${csrf}"><input type="hidden" name="do" value="address">
<label for="address">${say(text(label))}</label>
<input id="address" name="address" type="email" required autocomplete="email" maxlength="254">
<button>${say(text('own-address.send'))}</button></form>`

/** What was wrong; undefined: a code was sent, or the address is theirs now. `addedBy`: how its owner was known just now. */
export async function actOnAddress(
  visit: Visit,
  form: Readonly<Record<string, string>>,
  addedBy: string,
): Promise<Text | undefined> {
  const { deps, link } = visit
  if (!deps.methods.includes('personal-mail')) return text('own-address.off')
  if (await isGuessing(deps.store.db, deps, link.person)) return text('proving.too-many-how')
  if (form.do === 'address') return send(visit, form.address ?? '')
  const readers = await credentialReaders(deps, link.person)
  const taken = { at: visit, typed: form.code ?? '', addedBy }
  if (await deps.store.tx((tx) => addAddress(tx, deps, readers, taken))) return undefined
  await failed(visit, 'personal-mail')
  return text('own-address.wrong')
}

async function send(visit: Visit, typed: string): Promise<Text | undefined> {
  try {
    return await sendAddressCode(visit.deps, visit, typed)
  } catch (error) {
    if (!hasCode(error, 'unreachable', 'platform-unavailable')) throw error
    visit.deps.log.warn({ err: error }, 'a code could not be sent by mail')
    return text('mail-code.unsent')
  }
}
