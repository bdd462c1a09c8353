// How often one person's phone is rung, and when no more: so many in a time, too many wrong codes, or two that were denied.
import { sql } from 'kysely'
import { hours, later, minutes } from '../clock.ts'
import type { Core } from '../core.ts'
import type { UserId } from '../ids.ts'
import { recordsAbout } from '../ledger/records.ts'
import type { Tx } from '../store/store.ts'
import { at, type Text, text } from '../words/text.ts'
import { mostFailuresInARow } from './code.ts'
import { wrongInARow } from './tries.ts'

type Db = Tx['db'] | Core['store']['db']
type Deps = Pick<Core, 'clock'>

/** JumpCloud itself allows three pushes in five minutes for one device. */
const mostPushes = { times: 3, within: minutes(5) }
const mostPushesPerDay = 6
/** Two denials within this time, and no phone is rung for as long: who asks again and again hopes for a tired yes (T-B3). */
const denialsWeigh = hours(24)

/** First in a transaction: what counts somebody's pushes and tries goes through one at a time, in every process. */
export async function inTurn(tx: Tx, person: UserId): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`proof/${person}`}, 0))`.execute(tx.db)
}

/** Counted where the phone is about to be rung, in its person's turn: fifty who start at one moment are counted too. */
export async function whyNoPush(db: Db, deps: Deps & Pick<Core, 'keys'>, person: UserId): Promise<Text | undefined> {
  const now = deps.clock.now()
  const until = await pushLockedUntil(db, deps, person)
  if (until) return text('proof.locked', { until: at(until) })
  const today = await sentSince(db, person, 'push', later(now, -hours(24)))
  const recent = today.filter((sentAt) => sentAt > later(now, -mostPushes.within))
  if (recent.length >= mostPushes.times) return text('proof.too-many-pushes', { minutes: 5 })
  if (today.length >= mostPushesPerDay) return text('proof.too-many-today')
  const isGuessing = (await wrongInARow(db, deps, person)) >= mostFailuresInARow
  return isGuessing ? text('proof.too-many-wrong') : undefined
}

/** When codes were sent this way: by the ledger, from which nobody takes one away to have another sent. */
export async function sentSince(
  db: Db,
  person: UserId,
  method: 'push' | 'personal-mail',
  since: Date,
): Promise<Date[]> {
  const sent = await recordsAbout(db, person, 'proof.sent', since)
  return sent.flatMap(({ at: sentAt, data }) => (data.method === method ? [sentAt] : []))
}

/** Until when this person proves nothing by push; undefined: they can. What else they have is not touched by it (T-O2). */
export async function pushLockedUntil(db: Db, { clock }: Deps, person: UserId): Promise<Date | undefined> {
  const now = clock.now()
  const [last, before] = await denials(db, person, later(now, -2 * denialsWeigh))
  if (!last || !before || later(before, denialsWeigh) <= last) return undefined
  const until = later(last, denialsWeigh)
  return until > now ? until : undefined
}

/** Whether one more denial closes it. */
export const wasDeniedLately = async (db: Db, { clock }: Deps, person: UserId): Promise<boolean> =>
  (await denials(db, person, later(clock.now(), -denialsWeigh))).length > 0

export const lockFrom = (denied: Date): Date => later(denied, denialsWeigh)

/** The last two. Read in the ledger, which nobody can set back. */
async function denials(db: Db, person: UserId, since: Date): Promise<Date[]> {
  const rows = await db
    .selectFrom('ledger')
    .select('at')
    .where('event', '=', 'proof.failed')
    .where('at', '>', since)
    .where(sql<boolean>`body::jsonb ->> 'about' = ${person}`)
    .where(sql<boolean>`body::jsonb -> 'data' ->> 'status' = 'DENIED'`)
    .orderBy('seq', 'desc')
    .limit(2)
    .execute()
  return rows.map(({ at: denied }) => denied)
}
