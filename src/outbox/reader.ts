// Who reads: the language and time zone that the platform told us, else the organisation's.
import type { Core } from '../core.ts'
import { type Account, sameAccount } from '../ids.ts'
import type { Tx } from '../store/store.ts'
import type { Reader } from '../words/text.ts'
import type { Place } from './notices.ts'

type Deps = Pick<Core, 'store' | 'organisation'>

/** Of a letter, whose reader told nobody their language. */
export const usualReader = ({ organisation }: Pick<Core, 'organisation'>): Reader => ({
  language: organisation.organisation.language,
  timeZone: organisation.organisation.timeZone,
})

export async function readerOf(deps: Deps, to: Place): Promise<Reader> {
  if (to.to === 'channel' || to.to === 'mail') return usualReader(deps)
  const [reader] = await readersOf(deps.store.db, deps, [to.account])
  return reader ?? usualReader(deps)
}

/** In the order of the accounts, in one look. */
export async function readersOf(
  db: Tx['db'] | Core['store']['db'],
  deps: Pick<Core, 'organisation'>,
  accounts: readonly Account[],
): Promise<Reader[]> {
  const known = await db
    .selectFrom('conversation')
    .select(['platform', 'tenant', 'account_user as user', 'language', 'time_zone as timeZone'])
    .where((of) =>
      of.or(
        accounts.map(({ platform, tenant, user }) =>
          of.and([of('platform', '=', platform), of('tenant', '=', tenant), of('account_user', '=', user)]),
        ),
      ),
    )
    .execute()
  return accounts.map((account) => {
    const found = known.find((one) => sameAccount(one, account))
    return found ? { language: found.language, timeZone: found.timeZone } : usualReader(deps)
  })
}
