// Wrong codes in a row, over all codes of one person: a new code gives no new tries, only a completed proof does.
import { hours, later } from '../clock.ts'
import type { Core } from '../core.ts'
import type { Store, Tx } from '../store/store.ts'

/** Of the last day, for a person who mistyped last week starts anew. */
export async function wrongInARow(
  db: Tx['db'] | Store['db'],
  { clock }: Pick<Core, 'clock'>,
  person: string,
): Promise<number> {
  const newestFirst = await db
    .selectFrom('proof')
    .select(['state', 'tries'])
    .where('person', '=', person)
    .where('sent_at', '>', later(clock.now(), -hours(24)))
    .orderBy('sent_at', 'desc')
    .execute()
  const proven = newestFirst.findIndex(({ state }) => state === 'completed')
  return newestFirst.slice(0, proven < 0 ? undefined : proven).reduce((sum, { tries }) => sum + tries, 0)
}
