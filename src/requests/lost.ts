// An approver's card that could not be left: the account is remembered with the request, and whoever else may decide is asked.
import type { Core } from '../core.ts'
import { type Account, accountKey, type RequestId } from '../ids.ts'
import type { Tx } from '../store/store.ts'
import { loadRequest, shownColumns } from './request.ts'

export async function noteLost(tx: Tx, deps: Pick<Core, 'keys'>, id: RequestId, account: Account): Promise<void> {
  const key = accountKey(account)
  const row = await tx.db
    .selectFrom('request')
    .select('id')
    .where('id', '=', id)
    .where('state', '=', 'approving')
    .forUpdate()
    .executeTakeFirst()
  if (!row) return
  const request = await loadRequest(tx.db, deps, id)
  const lost = request.shown.lost ?? []
  if (lost.includes(key)) return
  const shown = shownColumns(deps, request, { ...request.shown, lost: [...lost, key] })
  await tx.db.updateTable('request').set(shown).where('id', '=', id).execute()
  await tx.enqueue('ask-approvers', { request: id })
}
