// The page `approve`: what somebody asks for, whole, and a yes that counts only from who has just proven to be its approver.
import type { Core } from '../../core.ts'
import { completeProof } from '../../proof/complete.ts'
import { proves } from '../../proof/solver.ts'
import { usableMethods } from '../../proof/usable-methods.ts'
import { rulesFor } from '../../requests/approvers.ts'
import { approve } from '../../requests/decisions.ts'
import { sayWornPair } from '../../requests/pairs.ts'
import { loadRequest, type Request } from '../../requests/request.ts'
import { deciderProofLasts, provenRules } from '../../requests/sound-votes.ts'
import type { Tx } from '../../store/store.ts'
import { text } from '../../words/text.ts'
import { type Html, html } from '../html.ts'
import { oneButton, paragraph } from '../layout.ts'
import { opening } from '../own-proofs.ts'
import type { Page, View, Visit } from '../page.ts'
import { actOnProving, givenHere, methodForms, provingCalls, scripts } from '../proving.ts'
import { nothingLeft, whatItIsAbout } from '../request-words.ts'

/** Undefined: there is nothing to decide any more on the plan that this link was made for. */
async function requestOf(
  { deps, link }: Visit,
  db: Tx['db'] | Core['store']['db'] = deps.store.db,
): Promise<Request | undefined> {
  const request = link.request && (await loadRequest(db, deps, link.request))
  return request?.state === 'approving' && request.planHash === link.hash ? request : undefined
}

/** The rules that this person may satisfy now, through the account that the link was shown to. */
async function rulesOf({ deps, link }: Visit, request: Request): Promise<number[]> {
  const isBound = link.account !== undefined && (await deps.bindings.isBound(link.account, link.person))
  return isBound ? rulesFor(deps, request, link.person) : []
}

/** Of these, the rules for which they have proven themselves over this plan, and in this very browser. */
async function decidable(visit: Visit, request: Request, rules: readonly number[]): Promise<number[]> {
  const { deps, link } = visit
  const here = await givenHere(visit, { within: deciderProofLasts })
  if (here.length === 0) return []
  const proven = await provenRules(deps.store.db, deps, request, link.person, rules, deps.clock.now())
  return proven.filter((rule) => proves(request.needs.approvals[rule]?.proof ?? 'S0', here, []))
}

/** Who asks, why, and what speaks for or against it: the same as on the card. */
function asked({ say }: Visit, request: Request): Html {
  const { requesterName: name, title, evidence } = request.shown
  const reason = request.input.reason
  return html`${paragraph(say(text('approval.title', { name, title })))}
${typeof reason === 'string' && reason !== '' && html`<p class="soft">${say(text('approval.wrote', { name }))}</p><blockquote>${reason.slice(0, 200)}</blockquote>`}
${evidence.length > 0 && html`<ul>${evidence.map((line) => html`<li>${say(line)}</li>`)}</ul>`}`
}

/** With the reason where there is one that they could not know; security then knows it as well. */
async function notYours({ deps, link, say }: Visit, request: Request): Promise<View> {
  const pair = await sayWornPair(deps, request, link.person)
  if (pair) await deps.store.tx(pair.tell)
  const words = { title: pair?.title ?? text('approval.not-yours'), body: pair ? paragraph(say(pair.why)) : html`` }
  return { tone: 'bad', ...words, status: 403 }
}

export default {
  async show(visit) {
    const { deps, link, say } = visit
    const request = await requestOf(visit)
    if (!request) return nothingLeft(visit)
    const rules = await rulesOf(visit, request)
    if (rules.length === 0) return notYours(visit, request)
    const isProven = (await decidable(visit, request, rules)).length > 0
    const offered = isProven ? [] : opening(await usableMethods(deps, link.person))
    const next = isProven
      ? html`${paragraph(say(text('approve.proven')))}${oneButton(visit, 'approve', say(text('button.approve')))}`
      : offered.length > 0
        ? html`${paragraph(say(text('approve.prove-first')))}${methodForms(visit, offered)}`
        : paragraph(say(text('approve.no-method')))
    return {
      title: text('approve.title'),
      body: html`${asked(visit, request)}${whatItIsAbout(visit, request)}
${link.proven && !isProven && paragraph(say(text('approve.not-enough')))}
${next}
<p class="soft">${say(text('approve.deny-in-chat'))}</p>`,
      scripts: offered.includes('passkey') ? scripts : [],
    }
  },
  async act(visit, form) {
    const { deps, link } = visit
    if (form.do !== 'approve') return (await actOnProving(visit, form)) ?? 'again'
    const request = await requestOf(visit)
    if (!request || !link.account) return 'again'
    const { account, person } = { account: link.account, person: link.person }
    const rules = await decidable(visit, request, await rulesOf(visit, request))
    if (rules.length === 0) return 'again'
    const isTaken = await deps.store.tx((tx) => approve(tx, deps, request, { person, account, rules }))
    if (!isTaken) return 'again'
    return { tone: 'good', title: text('approve.done'), body: paragraph(visit.say(text('prove.done-how'))) }
  },
  calls: provingCalls,
  async takeProof(tx, visit, given) {
    const { deps, link } = visit
    const request = await requestOf(visit, tx.db)
    if (!request || !link.account || !link.hash || link.person === request.requester) return false
    return completeProof(tx, deps, request, { person: link.person, place: link.account, hash: link.hash, ...given })
  },
} satisfies Page
