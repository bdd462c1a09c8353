// Proving on a page, whatever the page is for: what the visitor can do it with, and what comes of it.
import { z } from 'zod'
import { later } from '../clock.ts'
import { hasCode } from '../errors.ts'
import type { PagePurpose } from '../intent.ts'
import { credentialReaders } from '../outbox/credential-events.ts'
import { isGuessing, noteFailure, noteProven, provenIn } from '../outbox/page-links.ts'
import { type ProofLevel, proofLevels } from '../policy/policy.ts'
import { keep } from '../proof/challenges.ts'
import { markFactorUsed } from '../proof/factors.ts'
import { type Given, type Method, methods } from '../proof/methods.ts'
import { askForPasskey, readPasskey, relyingParty } from '../proof/passkeys.ts'
import { inTurn } from '../proof/push-limits.ts'
import { useRecoveryCode } from '../proof/recovery-codes.ts'
import type { Tx } from '../store/store.ts'
import { text } from '../words/text.ts'
import { type Html, html } from './html.ts'
import { oneButton, paragraph } from './layout.ts'
import type { Acted, Page, View, Visit } from './page.ts'

export const partyOf = ({ deps }: Pick<Visit, 'deps'>) =>
  relyingParty(deps.pages.url ?? '', deps.organisation.organisation.name)

/** A button or field for each method, the strongest first. */
export function methodForms(visit: Visit, methods: readonly Method[]): Html {
  const { say } = visit
  return html`
${methods.includes('passkey') && scriptButton(visit, 'passkey-ask', 'passkey-answer', say(text('proving.passkey')))}
${methods.includes('sign-in') && oneButton(visit, 'sign-in', say(text('proving.sign-in')), methods.includes('passkey') ? 'plain' : 'primary')}
${methods.includes('recovery-code') && codeForm(visit)}
<p role="status" aria-live="polite"></p>`
}

/** Pressed, our script asks for options, has the browser answer them, and sends the answer. */
export const scriptButton = (
  { say, path, csrf }: Visit,
  ask: string,
  answer: string,
  label: string,
  style = 'primary',
): Html =>
  html`<form><button type="button" class="${style}" data-path="${path}" data-csrf="${csrf}" data-ask="${ask}"
data-answer="${answer}" data-waiting="${say(text('proving.waiting'))}" data-stopped="${say(text('proving.stopped'))}"
data-missing="${say(text('proving.missing'))}">${label}</button></form>
<noscript>${paragraph(say(text('proving.no-script')))}</noscript>`

export const scripts = ['webauthn.js', 'passkey.js']

const codeForm = ({ say, path, csrf }: Visit): Html => html`<form method="post" action="${path}">
<input type="hidden" name="csrf" value="${csrf}"><input type="hidden" name="do" value="code">
<label for="code">${say(text('proving.code'))}</label>
<input id="code" name="code" required autocomplete="off" autocapitalize="characters" spellcheck="false" maxlength="40">
<button>${say(text('proving.code-send'))}</button></form>`

/** The calls of our script, for pages at which something is proven. */
export const provingCalls: NonNullable<Page['calls']> = {
  async 'passkey-ask'(visit) {
    // What cannot be guessed stays open to its owner, whatever somebody else tried elsewhere (T-O2).
    if (await isGuessing(visit.deps.store.db, visit.deps, visit.link.person, visit.browser)) return { again: true }
    return askForPasskey(visit.deps, partyOf(visit), visit)
  },
  async 'passkey-answer'(visit, body) {
    const answer = typeof body === 'object' && body !== null && 'answer' in body ? body.answer : undefined
    const read = await readPasskey(visit.deps, partyOf(visit), visit, answer)
    const isTaken =
      read !== undefined &&
      (await give(visit, 'passkey', 'S2', (tx) => markFactorUsed(tx, visit.deps, read.factor, read.counter)))
    if (!isTaken) await failed(visit, 'passkey')
    return { again: true }
  },
}

/** What the forms of `methodForms` send; undefined: something else. */
export async function actOnProving(visit: Visit, form: Readonly<Record<string, string>>): Promise<Acted | undefined> {
  const { deps, link, say } = visit
  if (form.do !== 'code' && form.do !== 'sign-in') return undefined
  if (await isGuessing(deps.store.db, deps, link.person)) return tooMany(visit)
  if (form.do === 'code') {
    const taken = await takeCode(visit, form.code ?? '')
    if (taken === 'too-many') return tooMany(visit)
    if (taken) return 'again'
    return { tone: 'bad', title: text('proving.code-wrong'), body: back(visit), status: 422 }
  }
  if (!deps.signIn) return 'again'
  try {
    const { url, begun } = await deps.signIn.begin(visit.path)
    await deps.store.tx((tx) =>
      keep(tx, deps, { kind: 'sign-in', at: visit, secret: begun.state, kept: JSON.stringify(begun) }),
    )
    return {
      title: text('proving.leaving'),
      body: html`${paragraph(say(text('proving.leaving-how', { host: new URL(url).host })))}
<p><a class="button primary" href="${url}" rel="noreferrer">${say(text('proving.to-jumpcloud'))}</a></p>`,
    }
  } catch (error) {
    if (!hasCode(error, 'sign-in-unavailable')) throw error
    return { tone: 'bad', title: error.text, body: back(visit), status: 503 }
  }
}

/** In the person's turn, so that guesses at one moment are counted as if they came one after the other. */
async function takeCode(visit: Visit, code: string): Promise<boolean | 'too-many'> {
  const { deps, link } = visit
  const readers = await credentialReaders(deps, link.person)
  const taking = deps.store.tx(async (tx) => {
    await inTurn(tx, link.person)
    if (await isGuessing(tx.db, deps, link.person)) return 'too-many'
    const isTaken = await giveIn(tx, visit, 'recovery-code', 'S0', (one) => useRecoveryCode(one, deps, readers, code))
    if (!isTaken) await failedIn(tx, visit, 'recovery-code')
    return isTaken
  })
  return orUndone(taking)
}

const back = ({ say, path }: Visit): Html =>
  html`<p><a class="button" href="${path}">${say(text('proving.back'))}</a></p>`

const tooMany = ({ say }: Visit): View => ({
  tone: 'bad',
  title: text('proving.too-many'),
  body: paragraph(say(text('proving.too-many-how'))),
  status: 429,
})

const given = z.tuple([z.enum(methods), z.enum(proofLevels)])

/**
 * What the visitor gave for this plan here, in this browser: somebody else may hold another link to the same page. Each
 * counts for what it was worth, or whoever has half a proof would go on where its owner gave the whole.
 */
export async function givenHere(
  { deps, link, browser }: Visit,
  { purpose = link.purpose, within }: { purpose?: PagePurpose; within?: number } = {},
): Promise<Given[]> {
  const { request, hash, person } = link
  if (request === undefined || hash === undefined) return []
  const by = await provenIn(deps.store.db, deps, {
    ...{ purpose, request, hash, person, browser },
    since: within === undefined ? undefined : later(deps.clock.now(), -within),
  })
  return by.map((one) => given.parse(one.split('/'))).map(([method, level]) => ({ method, level }))
}

const notTaken = new Error('the page did not take it')

/** What was used up on the way is as it was: the transaction ended with the error. */
async function orUndone<Taken>(giving: Promise<Taken>): Promise<Taken | false> {
  try {
    return await giving
  } catch (error) {
    if (error === notTaken) return false
    throw error
  }
}

/** All or nothing: what was used up counts only together with what it proves. */
export const give = (
  visit: Visit,
  method: Method,
  level: ProofLevel,
  use?: (tx: Tx) => Promise<boolean>,
): Promise<boolean> => orUndone(visit.deps.store.tx((tx) => giveIn(tx, visit, method, level, use)))

async function giveIn(
  tx: Tx,
  visit: Visit,
  method: Method,
  level: ProofLevel,
  use: (tx: Tx) => Promise<boolean> = async () => true,
): Promise<boolean> {
  const { deps, link, page } = visit
  if (!(await use(tx))) return false
  if (page.takeProof && !(await page.takeProof(tx, visit, { method, level }))) throw notTaken
  await noteProven(tx, deps, link, `${method}/${level}`)
  return true
}

export const failed = (visit: Visit, method: Method): Promise<void> =>
  visit.deps.store.tx((tx) => failedIn(tx, visit, method))

async function failedIn(tx: Tx, { deps, link, browser }: Visit, method: Method): Promise<void> {
  await noteFailure(tx, deps, link)
  await deps.ledger.append(tx, {
    actor: 'system',
    event: 'proof.failed',
    request: link.request,
    about: link.person,
    body: { method, page: link.purpose, browser, plan: link.hash ?? null },
  })
}
