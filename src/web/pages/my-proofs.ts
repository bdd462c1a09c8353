// The page `my-proofs`: what I keep here to prove who I am, when it was used, and how to be rid of it.
import { credentialReaders } from '../../outbox/credential-events.ts'
import { removeFactor, renameFactor } from '../../proof/factors.ts'
import { type Factor, factorsOf } from '../../proof/read-factors.ts'
import { usableMethods } from '../../proof/usable-methods.ts'
import { text } from '../../words/text.ts'
import { type Html, html } from '../html.ts'
import { paragraph } from '../layout.ts'
import { factorList, nameField, opening, passkeyName, provenHere } from '../own-proofs.ts'
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

const rename = (visit: Visit, { id, label }: Factor) => html`<form method="post" action="${visit.path}">
<input type="hidden" name="csrf" value="${visit.csrf}"><input type="hidden" name="do" value="rename">
<input type="hidden" name="factor" value="${id}">${nameField(visit, `name-${id}`, label)}
<button>${visit.say(text('own.rename'))}</button></form>`

const below = (visit: Visit, of: Factor): Html =>
  html`${of.kind === 'passkey' && rename(visit, of)}${remove(visit, of.id)}`

export default {
  async show(visit) {
    const has = await ownOf(visit)
    if (!provenHere(visit, has)) return proveFirst(visit)
    return {
      title: text('own.title'),
      body: html`${paragraph(visit.say(text('own.remove-how')))}${factorList(visit, has, (of) => below(visit, of))}`,
    }
  },
  async act(visit, form) {
    const { deps, link } = visit
    if (form.do !== 'remove' && form.do !== 'rename') return (await actOnProving(visit, form)) ?? 'again'
    const own = (await ownOf(visit)).find(({ id }) => id === form.factor)
    if (!own || !provenHere(visit, await ownOf(visit))) return 'again'
    if (form.do === 'remove') {
      const readers = await credentialReaders(deps, link.person)
      await deps.store.tx((tx) => removeFactor(tx, deps, readers, own.id))
    }
    const name = passkeyName(form.name)
    if (form.do === 'rename' && own.kind === 'passkey' && name !== '')
      await deps.store.tx((tx) => renameFactor(tx, deps, link.person, own.id, name))
    return 'again'
  },
  calls: provingCalls,
  takeProof: async () => true,
} satisfies Page
