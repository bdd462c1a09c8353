// Looks at every sealed row, whether somebody uses it or not: what was written from outside is found within the hour, and told once.
import { createHash } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import type { Core } from '../core.ts'
import { ownRecords } from '../ledger/records.ts'
import { type LedgerVerdict, verifyLedger } from '../ledger/verify.ts'
import { sayToSecurity } from '../outbox/notices.ts'
import { securityAccounts } from '../people/security.ts'
import { type Text, text } from '../words/text.ts'
import { keyOf, type PageOptions, pageOf } from './pages.ts'
import { again, type SealedTable, sealedTables } from './sealed-tables.ts'

type Deps = Pick<Core, 'store' | 'keys' | 'clock' | 'organisation' | 'bindings' | 'ledger' | 'log' | 'directory'>

const batch = 500

export async function checkSeals(deps: Deps): Promise<void> {
  for (const one of sealedTables) {
    const foreign = await foreignRows(deps, one)
    if (foreign.length === 0) continue
    const rows = createHash('sha256').update(foreign.join()).digest('hex').slice(0, 16)
    const title = text('audit.foreign-rows', { table: one.table, count: foreign.length })
    await tellOnce(deps, { table: one.table, rows }, title)
  }
}

/** The whole chain, and that Latchkey wrote each record of it. */
export async function checkLedger(deps: Deps): Promise<LedgerVerdict> {
  const verdict = await verifyLedger(deps.store, [], deps.keys)
  if (!verdict.ok)
    await tellOnce(
      deps,
      { table: 'ledger', rows: `${verdict.firstBad}/${verdict.why}` },
      text('audit.foreign-record', { seq: verdict.firstBad }),
    )
  return verdict
}

async function foreignRows({ store, keys }: Deps, of: SealedTable): Promise<string[]> {
  const foreign: string[] = []
  let after: PageOptions['after']
  do {
    const { rows, next } = await pageOf(store.db, of, { size: batch, after })
    for (const row of rows) if (!again(of, row, { from: keys, to: keys })) foreign.push(keyOf(of, row))
    after = next
  } while (after)
  return foreign
}

/** The same rows again are no news. */
async function tellOnce(deps: Deps, body: { table: string; rows: string }, title: Text): Promise<void> {
  const contacts = await securityAccounts(deps)
  await deps.store.tx(async (tx) => {
    const told = await ownRecords(tx.db, deps, 'anything', ['row.tampered'])
    if (told.some(({ data }) => isDeepStrictEqual(data, body))) return
    await sayToSecurity(tx, deps, contacts, { tone: 'bad', title, body: [text('audit.foreign-next')] })
    await deps.ledger.append(tx, { actor: 'system', event: 'row.tampered', body })
  })
}
