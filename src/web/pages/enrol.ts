// The page `enrol`: whoever just proved who they are adds a passkey, and prints recovery codes.
import { credentialReaders } from '../../outbox/credential-events.ts'
import { addFactor, hadAny, usableFrom } from '../../proof/factors.ts'
import { askForNewPasskey, readNewPasskey } from '../../proof/passkeys.ts'
import { factorsOf } from '../../proof/read-factors.ts'
import { makeRecoveryCodes } from '../../proof/recovery-codes.ts'
import { usableMethods } from '../../proof/usable-methods.ts'
import { at, type Text, text } from '../../words/text.ts'
import { type Html, html } from '../html.ts'
import { oneButton, paragraph } from '../layout.ts'
import { actOnAddress, addressPart } from '../own-address-part.ts'
import { factorList, nameField, opening, passkeyName, provenHere, whyNothingAdded } from '../own-proofs.ts'
import type { Acted, Page, View, Visit } from '../page.ts'
import { actOnProving, methodForms, partyOf, provingCalls, scriptButton, scripts } from '../proving.ts'

/** Enough for a laptop, a phone, and keys to hang somewhere. */
const mostPasskeys = 8

const ownOf = ({ deps, link }: Visit) => factorsOf(deps.store.db, deps, link.person)

/** From when what is added now counts, and how its owner was known. Undefined: they have proven nothing here yet. */
async function mayAdd(visit: Visit): Promise<{ addedBy: string; usableFrom: Date } | undefined> {
  const { deps, link } = visit
  const has = await ownOf(visit)
  const addedBy = provenHere(visit, has)
  if (!addedBy || (await whyNothingAdded(visit))) return undefined
  const { createdAt } = await deps.directory.user(link.person)
  const from = usableFrom(deps.clock.now(), {
    createdAt,
    isSignedIn: addedBy === 'sign-in',
    hadAny: await hadAny(deps, link.person),
  })
  return { addedBy, usableFrom: from }
}

async function proveFirst(visit: Visit): Promise<View> {
  const held = await whyNothingAdded(visit)
  if (held) return { tone: 'bad', title: text('enrol.title'), body: paragraph(visit.say(held)) }
  const offered = opening(await usableMethods(visit.deps, visit.link.person))
  const isPossible = offered.length > 0
  return {
    title: text('enrol.title'),
    body: html`${paragraph(visit.say(text(isPossible ? 'enrol.prove-first' : 'enrol.no-sign-in')))}
${isPossible && methodForms(visit, offered)}`,
    scripts: offered.includes('passkey') ? scripts : [],
  }
}

const addButton = (visit: Visit, count: number): Html =>
  html`${nameField(visit, 'passkey-name')}${scriptButton(visit, 'add-ask', 'add-answer', visit.say(text(count === 0 ? 'enrol.add' : 'enrol.add-another')))}`

async function addHere(visit: Visit, wrong?: Text): Promise<View> {
  const { say } = visit
  const has = await ownOf(visit)
  const passkeys = has.filter(({ kind }) => kind === 'passkey')
  const hasCodes = has.some(({ kind }) => kind === 'recovery-codes')
  return {
    title: text('enrol.title'),
    body: html`${paragraph(say(text(passkeys.length === 0 ? 'enrol.why' : 'enrol.second')))}
${factorList(visit, has)}
${passkeys.length < mostPasskeys && addButton(visit, passkeys.length)}
<p role="status" aria-live="polite"></p>
<h2>${say(text('enrol.codes'))}</h2>
${paragraph(say(text(hasCodes ? 'enrol.codes-again' : 'enrol.codes-why')))}
${oneButton(visit, 'codes', say(text('enrol.codes-make')), 'plain')}
${await addressPart(visit, has, wrong)}`,
    ...(wrong ? { status: 422 } : {}),
    scripts,
  }
}

async function codes(visit: Visit): Promise<View> {
  const { deps, link, say } = visit
  const may = await mayAdd(visit)
  if (!may) return proveFirst(visit)
  const readers = await credentialReaders(deps, link.person)
  const made = await deps.store.tx((tx) => makeRecoveryCodes(tx, deps, readers, { label: 'Recovery codes', ...may }))
  return {
    tone: 'good',
    title: text('enrol.codes-made'),
    body: html`${paragraph(say(text('enrol.codes-keep')))}
<ul class="codes">${made.map((code) => html`<li>${code}</li>`)}</ul>
${paragraph(say(text('factor.usable-from', { when: at(may.usableFrom) })))}
<p><a class="button" href="${visit.path}">${say(text('enrol.codes-done'))}</a></p>`,
  }
}

async function address(visit: Visit, form: Readonly<Record<string, string>>): Promise<Acted> {
  const may = await mayAdd(visit)
  if (!may) return proveFirst(visit)
  const wrong = await actOnAddress(visit, form, may.addedBy)
  return wrong ? addHere(visit, wrong) : 'again'
}

export default {
  show: async (visit) => ((await mayAdd(visit)) ? addHere(visit) : proveFirst(visit)),
  async act(visit, form) {
    if (form.do === 'codes') return codes(visit)
    if (form.do === 'address' || form.do === 'address-code') return address(visit, form)
    return (await actOnProving(visit, form)) ?? 'again'
  },
  calls: {
    ...provingCalls,
    async 'add-ask'(visit) {
      const { deps, link } = visit
      const has = await ownOf(visit)
      if (!(await mayAdd(visit)) || has.filter(({ kind }) => kind === 'passkey').length >= mostPasskeys)
        return { again: true }
      return askForNewPasskey(deps, partyOf(visit), visit, await deps.directory.user(link.person))
    },
    async 'add-answer'(visit, body) {
      const { deps, link } = visit
      const may = await mayAdd(visit)
      const answer = typeof body === 'object' && body !== null && 'answer' in body ? body.answer : undefined
      const credential = may && (await readNewPasskey(deps, partyOf(visit), visit, answer))
      if (!may || !credential) return { again: true }
      const readers = await credentialReaders(deps, link.person)
      const name = passkeyName(typeof body === 'object' && body !== null && 'name' in body ? body.name : undefined)
      const label = name || visit.say(text('own.passkey', { when: at(deps.clock.now()) }))
      await deps.store.tx((tx) => addFactor(tx, deps, readers, { kind: 'passkey', label, credential, ...may }))
      return { again: true }
    },
  },
  // Nothing but this visit rests on it: see `provenHere`.
  takeProof: async () => true,
} satisfies Page
