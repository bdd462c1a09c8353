// Takes the typed code, at once and from our own store alone, so that a wrong one is shown inside the form.
import type { Core } from '../core.ts'
import type { Account, PlanHash, RequestId } from '../ids.ts'
import type { Tx } from '../store/store.ts'
import { type Text, text } from '../words/text.ts'
import { cleanCode, codeDigest, isSameDigest, mostTriesPerCode } from './code.ts'

type Deps = Pick<Core, 'keys' | 'clock'>

/** Undefined: taken. The same right code twice is taken twice and counts once. */
export async function typeCode(
  tx: Tx,
  deps: Deps,
  on: { request: RequestId; hash: PlanHash; account: Account },
  typed: string,
): Promise<Text | undefined> {
  const code = cleanCode(typed)
  if (!code) return text('proof.not-a-code')
  const proof = await tx.db
    .selectFrom('proof')
    .selectAll()
    .where('request_id', '=', on.request)
    .where('plan_hash', '=', on.hash)
    .where('platform', '=', on.account.platform)
    .where('tenant', '=', on.account.tenant)
    .where('account_user', '=', on.account.user)
    .where('state', '=', 'sent')
    .orderBy('sent_at', 'desc')
    .limit(1)
    .forUpdate()
    .executeTakeFirst()
  if (!proof || proof.expires_at <= deps.clock.now()) return text('proof.code-too-late')
  if (isSameDigest(proof.code_digest, codeDigest(deps, proof.id, code))) {
    await tx.db.updateTable('proof').set({ code_typed_at: deps.clock.now() }).where('id', '=', proof.id).execute()
    await tx.enqueue('watch-proof', { request: on.request })
    return undefined
  }
  const tries = proof.tries + 1
  const isOver = tries >= mostTriesPerCode
  await tx.db
    .updateTable('proof')
    .set({ tries, ...(isOver ? { state: 'failed' as const } : {}) })
    .where('id', '=', proof.id)
    .execute()
  return isOver ? text('proof.code-used-up') : text('proof.wrong-code', { left: mostTriesPerCode - tries })
}
