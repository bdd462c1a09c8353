// Forms that stand open in a conversation: kept, where the platform does not keep them, to show an error beside a field.
import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { RenderedForm } from '../adapter.ts'
import { hours, later } from '../clock.ts'
import type { Core } from '../core.ts'

/** What is older is still taken when it is sent; only its errors are then told without the form. */
const keptFor = hours(24)

/** Its buttons open nothing here: the handle is 128 random bits, of which only a digest is stored. */
const digestOf = (handle: string): string => createHash('sha256').update(handle).digest('hex')

const shape = z.custom<Omit<RenderedForm, 'handle'>>((value) => typeof value === 'object' && value !== null)

export function createOpenForms({ store, clock }: Pick<Core, 'store' | 'clock'>) {
  return {
    async save({ handle, ...form }: RenderedForm): Promise<void> {
      const row = { form: JSON.stringify(form), expires_at: later(clock.now(), keptFor) }
      await store.db
        .insertInto('open_form')
        .values({ digest: digestOf(handle), ...row })
        .onConflict((clash) => clash.column('digest').doUpdateSet(row))
        .execute()
    },

    async find(handle: string): Promise<RenderedForm | undefined> {
      const row = await store.db
        .selectFrom('open_form')
        .select('form')
        .where('digest', '=', digestOf(handle))
        .where('expires_at', '>', clock.now())
        .executeTakeFirst()
      return row && { ...shape.parse(row.form), handle }
    },

    async forget(handle: string): Promise<void> {
      await store.db.deleteFrom('open_form').where('digest', '=', digestOf(handle)).execute()
    },
  }
}
