// Where this store lived when it was last looked at, under its seal.
import type { Clock } from '../clock.ts'
import { LatchkeyError } from '../errors.ts'
import type { Keys } from '../keys.ts'
import { placeOf } from '../store/place.ts'
import type { Store, Tx } from '../store/store.ts'

export const placeSeal = ({ place, noted_at }: { place: string | null; noted_at: Date | null }) => ({
  place,
  at: noted_at?.toISOString() ?? null,
})

/** `unnoted`: as its table was made. `changed`: gone, or not as Latchkey wrote it; it is believed as little as one elsewhere. */
export type Standing = 'here' | 'elsewhere' | 'changed' | 'unnoted'

export async function standing(db: Store['db'] | Tx['db'], { keys }: { keys: Keys }, here: string): Promise<Standing> {
  const row = await db.selectFrom('own_place').selectAll().where('id', '=', 1).executeTakeFirst()
  if (!row) return 'changed'
  if (row.place === null) return 'unnoted'
  if (!keys.isMac('own-place', placeSeal(row), row.mac)) return 'changed'
  return row.place === here ? 'here' : 'elsewhere'
}

export async function notePlace(tx: Tx, { keys, clock }: { keys: Keys; clock: Clock }, place: string): Promise<void> {
  const row = { place, noted_at: clock.now() }
  const kept = { ...row, mac: keys.mac('own-place', placeSeal(row)) }
  await tx.db
    .insertInto('own_place')
    .values({ id: 1, ...kept })
    .onConflict((clash) => clash.column('id').doUpdateSet(kept))
    .execute()
}

/** Throws `store-put-back`: what was open in a copy would go on in its next place, where nobody sees that it was one. */
export async function refusePutBack(store: Pick<Store, 'db' | 'kind'>, deps: { keys: Keys }): Promise<void> {
  const found = await standing(store.db, deps, await placeOf(store))
  if (found === 'elsewhere' || found === 'changed') throw new LatchkeyError('store-put-back')
}
