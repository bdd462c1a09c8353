// The page `vouch`: whoever has met the person proves themselves first, and then types the four words that they heard.
import type { Core } from '../../core.ts'
import { completeProof } from '../../proof/complete.ts'
import { proves } from '../../proof/solver.ts'
import { usableMethods } from '../../proof/usable-methods.ts'
import { type Meeting, mayVouch, meetings, vouch } from '../../proof/vouch.ts'
import { proofsOf } from '../../requests/proofs.ts'
import { loadRequest, type Request } from '../../requests/request.ts'
import { deciderProofLasts } from '../../requests/sound-votes.ts'
import type { Tx } from '../../store/store.ts'
import { text } from '../../words/text.ts'
import { type Html, html } from '../html.ts'
import { paragraph } from '../layout.ts'
import { opening } from '../own-proofs.ts'
import type { Page, View, Visit } from '../page.ts'
import { actOnProving, givenHere, methodForms, provingCalls, scripts } from '../proving.ts'
import { nothingLeft, whatItIsAbout } from '../request-words.ts'

/** Undefined: nobody's word is wanted any more for the plan that this link was made for. */
async function requestOf(
  { deps, link }: Visit,
  db: Tx['db'] | Core['store']['db'] = deps.store.db,
): Promise<Request | undefined> {
  const request = link.request && (await loadRequest(db, deps, link.request))
  const isOpen = request?.state === 'proving' && request.planHash === link.hash && request.needs.way === 'recovery'
  return isOpen ? request : undefined
}

const isAllowed = async ({ deps, link }: Visit, request: Request): Promise<boolean> =>
  link.account !== undefined && (await mayVouch(deps, request, link.person, link.account))

const isProvenHere = async (visit: Visit): Promise<boolean> =>
  proves('S2', await givenHere(visit, { within: deciderProofLasts }), [])

const notYours: View = { tone: 'bad', title: text('vouch.not-yours'), body: html``, status: 403 }

const wordsForm = ({ say, path, csrf }: Visit, isWrong: boolean): Html => html`
<form method="post" action="${path}">
<input type="hidden" name="csrf" value="${csrf}"><input type="hidden" name="do" value="vouch">
<label for="words">${say(text('vouch.form-words'))}</label>
<input id="words" name="words" required autocomplete="off" autocapitalize="none" spellcheck="false" maxlength="80"
aria-describedby="words-hint"${isWrong && html` aria-invalid="true"`}>
<p class="soft" id="words-hint">${say(text(isWrong ? 'vouch.form-wrong' : 'vouch.form-hint'))}</p>
<fieldset><legend>${say(text('vouch.form-met'))}</legend>
${meetings.map((met) => html`<label><input type="radio" name="met" value="${met}" required> ${say(text(`vouch.met-${met}`))}</label>`)}
</fieldset>
<button class="primary">${say(text('vouch.form-send'))}</button></form>`

async function shown(visit: Visit, isWrong = false): Promise<View> {
  const { deps, link, say } = visit
  const request = await requestOf(visit)
  if (!request) return nothingLeft(visit)
  if (!(await isAllowed(visit, request))) return notYours
  const isProven =
    (await isProvenHere(visit)) && proves('S2', await proofsOf(deps.store.db, deps, request, link.person), [])
  const offered = isProven ? [] : opening(await usableMethods(deps, link.person))
  const { requesterName: name } = request.shown
  const next = isProven
    ? wordsForm(visit, isWrong)
    : offered.length > 0
      ? html`${paragraph(say(text('approve.prove-first')))}${methodForms(visit, offered)}`
      : paragraph(say(text('approve.no-method')))
  return {
    title: text('vouch.title', { name }),
    body: html`${paragraph(say(text('vouch.what', { name })))}${whatItIsAbout(visit, request)}
${paragraph(say(text('vouch.never')))}${next}`,
    scripts: offered.includes('passkey') ? scripts : [],
    ...(isWrong ? { status: 422 } : {}),
  }
}

const isMeeting = (met: string | undefined): met is Meeting => meetings.some((one) => one === met)

export default {
  show: (visit) => shown(visit),
  async act(visit, form) {
    const { deps, link, say } = visit
    if (form.do !== 'vouch') return (await actOnProving(visit, form)) ?? 'again'
    const request = await requestOf(visit)
    if (!request || !link.account || !link.hash || !isMeeting(form.met)) return 'again'
    if (!(await isProvenHere(visit))) return 'again'
    if (!(await isAllowed(visit, request))) return notYours
    const by = { voucher: link.person, account: link.account, hash: link.hash, typed: form.words ?? '', met: form.met }
    const effects = await vouch(deps, request, by)
    const done = await deps.store.tx(effects)
    if (done === 'wrong') return shown(visit, true)
    if (done === 'frozen') return { tone: 'bad', title: text('vouch.frozen'), body: html``, status: 403 }
    if (done !== 'taken') return 'again'
    return { tone: 'good', title: text('vouch.done'), body: paragraph(say(text('vouch.done-how'))) }
  },
  calls: provingCalls,
  async takeProof(tx, visit, given) {
    const { deps, link } = visit
    const request = await requestOf(visit, tx.db)
    if (!request || !link.account || !link.hash || link.person === request.requester) return false
    return completeProof(tx, deps, request, { person: link.person, place: link.account, hash: link.hash, ...given })
  },
} satisfies Page
