// The binding of a chat account to a JumpCloud user: made once by proof or by an admin's import, sealed against edits.
import type { Selectable } from 'kysely'
import type { Profile } from '../adapter.ts'
import type { Clock } from '../clock.ts'
import type { User } from '../directory.ts'
import { LatchkeyError } from '../errors.ts'
import { type Account, sameAccount, type UserId, userId } from '../ids.ts'
import type { Keys } from '../keys.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { Store, Tx } from '../store/store.ts'
import type { BindingTable } from '../store/tables.ts'

export interface Binding {
  account: Account
  user: UserId
  since: Date
  how: 'proof' | 'import'
  /** Keyed digest of the e-mail address that the platform told for it since it was bound; null: not told yet. */
  address: string | null
  /** Keyed digest of what JumpCloud told of the person since it was bound: address and day of creation; null: not told yet. */
  person: string | null
}

/** What no longer is as it was when the account was bound. `outsider`: the platform calls it no employee's any more. */
export type Change = 'deactivated' | 'outsider' | 'address' | 'person'

/** What a person is in JumpCloud besides their id. */
type Known = Pick<User, 'email' | 'createdAt'>

export interface Bindings {
  /** Throws `tampered` for a row whose seal does not fit: it proves nothing. */
  find(account: Account): Promise<Binding | undefined>
  /** Where a person can be written to. Inside a transaction, pass its `db`. */
  accountsOf(user: UserId, db?: Tx['db']): Promise<Account[]>
  isBound(account: Account, user: UserId): Promise<boolean>
  /** Replaces an older binding of the same account: the newest proof counts. `known`: the person as JumpCloud tells now. */
  bind(account: Account, user: UserId, how?: Binding['how'], known?: Known): Promise<void>
  /** What the platform tells of a bound account now, compared with what it told before; an address is noted at first. */
  compare(
    account: Account,
    profile: Profile,
  ): Promise<{ binding: Binding; change: Change | 'none' | 'first-address' } | undefined>
  /** The binding as it is then. */
  noteAddress(tx: Tx, binding: Binding, email: string): Promise<Binding>
  /** What JumpCloud tells of the bound person now, compared alike. Undefined: there is nobody of that id any more. */
  comparePerson(binding: Binding, person: Known | undefined): 'person' | 'none' | 'first-person'
  notePerson(tx: Tx, binding: Binding, person: Known): Promise<void>
  /** The binding proves nothing from now on, until it is made anew. False: it was no binding any more. */
  freeze(tx: Tx, binding: Binding, change: Change): Promise<boolean>
}

/** A frozen row carries another seal, so that clearing `frozen_at` alone brings nothing back to life. */
const sealed = ({ account, user, how, since, address, person }: Binding, frozenAt?: Date) => ({
  ...account,
  user_id: user,
  how,
  since: since.toISOString(),
  ...(address === null ? {} : { address }),
  ...(person === null ? {} : { person }),
  ...(frozenAt ? { frozen_at: frozenAt.toISOString() } : {}),
})

const accountOf = ({ platform, tenant, account_user }: Selectable<BindingTable>): Account => ({
  platform,
  tenant,
  user: account_user,
})

/** As the row says it; it counts only with its seal. */
const bindingOf = (row: Selectable<BindingTable>): Binding => ({
  account: accountOf(row),
  user: userId.parse(row.user_id),
  since: row.bound_at,
  how: row.how,
  address: row.address,
  person: row.person,
})

/** As its row stands, frozen or not. */
export const bindingRowSeal = (row: Selectable<BindingTable>) => sealed(bindingOf(row), row.frozen_at ?? undefined)

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

  const isSealed = (row: Selectable<BindingTable>): boolean => keys.isMac('binding', sealed(bindingOf(row)), row.mac)

  async function find(of: Account): Promise<Binding | undefined> {
    const row = await rows()
      .where('platform', '=', of.platform)
      .where('tenant', '=', of.tenant)
      .where('account_user', '=', of.user)
      .executeTakeFirst()
    if (!row) return undefined
    if (!isSealed(row)) throw new LatchkeyError('tampered', { what: 'binding' })
    return bindingOf(row)
  }

  const digestOf = (email: string): string => keys.digest('binding-address', email.toLowerCase())

  const worded = ({ email, createdAt }: Known): string =>
    JSON.stringify([email ?? null, createdAt?.toISOString() ?? null])
  const personDigestOf = (known: Known): string => keys.digest('binding-person', worded(known))

  const update = (tx: Tx, { account, address, person }: Binding) =>
    tx.db
      .updateTable('binding')
      .where('platform', '=', account.platform)
      .where('tenant', '=', account.tenant)
      .where('account_user', '=', account.user)
      .where('frozen_at', 'is', null)
      .where('address', 'is not distinct from', address)
      .where('person', 'is not distinct from', person)

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
    async bind(of, user, how = 'proof', known = undefined) {
      const since = clock.now()
      const person = known ? personDigestOf(known) : null
      const row = {
        user_id: user,
        how,
        bound_at: since,
        frozen_at: null,
        address: null,
        person,
        mac: keys.mac('binding', sealed({ account: of, user, how, since, address: null, person })),
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
    async compare(of, profile) {
      const binding = await find(of)
      if (!binding) return undefined
      if (profile.kind === 'refused')
        return { binding, change: profile.why === 'deactivated' ? 'deactivated' : 'outsider' }
      // An address that the platform does not tell (any more) says nothing about the one that was there.
      if (profile.email === undefined) return { binding, change: 'none' }
      if (binding.address === null) return { binding, change: 'first-address' }
      const isSame = keys.digests('binding-address', profile.email.toLowerCase()).includes(binding.address)
      return { binding, change: isSame ? 'none' : 'address' }
    },
    async noteAddress(tx, binding, email) {
      const noted = { ...binding, address: digestOf(email) }
      await update(tx, binding)
        .set({ address: noted.address, mac: keys.mac('binding', sealed(noted)) })
        .execute()
      return noted
    },
    comparePerson(binding, person) {
      if (person === undefined) return 'person'
      if (binding.person === null) return 'first-person'
      return keys.digests('binding-person', worded(person)).includes(binding.person) ? 'none' : 'person'
    },
    async notePerson(tx, binding, person) {
      const noted = { ...binding, person: personDigestOf(person) }
      await update(tx, binding)
        .set({ person: noted.person, mac: keys.mac('binding', sealed(noted)) })
        .execute()
    },
    async freeze(tx, binding, change) {
      const frozenAt = clock.now()
      const row = await update(tx, binding)
        .set({ frozen_at: frozenAt, mac: keys.mac('binding', sealed(binding, frozenAt)) })
        .returning('user_id')
        .executeTakeFirst()
      if (!row) return false
      const { platform, tenant } = binding.account
      const body = { platform, tenant, why: change }
      await ledger.append(tx, { actor: 'system', event: 'binding.frozen', about: binding.user, body })
      return true
    },
  }
}
