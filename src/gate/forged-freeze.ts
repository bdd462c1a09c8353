// A freeze that nobody here made or lifted holds like any other; whoever can say what became of it is told, once.
import { sql } from 'kysely'
import type { GateCore } from '../core.ts'
import { LatchkeyError } from '../errors.ts'
import { alarmAt } from '../requests/alarm.ts'
import type { Request } from '../requests/request.ts'

export async function tellForgedFreeze(
  deps: GateCore,
  { requester, subject }: Pick<Request, 'requester' | 'subject'>,
): Promise<void> {
  for (const scope of new Set(['house' as const, requester, subject])) {
    const forged = await deps.freezes.forged(scope)
    if (!forged) continue
    const at = { freeze: scope, changes: String(forged.changes) }
    const told = await deps.store.db
      .selectFrom('ledger')
      .select('seq')
      .where('event', '=', 'row.tampered')
      .where(sql<boolean>`body::jsonb -> 'data' @> ${JSON.stringify(at)}::jsonb`)
      .limit(1)
      .executeTakeFirst()
    if (!told) await alarmAt(deps, at, new LatchkeyError('tampered', { what: 'freeze' }))
  }
}
