// Replaces LATCHKEY_SECRET: what is sealed soundly under the old one is sealed under the new one, and nothing else is touched.
import { sql } from 'kysely'
import type { Clock } from '../clock.ts'
import { LatchkeyError } from '../errors.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { Store, Tx } from '../store/store.ts'
import { isSecretOf, noteSecret, secretMac } from './own-keys.ts'
import { keyOf, type PageOptions, pageOf } from './pages.ts'
import { again, type Change, type SealedTable, sealedTables } from './sealed-tables.ts'

export interface Rotated {
  /** False: the rows were under this secret already. */
  isNew: boolean
  /** How many rows of each table were sealed again, this time. */
  again: ReadonlyMap<string, number>
  /** What did not carry the old seal: left as it is, and believed by nobody. */
  refused: readonly { table: string; key: string }[]
}

interface Rotation extends Change {
  store: Store
  clock: Clock
  ledger: Ledger
  /** After each batch. */
  onBatch?(table: string): Promise<void> | void
}

const batch = 200

/**
 * For a store that nobody else uses. Begun again after it was cut off, it goes on: a row is under the one secret or the
 * other, never in between. Until it has ended, no process starts on this store.
 */
export async function rotateSecret(rotation: Rotation): Promise<Rotated> {
  const counts = new Map<string, number>()
  const refused: { table: string; key: string }[] = []
  if (!(await rotation.store.tx((tx) => begin(tx, rotation)))) return { isNew: false, again: counts, refused }
  for (const one of sealedTables) counts.set(one.table, await sealAgain(rotation, one, refused))
  await rotation.store.tx((tx) => finish(tx, rotation, { again: counts, refused }))
  return { isNew: true, again: counts, refused }
}

/** False: it was done before. */
async function begin(tx: Tx, { from, to, clock }: Rotation): Promise<boolean> {
  const read = () => tx.db.selectFrom('own_secret').selectAll().where('id', '=', 1).forUpdate().executeTakeFirst()
  if (!(await read())) await noteSecret(tx, from, clock)
  const row = await read()
  if (!row) throw new Error('what was just written can be read')
  if (row.next_mac === null && isSecretOf(to, row.mac)) return false
  if (!isSecretOf(from, row.mac)) throw new LatchkeyError('other-secret')
  if (row.next_mac !== null && !isSecretOf(to, row.next_mac)) throw new LatchkeyError('secret-changing')
  await tx.db
    .updateTable('own_secret')
    .set({ next_mac: secretMac(to) })
    .execute()
  return true
}

async function sealAgain(
  { store, onBatch, ...change }: Rotation,
  of: SealedTable,
  refused: { table: string; key: string }[],
): Promise<number> {
  const { table, key } = of
  let count = 0
  let after: PageOptions['after']
  do {
    after = await store.tx(async (tx) => {
      const { rows, next } = await pageOf(tx.db, of, { size: batch, after, isLocked: true })
      for (const row of rows) {
        const set = again(of, row, change)
        if (!set) refused.push({ table, key: keyOf(of, row) })
        if (!set || Object.keys(set).length === 0) continue
        const pairs = Object.entries(set).map(([column, value]) => sql`${sql.ref(column)} = ${value}`)
        const where = key.map((column) => sql`${sql.ref(column)} = ${row[column]}`)
        await sql`UPDATE ${sql.table(table)} SET ${sql.join(pairs)} WHERE ${sql.join(where, sql` AND `)}`.execute(tx.db)
        count += 1
      }
      return next
    })
    await onBatch?.(table)
  } while (after)
  return count
}

/** What lives for minutes ends. Buttons, links and printed codes are still found by the digests of before. */
async function finish(
  tx: Tx,
  rotation: Rotation,
  { again: counts, refused }: Pick<Rotated, 'again' | 'refused'>,
): Promise<void> {
  const { to, clock, ledger } = rotation
  await tx.db.deleteFrom('worker_key').execute()
  await tx.db.deleteFrom('page_challenge').execute()
  await retire(tx, rotation)
  await tx.db
    .updateTable('own_secret')
    .set({ mac: secretMac(to), next_mac: null, changed_at: clock.now() })
    .execute()
  await ledger.append(tx, {
    actor: 'host',
    event: 'secret.rotated',
    body: { rows: [...counts.values()].reduce((sum, count) => sum + count, 0), refused: refused.length },
  })
}

async function retire(tx: Tx, { from, to, clock }: Rotation): Promise<void> {
  for (const { seq, sealed } of await tx.db.selectFrom('retired_pepper').selectAll().execute()) {
    const again = to.sealAgain('retired-pepper', sealed, from)
    await tx.db.updateTable('retired_pepper').set({ sealed: again }).where('seq', '=', seq).execute()
  }
  await tx.db
    .insertInto('retired_pepper')
    .values({ sealed: from.pepperFor(to), at: clock.now() })
    .execute()
}
