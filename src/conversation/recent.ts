// What is remembered of a conversation: language, zone, and the last lines for a hand-over, redacted and sealed, for half an hour.
import { z } from 'zod'
import { minutes } from '../clock.ts'
import type { Core } from '../core.ts'
import { hasCode } from '../errors.ts'
import { type Account, accountKey } from '../ids.ts'
import type { Tx } from '../store/store.ts'
import type { Turn } from './turn.ts'

const lines = z.array(z.object({ at: z.iso.datetime(), sealed: z.string() })).catch([])
const mostLines = 6
const keptFor = minutes(30)

export async function recentOf(
  { store, clock, keys }: Pick<Core, 'store' | 'clock' | 'keys'>,
  account: Account,
): Promise<{ words: string[]; misses: number }> {
  const row = await store.db
    .selectFrom('conversation')
    .select(['recent', 'misses'])
    .where('platform', '=', account.platform)
    .where('tenant', '=', account.tenant)
    .where('account_user', '=', account.user)
    .executeTakeFirst()
  const words = fresh(row?.recent, clock.now()).flatMap(({ sealed }) => opened(keys, account, sealed))
  return { words, misses: row?.misses ?? 0 }
}

const aboutOf = (account: Account): string => `recent/${accountKey(account)}`

/** What was sealed under another secret is as good as forgotten. */
function opened(keys: Core['keys'], account: Account, sealed: string): string[] {
  try {
    return [keys.open(aboutOf(account), sealed).toString()]
  } catch (error) {
    if (hasCode(error, 'tampered')) return []
    throw error
  }
}

const fresh = (recent: unknown, now: Date) =>
  lines.parse(recent ?? []).filter(({ at }) => new Date(at).getTime() > now.getTime() - keptFor)

export async function remember(tx: Tx, turn: Turn): Promise<void> {
  const { account } = turn.came
  const now = turn.clock.now()
  const key = { platform: account.platform, tenant: account.tenant, account_user: account.user }
  const row = await tx.db
    .selectFrom('conversation')
    .select('recent')
    .where('platform', '=', key.platform)
    .where('tenant', '=', key.tenant)
    .where('account_user', '=', key.account_user)
    .executeTakeFirst()
  const words = 'text' in turn.came ? [turn.came.text.slice(0, 200)] : []
  const said = words.map((line) => ({
    at: now.toISOString(),
    sealed: turn.keys.seal(aboutOf(account), Buffer.from(line)),
  }))
  const isHome = turn.came.kind === 'home'
  const values = {
    language: turn.profile.language,
    time_zone: turn.profile.timeZone,
    recent: JSON.stringify([...fresh(row?.recent, now), ...said].slice(-mostLines)),
    updated_at: now,
    ...(isHome ? { home_at: now } : { is_home_only: false }),
  }
  await tx.db
    .insertInto('conversation')
    .values({ ...key, home_at: null, is_home_only: isHome, ...values })
    .onConflict((clash) => clash.columns(['platform', 'tenant', 'account_user']).doUpdateSet(values))
    .execute()
}

/** Counts texts in a row that were not understood: after the second a person is offered. */
export const countMiss = (tx: Tx, account: Account, misses: number) =>
  tx.db
    .updateTable('conversation')
    .set({ misses })
    .where('platform', '=', account.platform)
    .where('tenant', '=', account.tenant)
    .where('account_user', '=', account.user)
    .execute()
