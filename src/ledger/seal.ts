// Personal texts in the ledger: sealed under a key of the person's own, so that destroying the key forgets the person
// while the chain still verifies.
import { randomBytes } from 'node:crypto'
import type { Clock } from '../clock.ts'
import type { UserId } from '../ids.ts'
import { decrypt, encrypt, type Keys } from '../keys.ts'
import type { Store, Tx } from '../store/store.ts'

export interface Sealer {
  /** Makes the person's key at the first use. */
  seal(tx: Tx, of: UserId, text: string): Promise<string>
  /** Undefined when the person was forgotten; throws `tampered` when the text or the key was changed. */
  open(store: Pick<Store, 'db'>, of: UserId, sealed: string): Promise<string | undefined>
  /** What was sealed so far cannot be read by anyone any more. What is written later gets a new key. */
  forget(tx: Tx, of: UserId): Promise<void>
}

const keyBytes = 32
const keyOf = (user: UserId): string => `person-key/${user}`
/** The key's nonce tells a key from the one before it was forgotten, so an old text is not taken for a changed one. */
const keyId = (sealedKey: string): string => sealedKey.slice(3, 19)

/** Whether these keys made a stored key: not so when LATCHKEY_SECRET is another one than it was. */
export function isOwnKey(keys: Keys, { user, sealedKey }: { user: string; sealedKey: string }): boolean {
  try {
    return keys.open(`person-key/${user}`, sealedKey).length === keyBytes
  } catch {
    return false
  }
}

export function createSealer({ keys, clock }: { keys: Keys; clock: Clock }): Sealer {
  return {
    async seal(tx, of, text) {
      const sealedKey = await getOrMakeKey(tx, of, keys, clock)
      return `${keyId(sealedKey)}.${encrypt(keys.open(keyOf(of), sealedKey), of, Buffer.from(text))}`
    },
    async open({ db }, of, sealed) {
      const row = await db.selectFrom('person_key').select('sealed_key').where('user_id', '=', of).executeTakeFirst()
      if (row === undefined || !sealed.startsWith(`${keyId(row.sealed_key)}.`)) return undefined
      const text = sealed.slice(sealed.indexOf('.') + 1)
      return decrypt(keys.open(keyOf(of), row.sealed_key), of, text).toString()
    },
    async forget(tx, of) {
      await tx.db.deleteFrom('person_key').where('user_id', '=', of).execute()
    },
  }
}

/** Two transactions that meet a new person at once settle on one key: the second waits for the first. */
async function getOrMakeKey(tx: Tx, of: UserId, keys: Keys, clock: Clock): Promise<string> {
  const find = () => tx.db.selectFrom('person_key').select('sealed_key').where('user_id', '=', of).executeTakeFirst()
  const known = await find()
  if (known) return known.sealed_key
  const row = { user_id: of, sealed_key: keys.seal(keyOf(of), randomBytes(keyBytes)), created_at: clock.now() }
  await tx.db
    .insertInto('person_key')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  const made = await find()
  if (made === undefined) throw new Error('a key that was just written can be read')
  return made.sealed_key
}
