// Remembers the keys of what came in, for all processes on a store: what comes a second time is known.
import type { Clock } from '../clock.ts'
import { gathered } from './gather.ts'
import type { Store } from './store.ts'

/** Which of these keys nobody has seen before; of two alike that come together, the first. */
export const createSeen = (store: Pick<Store, 'db'>, clock: Clock): ((key: string) => Promise<boolean>) =>
  gathered(
    async (keys: string[]) => {
      const rows = await store.db
        .insertInto('seen')
        .values([...new Set(keys)].map((key) => ({ key, at: clock.now() })))
        .onConflict((clash) => clash.doNothing())
        .returning('key')
        .execute()
      const fresh = new Set(rows.map(({ key }) => key))
      return keys.map((key) => fresh.delete(key))
      // Done again after a commit whose answer was lost, everything would look like a replay.
    },
    { isRepeatable: false },
  )
