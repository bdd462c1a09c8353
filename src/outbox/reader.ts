// Who reads: the language and time zone that the platform told us, else the organisation's.
import type { Core } from '../core.ts'
import type { Reader } from '../words/text.ts'
import type { Place } from './notices.ts'

type Deps = Pick<Core, 'store' | 'organisation'>

export async function readerOf({ store, organisation }: Deps, to: Place): Promise<Reader> {
  const usual = { language: organisation.organisation.language, timeZone: organisation.organisation.timeZone }
  if (to.to === 'channel' || to.to === 'mail') return usual
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
