// The keys of this process, after a look at whether they are those of the store: another secret would believe nothing in it.
import type { Clock } from '../clock.ts'
import { LatchkeyError } from '../errors.ts'
import { createKeys, type Keys } from '../keys.ts'
import { isOwnKey } from '../ledger/seal.ts'
import type { Store, Tx } from '../store/store.ts'

/** What a secret is known by. */
export const secretMac = (keys: Keys): string => keys.mac('own-secret', {})
export const isSecretOf = (keys: Keys, mac: string | null): boolean => keys.isMac('own-secret', {}, mac)

/** Throws `other-secret`, and `secret-changing` while a rotation that was begun is not finished. */
export async function ownKeys(store: Store, secret: string, clock: Clock): Promise<Keys> {
  const keys = createKeys(secret)
  const row = await store.db.selectFrom('own_secret').selectAll().executeTakeFirst()
  if (row && row.next_mac !== null) throw new LatchkeyError('secret-changing')
  if (row && !isSecretOf(keys, row.mac)) throw new LatchkeyError('other-secret')
  if (!row) await store.tx((tx) => noteSecret(tx, keys, clock))
  const retired = await store.db.selectFrom('retired_pepper').select('sealed').orderBy('seq', 'desc').execute()
  return createKeys(
    secret,
    retired.map(({ sealed }) => keys.open('retired-pepper', sealed)),
  )
}

/** For a store that never heard of any: whatever is sealed in it already shows whether this is the one. */
export async function noteSecret(tx: Tx, keys: Keys, clock: Clock): Promise<void> {
  const kept = await tx.db
    .selectFrom('person_key')
    .select(['user_id as user', 'sealed_key as sealedKey'])
    .executeTakeFirst()
  if (kept && !isOwnKey(keys, kept)) throw new LatchkeyError('other-secret')
  await tx.db
    .insertInto('own_secret')
    .values({ id: 1, mac: secretMac(keys), next_mac: null, changed_at: clock.now() })
    .onConflict((clash) => clash.doNothing())
    .execute()
}
