// Whether the next in line may decide as well: only when the ledger says that this plan was escalated.
import { z } from 'zod'
import type { Core } from '../core.ts'
import { ownRecords } from '../ledger/records.ts'
import type { Request } from './request.ts'

const said = z.object({ plan: z.string() })

/** The row alone, changed from outside, would let somebody decide whom nobody was to ask yet. */
export async function isEscalated(
  { store, keys }: Pick<Core, 'store' | 'keys'>,
  { id, planHash, row }: Request,
): Promise<boolean> {
  if (row.escalated_at === null) return false
  const records = await ownRecords(store.db, { keys }, { request: id }, ['approval.escalated'])
  return records.some(({ data }) => said.parse(data).plan === planHash)
}
