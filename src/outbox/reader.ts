// Who reads: the language and time zone that the platform told us, else the organisation's.
import type { Destination } from '../adapter.ts'
import type { Core } from '../core.ts'
import type { Reader } from '../words/text.ts'

type Deps = Pick<Core, 'store' | 'organisation'>

export async function readerOf({ store, organisation }: Deps, to: Destination): Promise<Reader> {
  const usual = { language: organisation.organisation.language, timeZone: organisation.organisation.timeZone }
  if (to.to === 'channel') return usual
  const { platform, tenant, user } = to.account
  const known = await store.db
    .selectFrom('conversation')
    .select(['language', 'time_zone'])
    .where('platform', '=', platform)
    .where('tenant', '=', tenant)
    .where('account_user', '=', user)
    .executeTakeFirst()
  return known ? { language: known.language, timeZone: known.time_zone } : usual
}
