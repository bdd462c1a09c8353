// A code to an address of one's own: for one plan, one person and one browser, ten minutes, five tries, and half a proof.
import { randomUUID } from 'node:crypto'
import type { Selectable } from 'kysely'
import { hours, later, minutes } from '../clock.ts'
import type { Core } from '../core.ts'
import { usualReader } from '../outbox/reader.ts'
import { sendLetter } from '../outbox/send-letter.ts'
import type { Card } from '../reply.ts'
import { changeProof, endProofs, insertProofRow, noPush } from '../requests/proofs.ts'
import type { Request } from '../requests/request.ts'
import type { Tx } from '../store/store.ts'
import type { ProofTable } from '../store/tables.ts'
import { type Text, text } from '../words/text.ts'
import type { Place } from './challenges.ts'
import {
  cleanCode,
  codeDigest,
  isSameDigest,
  mostFailuresInARow,
  mostTriesPerCode,
  newCode,
  spacedCode,
} from './code.ts'
import { type FactorDeps, markFactorUsed } from './factors.ts'
import { inTurn, sentSince } from './push-limits.ts'
import { personalAddresses } from './read-factors.ts'
import { noteWrongCode, wrongAt, wrongInARow } from './tries.ts'

type Deps = FactorDeps
type Db = Tx['db'] | Core['store']['db']

const codeLasts = minutes(10)
const mostLettersPerDay = 6

/** What the code is worth something for: changed in any part, its digest is another one. */
const boundTo = (id: string, request: Pick<Request, 'planHash'>, { link, browser }: Place): string =>
  `${id}/${request.planHash}/${link.person}/${browser}`

const usable = async (db: Db, deps: Deps, at: Place) =>
  (await personalAddresses(db, deps, at.link.person)).find(({ isRested }) => isRested)

/** The newest that this browser may still type. */
export const codeOnItsWay = (
  db: Db,
  { clock }: Pick<Core, 'clock'>,
  { id, planHash }: Pick<Request, 'id' | 'planHash'>,
  { link, browser }: Place,
): Promise<Selectable<ProofTable> | undefined> =>
  db
    .selectFrom('proof')
    .selectAll()
    .where('request_id', '=', id)
    .where('plan_hash', '=', planHash)
    .where('person', '=', link.person)
    .where('method', '=', 'personal-mail')
    .where('state', '=', 'sent')
    .where('browser', '=', browser)
    .where('expires_at', '>', clock.now())
    .orderBy('sent_at', 'desc')
    .limit(1)
    .executeTakeFirst()

/** Undefined: a code is on its way. Throws `unreachable` or `platform-unavailable` where the mail server does not take it. */
export async function sendMailCode(deps: Deps, request: Request, at: Place): Promise<Text | undefined> {
  const to = await usable(deps.store.db, deps, at)
  if (!to) return text('mail-code.no-address')
  const [id, code] = [randomUUID(), newCode()]
  const why = await deps.store.tx(async (tx) => {
    // Two presses at once are two letters, and both are counted.
    await tx.db.selectFrom('request').select('id').where('id', '=', request.id).forUpdate().execute()
    if ((await wrongInARow(tx.db, deps, at.link.person)) >= mostFailuresInARow) return text('proof.too-many-wrong')
    if ((await lettersToday(tx, deps, at)) >= mostLettersPerDay) return text('mail-code.too-many')
    await endProofs(tx, deps, request, ({ method }) => method === 'personal-mail')
    await insertCode(tx, deps, request, at, { id, code })
    return undefined
  })
  if (why) return why
  await sendLetter(deps, { id, address: to.address, card: letter(request, at, code), reader: usualReader(deps) })
  return undefined
}

async function insertCode(
  tx: Tx,
  deps: Deps,
  request: Request,
  at: Place,
  { id, code }: { id: string; code: string },
): Promise<void> {
  const now = deps.clock.now()
  await insertProofRow(tx, deps, {
    ...noPush,
    id,
    request_id: request.id,
    plan_hash: request.planHash,
    person: at.link.person,
    platform: request.account.platform,
    tenant: request.account.tenant,
    account_user: request.account.user,
    level: 'S0',
    method: 'personal-mail',
    state: 'sent',
    code_digest: codeDigest(deps, boundTo(id, request, at), code),
    sent_at: now,
    expires_at: later(now, codeLasts),
    browser: at.browser,
  })
  await deps.ledger.append(tx, {
    actor: 'system',
    event: 'proof.sent',
    request: request.id,
    about: at.link.person,
    body: { plan: request.planHash, level: 'S0', method: 'personal-mail' },
  })
}

/** Whoever is talked into reading the code out has read first what it is for. */
const letter = (request: Request, { link }: Place, code: string): Card => ({
  tone: 'bad',
  title: text('mail-code.title'),
  body: [
    text('mail-code.about-to'),
    ...request.shown.steps,
    text('mail-code.code', { code: spacedCode(code) }),
    text('mail-code.where'),
    text('mail-code.nobody'),
    text('credential.not-own'),
  ],
  buttons: [
    {
      label: text('button.not-me'),
      style: 'danger',
      page: { purpose: 'not-me', person: link.person, request: request.id },
    },
  ],
  footer: text('card.number', { number: request.number }),
})

const lettersToday = async (tx: Tx, deps: Deps, { link }: Place): Promise<number> =>
  (await sentSince(tx.db, link.person, 'personal-mail', later(deps.clock.now(), -hours(24)))).length

/** Undefined: it was right, and is used up. What it then proves is stored by whoever asked, in the same transaction. */
export async function typeMailCode(
  tx: Tx,
  deps: Deps,
  request: Request,
  at: Place,
  typed: string,
): Promise<Text | undefined> {
  const code = cleanCode(typed)
  if (!code) return text('proof.not-a-code')
  // Whoever types in several windows at once types one after the other.
  await inTurn(tx, at.link.person)
  const sent = await codeOnItsWay(tx.db, deps, request, at)
  const from = sent && (await usable(tx.db, deps, at))
  if (!sent || !from) return text('mail-code.too-late')
  const wrongBefore = await wrongInARow(tx.db, deps, at.link.person)
  if (wrongBefore >= mostFailuresInARow) return text('proof.too-many-wrong')
  const tries = (await wrongAt(tx.db, deps, at.link.person, sent.id)) + 1
  if (tries > mostTriesPerCode) return text('mail-code.used-up')
  const digest = codeDigest(deps, boundTo(sent.id, request, at), code)
  if (sent.code_digest !== null && isSameDigest(sent.code_digest, digest)) {
    await changeProof(tx, deps, sent.id, { state: 'failed', code_typed_at: deps.clock.now() })
    return (await markFactorUsed(tx, deps, from.factor)) ? undefined : text('mail-code.no-address')
  }
  const left = Math.min(mostTriesPerCode - tries, mostFailuresInARow - wrongBefore - 1)
  await changeProof(tx, deps, sent.id, { tries, ...(left > 0 ? {} : { state: 'failed' as const }) })
  const { id, planHash: plan } = request
  await noteWrongCode(tx, deps, { proof: sent.id, request: id, plan, person: at.link.person, method: 'personal-mail' })
  return left > 0 ? text('mail-code.wrong', { left }) : text('mail-code.used-up')
}
