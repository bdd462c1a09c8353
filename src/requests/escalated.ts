// Whether the next in line may decide as well: only when the ledger says that this plan was escalated.
import { z } from 'zod'
import type { Core } from '../core.ts'
import type { Request } from './request.ts'

const body = z.object({ data: z.object({ plan: z.string() }) })

/**
 * The row alone, changed from outside, would let somebody decide whom nobody was to ask yet, and leave no trace. A record
 * in the ledger is there for everyone to see, and cannot be taken away again.
 */
export async function isEscalated({ store }: Pick<Core, 'store'>, { id, planHash, row }: Request): Promise<boolean> {
  if (row.escalated_at === null) return false
  const records = await store.db
    .selectFrom('ledger')
    .select('body')
    .where('request_id', '=', id)
    .where('event', '=', 'approval.escalated')
    .execute()
  return records.some((record) => body.parse(JSON.parse(record.body)).data.plan === planHash)
}
