// Handles: what a button or form carries. Random, opaque, bound to one account; we keep only a digest.
import { randomBytes } from 'node:crypto'
import type { Insertable } from 'kysely'
import { hours, later } from '../clock.ts'
import type { Core } from '../core.ts'
import type { Account } from '../ids.ts'
import { type Intent, intent } from '../intent.ts'
import type { Tx } from '../store/store.ts'
import type { Tables } from '../store/tables.ts'

type Deps = Pick<Core, 'keys' | 'clock'>
type Db = Tx['db'] | Core['store']['db']

/** Longer than any request waits; what is decided is decided by the request's own state. */
const handlesLast = hours(24 * 35)

/** Whoever writes to the database gives a button that somebody will press no other meaning. */
export const handleSeal = (digest: string, { platform, tenant, user }: Account, meaning: object, expiresAt: Date) => ({
  digest,
  account: [platform, tenant, user],
  meaning,
  expiresAt: expiresAt.toISOString(),
})

/** Handles in the making: each has 128 random bits. They mean something once `store` has written them, all at once. */
export function mintHandles({ keys, clock }: Deps, reader: Account, lastMs = handlesLast) {
  const rows: Insertable<Tables['handle']>[] = []
  return {
    mint(meaning: Intent): string {
      const handle = randomBytes(16).toString('base64url')
      const digest = keys.digest('handle', handle)
      const expiresAt = later(clock.now(), lastMs)
      rows.push({
        digest,
        platform: reader.platform,
        tenant: reader.tenant,
        account_user: reader.user,
        intent: JSON.stringify(meaning),
        expires_at: expiresAt,
        mac: keys.mac('handle', handleSeal(digest, reader, meaning, expiresAt)),
      })
      return handle
    },
    async store(db: Db): Promise<void> {
      if (rows.length > 0) await db.insertInto('handle').values(rows).execute()
    },
  }
}

/** One handle for this reader, stored. */
export async function mintHandle(db: Db, deps: Deps, reader: Account, meaning: Intent): Promise<string> {
  const { mint, store } = mintHandles(deps, reader)
  const handle = mint(meaning)
  await store(db)
  return handle
}

/** What the handle means for this account; undefined when it is unknown, somebody else's, too old, or not as we wrote it. */
export async function findIntent(db: Db, deps: Deps, presser: Account, handle: string): Promise<Intent | undefined> {
  const row = await db
    .selectFrom('handle')
    .select(['digest', 'intent', 'expires_at', 'mac'])
    .where('digest', 'in', deps.keys.digests('handle', handle))
    .where('platform', '=', presser.platform)
    .where('tenant', '=', presser.tenant)
    .where('account_user', '=', presser.user)
    .executeTakeFirst()
  if (!row || row.expires_at <= deps.clock.now()) return undefined
  if (!deps.keys.isMac('handle', handleSeal(row.digest, presser, row.intent, row.expires_at), row.mac)) return undefined
  return intent.parse(row.intent)
}
