// The page `prove`: says in words what is about to happen, and lets its requester show that it is really they.
import type { Core } from '../../core.ts'
import { completeProof } from '../../proof/complete.ts'
import { pageMethods } from '../../proof/methods.ts'
import { worthOffering } from '../../proof/solver.ts'
import { usableMethods } from '../../proof/usable-methods.ts'
import { requesterProofs } from '../../requests/proofs.ts'
import { loadRequest, type Request } from '../../requests/request.ts'
import type { Tx } from '../../store/store.ts'
import { text } from '../../words/text.ts'
import { html } from '../html.ts'
import { paragraph } from '../layout.ts'
import type { Page, View, Visit } from '../page.ts'
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

export default {
  async show(visit) {
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
${isAsked ? methodForms(visit, offered) : paragraph(say(text('prove.no-method')))}`,
      scripts: offered.includes('passkey') ? scripts : [],
    }
  },
  act: async (visit, form) => (await actOnProving(visit, form)) ?? 'again',
  calls: provingCalls,
  async takeProof(tx, visit, given) {
    const { deps, link } = visit
    const request = await requestOf(visit, tx.db)
    if (!request || !link.account || !link.hash) return false
    return completeProof(tx, deps, request, { person: link.person, place: link.account, hash: link.hash, ...given })
  },
} satisfies Page
