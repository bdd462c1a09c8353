// An approver's card that could not be left: the account is remembered with the request, and whoever else may decide is asked.
import { sql } from 'kysely'
import { type Account, accountKey, type RequestId } from '../ids.ts'
import type { Tx } from '../store/store.ts'

export async function noteLost(tx: Tx, request: RequestId, account: Account): Promise<void> {
  const key = accountKey(account)
  const lost = sql`coalesce(shown -> 'lost', '[]'::jsonb)`
  const row = await tx.db
    .updateTable('request')
    .set({ shown: sql`jsonb_set(shown, '{lost}', ${lost} || to_jsonb(${key}::text))` })
    .where('id', '=', request)
    .where('state', '=', 'approving')
    .where(sql<boolean>`NOT (${lost} ? ${key})`)
    .returning('id')
    .executeTakeFirst()
  if (row) await tx.enqueue('ask-approvers', { request })
}
