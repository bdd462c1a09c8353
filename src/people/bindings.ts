// The binding of a chat account to a JumpCloud user: made once by proof or by an admin's import, sealed against edits.
import type { Selectable } from 'kysely'
import type { Clock } from '../clock.ts'
import { LatchkeyError } from '../errors.ts'
import { type Account, sameAccount, type UserId, userId } from '../ids.ts'
import type { Keys } from '../keys.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { Store, Tx } from '../store/store.ts'
import type { BindingTable } from '../store/tables.ts'

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

const accountOf = ({ platform, tenant, account_user }: Selectable<BindingTable>): Account => ({
  platform,
  tenant,
  user: account_user,
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

  const isSealed = (row: Selectable<BindingTable>): boolean =>
    keys.isMac('binding', sealed(accountOf(row), row.user_id, row.how, row.bound_at), row.mac)

  async function find(of: Account): Promise<Binding | undefined> {
    const row = await rows()
      .where('platform', '=', of.platform)
      .where('tenant', '=', of.tenant)
      .where('account_user', '=', of.user)
      .executeTakeFirst()
    if (!row) return undefined
    if (!isSealed(row)) throw new LatchkeyError('tampered', { what: 'binding' })
    return { account: accountOf(row), user: userId.parse(row.user_id), since: row.bound_at, how: row.how }
  }

  return {
    find,
    async accountsOf(user, db) {
      const found = await rows(db).where('user_id', '=', user).orderBy('bound_at', 'desc').execute()
      // A row that somebody changed leads nowhere; whoever acts through it is stopped by `find`.
      return found.filter(isSealed).map(accountOf)
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
