// Handles: what a button or form carries. Random, opaque, bound to one account; we keep only a digest.
import { randomBytes } from 'node:crypto'
import { hours, later } from '../clock.ts'
import type { Core } from '../core.ts'
import type { Account } from '../ids.ts'
import { type Intent, intent } from '../intent.ts'
import type { Tx } from '../store/store.ts'

type Deps = Pick<Core, 'keys' | 'clock'>

/** Longer than any request waits; what is decided is decided by the request's own state. */
const handlesLast = hours(24 * 35)

/** Makes a handle of 128 random bits for this reader and stores what it means. */
export async function mintHandle(
  tx: Tx,
  deps: Deps,
  reader: Account,
  meaning: Intent,
  lastMs = handlesLast,
): Promise<string> {
  const handle = randomBytes(16).toString('base64url')
  await tx.db
    .insertInto('handle')
    .values({
      digest: deps.keys.digest('handle', handle),
      platform: reader.platform,
      tenant: reader.tenant,
      account_user: reader.user,
      intent: JSON.stringify(meaning),
      expires_at: later(deps.clock.now(), lastMs),
    })
    .execute()
  return handle
}

/** What the handle means for this account; undefined when it is unknown, somebody else's, or too old. */
export async function findIntent(
  db: Tx['db'] | Core['store']['db'],
  deps: Deps,
  presser: Account,
  handle: string,
): Promise<Intent | undefined> {
  const row = await db
    .selectFrom('handle')
    .select(['intent', 'expires_at'])
    .where('digest', '=', deps.keys.digest('handle', handle))
    .where('platform', '=', presser.platform)
    .where('tenant', '=', presser.tenant)
    .where('account_user', '=', presser.user)
    .executeTakeFirst()
  if (!row || row.expires_at <= deps.clock.now()) return undefined
  return intent.parse(row.intent)
}
