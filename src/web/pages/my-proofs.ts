// The page `my-proofs`: what I keep here to prove who I am, when it was used, and how to be rid of it.
import { credentialReaders } from '../../outbox/credential-events.ts'
import { removeFactor } from '../../proof/factors.ts'
import { factorsOf } from '../../proof/read-factors.ts'
import { usableMethods } from '../../proof/usable-methods.ts'
import { text } from '../../words/text.ts'
import { html } from '../html.ts'
import { paragraph } from '../layout.ts'
import { factorList, opening, provenHere } from '../own-proofs.ts'
import type { Page, View, Visit } from '../page.ts'
import { actOnProving, methodForms, provingCalls, scripts } from '../proving.ts'

const ownOf = ({ deps, link }: Visit) => factorsOf(deps.store.db, deps, link.person)

async function proveFirst(visit: Visit): Promise<View> {
  const offered = opening(await usableMethods(visit.deps, visit.link.person))
  return {
    title: text('own.title'),
    body: html`${paragraph(visit.say(text(offered.length > 0 ? 'own.prove-first' : 'own.cannot')))}
${offered.length > 0 && methodForms(visit, offered)}`,
    scripts: offered.includes('passkey') ? scripts : [],
  }
}

const remove = ({ path, csrf, say }: Visit, id: string) => html`<form method="post" action="${path}">
<input type="hidden" name="csrf" value="${csrf}"><input type="hidden" name="do" value="remove">
<input type="hidden" name="factor" value="${id}"><button class="danger">${say(text('own.remove'))}</button></form>`

export default {
  async show(visit) {
    const has = await ownOf(visit)
    if (!provenHere(visit, has)) return proveFirst(visit)
    return {
      title: text('own.title'),
      body: html`${paragraph(visit.say(text('own.remove-how')))}${factorList(visit, has, ({ id }) => remove(visit, id))}`,
    }
  },
  async act(visit, form) {
    const { deps, link } = visit
    if (form.do !== 'remove') return (await actOnProving(visit, form)) ?? 'again'
    const own = (await ownOf(visit)).find(({ id }) => id === form.factor)
    if (own && provenHere(visit, await ownOf(visit))) {
      const readers = await credentialReaders(deps, link.person)
      await deps.store.tx((tx) => removeFactor(tx, deps, readers, own.id))
    }
    return 'again'
  },
  calls: provingCalls,
  takeProof: async () => true,
} satisfies Page
