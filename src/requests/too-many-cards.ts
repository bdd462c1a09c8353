// How many cards one person's asks may put before those who decide and vouch: six within an hour, whatever became of them.
import { sql } from 'kysely'
import { hours, later } from '../clock.ts'
import type { Core } from '../core.ts'
import { ofRequester } from '../policy/facts.ts'
import type { Tx } from '../store/store.ts'
import { at, type Text, text } from '../words/text.ts'
import type { Draft } from './create.ts'
import { openStates } from './states.ts'

const most = { cards: 6, within: hours(1) }

/**
 * Who is tired of cards approves anything, so cancelling gives none back. Read in the transaction that makes the request:
 * two asks at one moment, from two accounts of one person, queue up here. Undefined: there is room.
 */
export async function tooManyCards(
  tx: Tx,
  { clock }: Pick<Core, 'clock'>,
  { inputs, needs }: Draft,
): Promise<Text | undefined> {
  if (needs.approvals.length === 0) return undefined
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`cards/${inputs.requester}`}, 0))`.execute(tx.db)
  const since = later(clock.now(), -most.within)
  const isOpen = sql<boolean>`one.state = ANY(${[...openStates]}::text[])`
  const before = await ofRequester(tx.db, inputs)
    .where(sql<boolean>`jsonb_array_length(one.needs->'approvals') > 0`)
    .where((of) => of.or([isOpen, of('one.asked_approvers_at', '>', since), of('one.updated_at', '>', since)]))
    .select((of) => [
      isOpen.as('isOpen'),
      'one.asked_approvers_at as asked',
      sql<boolean>`one.needs->>'way' = 'recovery'`.as('isRecovery'),
      of
        .selectFrom('notice')
        .select(({ fn }) => fn.min('notice.created_at').as('at'))
        .whereRef('notice.request_id', '=', 'one.id')
        .where('notice.dedupe_key', 'like', 'vouch/%')
        .as('vouched'),
    ])
    .execute()
  // A card of an open request that was not sent yet may be sent at any moment.
  const sent = before
    .flatMap((one) => (one.isRecovery ? [one, { ...one, asked: one.vouched }] : [one]))
    .flatMap(({ asked, isOpen: mayCome }) => (asked ? [asked.getTime()] : mayCome ? [Number.POSITIVE_INFINITY] : []))
    .filter((time) => time > since.getTime())
    .sort((a, b) => a - b)
  const over = sent.length + (needs.way === 'recovery' ? 2 : 1) - most.cards
  if (over <= 0) return undefined
  const frees = sent[over - 1] ?? Number.POSITIVE_INFINITY
  return Number.isFinite(frees)
    ? text('policy.too-many-cards', { until: at(later(new Date(frees), most.within)) })
    : text('policy.too-many-open', { count: before.filter((one) => one.isOpen).length })
}
