// Takes the typed code, at once and from our own store alone, so that a wrong one is shown inside the form.
import type { Core } from '../core.ts'
import { type Account, type PlanHash, type RequestId, userId } from '../ids.ts'
import { refreshCard } from '../outbox/notices.ts'
import { changeProof } from '../requests/proofs.ts'
import type { Tx } from '../store/store.ts'
import { type Text, text } from '../words/text.ts'
import { cleanCode, codeDigest, isSameDigest, mostFailuresInARow, mostTriesPerCode } from './code.ts'
import { inTurn } from './push-limits.ts'
import { noteWrongCode, wrongAt, wrongInARow } from './tries.ts'

type Deps = Pick<Core, 'keys' | 'clock' | 'ledger'>

/** Undefined: taken. The same right code twice is taken twice and counts once. */
export async function typeCode(
  tx: Tx,
  deps: Deps,
  on: { request: RequestId; hash: PlanHash; account: Account },
  typed: string,
): Promise<Text | undefined> {
  const code = cleanCode(typed)
  if (!code) return text('proof.not-a-code')
  const asked = await lastSent(tx, on).executeTakeFirst()
  if (!asked) return text('proof.code-too-late')
  const person = userId.parse(asked.person)
  // Guesses at several codes of one person at one moment are counted one after the other.
  await inTurn(tx, person)
  const wrongBefore = await wrongInARow(tx.db, deps, person)
  if (wrongBefore >= mostFailuresInARow) return text('proof.too-many-wrong')
  const proof = await lastSent(tx, on).forUpdate().executeTakeFirst()
  if (!proof || proof.person !== person || proof.expires_at <= deps.clock.now()) return text('proof.code-too-late')
  const tries = (await wrongAt(tx.db, deps, person, proof.id)) + 1
  if (tries > mostTriesPerCode) return text('proof.code-used-up')
  // Whatever is left to do now, the card in the chat says it.
  const refresh = () => refreshCard(tx, deps, on.account, on.request, 'requester', person)
  if (proof.code_digest !== null && isSameDigest(proof.code_digest, codeDigest(deps, proof.id, code))) {
    await changeProof(tx, deps, proof.id, { code_typed_at: deps.clock.now() })
    await tx.enqueue('watch-proof', { request: on.request })
    await refresh()
    return undefined
  }
  const left = Math.min(mostTriesPerCode - tries, mostFailuresInARow - wrongBefore - 1)
  await changeProof(tx, deps, proof.id, { tries, ...(left > 0 ? {} : { state: 'failed' as const }) })
  if (left <= 0) await refresh()
  await noteWrongCode(tx, deps, { proof: proof.id, request: on.request, plan: on.hash, person, method: 'push' })
  return left > 0 ? text('proof.wrong-code', { left }) : text('proof.code-used-up')
}

const lastSent = (tx: Tx, on: { request: RequestId; hash: PlanHash; account: Account }) =>
  tx.db
    .selectFrom('proof')
    .selectAll()
    .where('request_id', '=', on.request)
    .where('plan_hash', '=', on.hash)
    .where('platform', '=', on.account.platform)
    .where('tenant', '=', on.account.tenant)
    .where('account_user', '=', on.account.user)
    .where('method', '=', 'push')
    .where('state', '=', 'sent')
    .orderBy('sent_at', 'desc')
    .limit(1)
