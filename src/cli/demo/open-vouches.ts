// Who waits for somebody's word just now, as the playground shows it: the words, and who was asked to come.
import type { OpenVouch } from '../../../adapters/playground/index.ts'
import type { Core } from '../../core.ts'
import { type Account, requestId } from '../../ids.ts'
import { requesterProofs } from '../../requests/proofs.ts'
import { loadRequest } from '../../requests/request.ts'
import { vouchWords } from '../../requests/vouch-words.ts'

type Deps = Pick<Core, 'store' | 'keys' | 'clock'>

export async function openVouches(deps: Deps): Promise<OpenVouch[]> {
  const { db } = deps.store
  const rows = await db.selectFrom('request').select('id').where('state', '=', 'proving').execute()
  const found: OpenVouch[] = []
  for (const { id } of rows) {
    const request = await loadRequest(db, deps, requestId.parse(id))
    if (request.needs.way !== 'recovery') continue
    const given = await requesterProofs(db, deps, request)
    if (given.some(({ method }) => method === 'vouch')) continue
    found.push({
      requester: request.requester,
      vouchers: await askedToVouch(deps, `vouch/${request.id}/${request.planHash}/`),
      words: vouchWords(deps, request),
    })
  }
  return found
}

/** By the notices that were written to them, so that nothing is asked of the directory for merely looking. */
async function askedToVouch({ store }: Deps, prefix: string): Promise<string[]> {
  const rows = await store.db
    .selectFrom('notice')
    .select('destination')
    .where('dedupe_key', 'like', `${prefix}%`)
    .execute()
  return rows.flatMap(({ destination }) => {
    const { account } = destination as { account?: Account }
    return account?.platform === 'playground' ? [account.user] : []
  })
}
