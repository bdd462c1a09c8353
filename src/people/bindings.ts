// The binding of a chat account to a JumpCloud user: made once by proof or by an admin's import, sealed against edits.
import type { Clock } from '../clock.ts'
import { LatchkeyError } from '../errors.ts'
import { type Account, sameAccount, type UserId, userId } from '../ids.ts'
import type { Keys } from '../keys.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { Store, Tx } from '../store/store.ts'

interface Binding {
  account: Account
  user: UserId
  since: Date
  how: 'proof' | 'import'
}

export interface Bindings {
  /** Throws `tampered` for a row whose seal does not fit: it proves nothing. */
  find(account: Account): Promise<Binding | undefined>
  /** Where a person can be written to. Inside a transaction, pass its `db`. */
  accountsOf(user: UserId, db?: Tx['db']): Promise<Account[]>
  isBound(account: Account, user: UserId): Promise<boolean>
  /** Replaces an older binding of the same account: the newest proof counts. */
  bind(account: Account, user: UserId, how?: Binding['how']): Promise<void>
}

const sealed = (of: Account, user: string, how: string, since: Date) => ({
  ...of,
  user_id: user,
  how,
  since: since.toISOString(),
})

export function createBindings({
  store,
  keys,
  clock,
  ledger,
}: {
  store: Store
  keys: Keys
  clock: Clock
  ledger: Ledger
}): Bindings {
  const rows = (db: Store['db'] = store.db) => db.selectFrom('binding').selectAll().where('frozen_at', 'is', null)

  function check(row: Awaited<ReturnType<ReturnType<typeof rows>['executeTakeFirst']>>): Binding | undefined {
    if (!row) return undefined
    const account = { platform: row.platform, tenant: row.tenant, user: row.account_user }
    if (!keys.isMac('binding', sealed(account, row.user_id, row.how, row.bound_at), row.mac))
      throw new LatchkeyError('tampered', { what: 'binding' })
    return { account, user: userId.parse(row.user_id), since: row.bound_at, how: row.how }
  }

  const find = async (of: Account) =>
    check(
      await rows()
        .where('platform', '=', of.platform)
        .where('tenant', '=', of.tenant)
        .where('account_user', '=', of.user)
        .executeTakeFirst(),
    )

  return {
    find,
    async accountsOf(user, db) {
      const found = await rows(db).where('user_id', '=', user).orderBy('bound_at', 'desc').execute()
      return found.flatMap((row) => check(row)?.account ?? [])
    },
    async isBound(of, user) {
      const found = await find(of)
      return found?.user === user && sameAccount(found.account, of)
    },
    async bind(of, user, how = 'proof') {
      const since = clock.now()
      const row = {
        user_id: user,
        how,
        bound_at: since,
        frozen_at: null,
        mac: keys.mac('binding', sealed(of, user, how, since)),
      }
      await store.tx(async (tx) => {
        await tx.db
          .insertInto('binding')
          .values({ platform: of.platform, tenant: of.tenant, account_user: of.user, ...row })
          .onConflict((clash) => clash.columns(['platform', 'tenant', 'account_user']).doUpdateSet(row))
          .execute()
        const event = how === 'proof' ? 'binding.made' : 'binding.imported'
        await ledger.append(tx, { actor: user, event, about: user, body: { platform: of.platform, tenant: of.tenant } })
      })
    },
  }
}
