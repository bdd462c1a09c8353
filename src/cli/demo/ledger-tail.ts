// The ledger as the playground shows it: names instead of ids, and one short line of what each record says.
import type { LedgerTail } from '../../../adapters/playground/index.ts'
import { type LedgerRecord, readLedger } from '../../ledger/ledger.ts'
import { verifyLedger } from '../../ledger/verify.ts'
import type { State } from '../../sandbox/state.ts'
import type { Store } from '../../store/store.ts'

const shown = ['skill', 'action', 'why', 'to', 'level', 'status', 'asked', 'platform'] as const
const mostRows = 500

export function ledgerTail(store: Store, directory: State): LedgerTail {
  const nameOf = (id: string): string => {
    const user = directory.users.get(id)
    return user ? `${user.firstname} ${user.lastname}`.trim() || user.username : id
  }
  return {
    async tail(after) {
      const records = await readLedger(store, { after, limit: mostRows })
      const numbers = await numbersOf(store, records)
      return records.map((record) => ({
        seq: record.seq,
        at: record.at,
        event: record.event,
        request: record.request === undefined ? undefined : numbers.get(record.request),
        actor: nameOf(record.actor),
        summary: summaryOf(record, nameOf),
      }))
    },
    isIntact: async () => (await verifyLedger(store)).ok,
  }
}

function summaryOf({ body, about, actor }: LedgerRecord, nameOf: (id: string) => string): string {
  const facts = typeof body === 'object' && body !== null && !Array.isArray(body) ? body : {}
  const words = shown.flatMap((name) =>
    facts[name] === undefined || facts[name] === null ? [] : [`${name} ${facts[name]}`],
  )
  return [...(about !== undefined && about !== actor ? [nameOf(about)] : []), ...words].join(' · ')
}

async function numbersOf({ db }: Store, records: LedgerRecord[]): Promise<Map<string, string>> {
  const ids = [...new Set(records.flatMap(({ request }) => request ?? []))]
  if (ids.length === 0) return new Map()
  const rows = await db.selectFrom('request').select(['id', 'number']).where('id', 'in', ids).execute()
  return new Map(rows.map(({ id, number }) => [id, `R-${number}`]))
}
