// Looks at every sealed row, whether somebody uses it or not: what was written from outside is found within the hour, and told once.
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { z } from 'zod'
import type { Core } from '../core.ts'
import { hasCode } from '../errors.ts'
import { type LedgerVerdict, verifyLedger } from '../ledger/verify.ts'
import { sayToSecurity } from '../outbox/notices.ts'
import { securityAccounts } from '../people/security.ts'
import { type Text, text } from '../words/text.ts'
import { type SealedTable, sealedTables } from './sealed-tables.ts'

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

async function foreignRows({ store, keys }: Deps, { table, key, again }: SealedTable): Promise<string[]> {
  const columns = sql.join(key.map((column) => sql.ref(column)))
  const foreign: string[] = []
  let after: readonly unknown[] | undefined
  for (;;) {
    const beyond = after ? sql`WHERE (${columns}) > (${sql.join([...after])})` : sql``
    const { rows } = await sql<Record<string, unknown>>`SELECT * FROM ${sql.table(table)} ${beyond}
      ORDER BY ${columns} LIMIT ${batch}`.execute(store.db)
    for (const row of rows) if (!isOurs(row)) foreign.push(key.map((column) => String(row[column])).join(' '))
    const last = rows.at(-1)
    if (rows.length < batch || !last) return foreign
    after = key.map((column) => last[column])
  }

  function isOurs(row: Record<string, unknown>): boolean {
    try {
      again(row, { from: keys, to: keys })
      return true
    } catch (error) {
      if (!hasCode(error, 'tampered') && !(error instanceof z.ZodError)) throw error
      return false
    }
  }
}

/** The same rows again are no news. */
async function tellOnce(deps: Deps, body: { table: string; rows: string }, title: Text): Promise<void> {
  const contacts = await securityAccounts(deps)
  await deps.store.tx(async (tx) => {
    const known = await tx.db
      .selectFrom('ledger')
      .select('seq')
      .where('event', '=', 'row.tampered')
      .where(sql<boolean>`body::jsonb -> 'data' = ${JSON.stringify(body)}::jsonb`)
      .limit(1)
      .executeTakeFirst()
    if (known) return
    await sayToSecurity(tx, deps, contacts, { tone: 'bad', title, body: [text('audit.foreign-next')] })
    await deps.ledger.append(tx, { actor: 'system', event: 'row.tampered', body })
  })
}
