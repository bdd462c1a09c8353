// The page `prove`: says in words what is about to happen, and lets its requester show that it is really they.
import type { Core } from '../../core.ts'
import { noteProven } from '../../outbox/page-links.ts'
import { completeProof } from '../../proof/complete.ts'
import { pageMethods } from '../../proof/methods.ts'
import { worthOffering } from '../../proof/solver.ts'
import { typeCode } from '../../proof/type-code.ts'
import { usableMethods } from '../../proof/usable-methods.ts'
import { isWorthRinging, lastPush } from '../../requests/proof-wish.ts'
import { requesterProofs } from '../../requests/proofs.ts'
import { loadRequest, type Request } from '../../requests/request.ts'
import type { Tx } from '../../store/store.ts'
import { type Text, text } from '../../words/text.ts'
import { codeForm } from '../code-form.ts'
import { type Html, html } from '../html.ts'
import { paragraph } from '../layout.ts'
import type { Page, View, Visit } from '../page.ts'
import { actOnMail, mailPart } from '../prove-by-mail.ts'
import { actOnProving, methodForms, provingCalls, scripts } from '../proving.ts'
import { nothingLeft, whatItIsAbout } from '../request-words.ts'

/** Undefined: nothing is left to prove for the plan that this link was made for. */
async function requestOf(
  { deps, link }: Visit,
  db: Tx['db'] | Core['store']['db'] = deps.store.db,
): Promise<Request | undefined> {
  const request = link.request && (await loadRequest(db, deps, link.request))
  const isOpen = request?.state === 'proving' && request.planHash === link.hash && request.requester === link.person
  return isOpen ? request : undefined
}

const done = ({ say }: Visit): View => ({
  tone: 'good',
  title: text('prove.done'),
  body: paragraph(say(text('prove.done-how'))),
})

/** The code of the push that is on its way: typed here, it also says whose browser this is. */
async function pushPart(visit: Visit, request: Request, wrong?: Text): Promise<Html> {
  const { deps, say } = visit
  const push = isWorthRinging(request) ? await lastPush(deps.store.db, request) : undefined
  if (push?.state !== 'sent') return html``
  if (push.code_typed_at) return paragraph(say(text('proof.accept-now')))
  return html`${paragraph(say(text('prove.push')))}${codeForm(visit, 'push-code', wrong)}`
}

async function takeCode(visit: Visit, typed: string): Promise<View | 'again'> {
  const { deps, link } = visit
  const request = await requestOf(visit)
  const { account, hash } = link
  if (!request || !account || !hash) return 'again'
  const wrong = await deps.store.tx(async (tx) => {
    const said = await typeCode(tx, deps, { request: request.id, hash, account }, typed)
    if (!said) await noteProven(tx, deps, link, 'push/S1')
    return said
  })
  return wrong ? shown(visit, { push: wrong }) : 'again'
}

async function byMail(visit: Visit, form: Readonly<Record<string, string>>): Promise<View | 'again'> {
  const request = await requestOf(visit)
  const wrong = request && (await actOnMail(visit, request, form))
  return wrong ? shown(visit, { mail: wrong }) : 'again'
}

/** `wrong`: what was said about what was typed or pressed before. */
async function shown(visit: Visit, wrong: { push?: Text; mail?: Text } = {}): Promise<View> {
  const { deps, link, say } = visit
  const request = await requestOf(visit)
  if (!request) return link.proven ? done(visit) : nothingLeft(visit)
  const given = await requesterProofs(deps.store.db, deps, request)
  const has = (await usableMethods(deps, link.person)).filter((one) => pageMethods.includes(one))
  const offered = worthOffering(request.needs.proof, has, given, request.needs.lost)
  const isAsked = offered.length > 0
  return {
    title: text('prove.title'),
    body: html`${whatItIsAbout(visit, request)}
${given.length > 0 && isAsked && paragraph(say(text('prove.one-more')))}
${await pushPart(visit, request, wrong.push)}
${isAsked ? methodForms(visit, offered) : !isWorthRinging(request) && paragraph(say(text('prove.no-method')))}
${offered.includes('personal-mail') && (await mailPart(visit, request, wrong.mail))}`,
    ...(wrong.push || wrong.mail ? { status: 422 } : {}),
    scripts: offered.includes('passkey') ? scripts : [],
  }
}

export default {
  show: (visit) => shown(visit),
  async act(visit, form) {
    if (form.do === 'push-code') return takeCode(visit, form.code ?? '')
    if (form.do === 'mail-send' || form.do === 'mail-code') return byMail(visit, form)
    return (await actOnProving(visit, form)) ?? 'again'
  },
  calls: provingCalls,
  async takeProof(tx, visit, given) {
    const { deps, link } = visit
    const request = await requestOf(visit, tx.db)
    if (!request || !link.account || !link.hash) return false
    return completeProof(tx, deps, request, { person: link.person, place: link.account, hash: link.hash, ...given })
  },
} satisfies Page
