// Each hour, forgets what is no longer needed: replay keys, old handles and forms, answered incomings and sent messages.
import { z } from 'zod'
import { days, hours, later } from '../clock.ts'
import type { Core } from '../core.ts'
import type { Job } from '../job.ts'

const payload = z.object({})

/** Longer than any platform repeats a delivery. */
const repeatsEndAfter = hours(48)
const wordsAreKeptFor = days(30)

export default {
  payload,
  queue: { cron: '17 * * * *', concurrency: 1 },
  async handle(_, { store, clock }) {
    const now = clock.now()
    await store.db.deleteFrom('seen').where('at', '<', later(now, -repeatsEndAfter)).execute()
    await store.db.deleteFrom('handle').where('expires_at', '<', now).execute()
    await store.db.deleteFrom('open_form').where('expires_at', '<', now).execute()
    // An old link still says that it is old, and how to get a new one.
    await store.db.deleteFrom('page_link').where('expires_at', '<', later(now, -wordsAreKeptFor)).execute()
    await store.db.deleteFrom('page_challenge').where('expires_at', '<', later(now, -repeatsEndAfter)).execute()
    await store.db
      .deleteFrom('incoming')
      .where('state', '=', 'done')
      .where('received_at', '<', later(now, -repeatsEndAfter))
      .execute()
    await store.db
      .deleteFrom('notice')
      .where('state', '!=', 'pending')
      .where('created_at', '<', later(now, -wordsAreKeptFor))
      .execute()
    await store.db
      .updateTable('conversation')
      .set({ recent: '[]' })
      .where('updated_at', '<', later(now, -hours(1)))
      .execute()
  },
} satisfies Job<z.infer<typeof payload>, Core>
