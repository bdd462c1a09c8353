// Which destinations have messages waiting that may be sent now.
import type { Core } from '../core.ts'

export async function destinationsWaiting({ store, clock }: Pick<Core, 'store' | 'clock'>): Promise<string[]> {
  const rows = await store.db
    .selectFrom('notice')
    .select('destination_key')
    .distinct()
    .where('state', '=', 'pending')
    .where('not_before', '<=', clock.now())
    .limit(500)
    .execute()
  return rows.map((row) => row.destination_key)
}
