// Where people can be reached on a platform that tells it only while they speak: kept by account, found by address.
import { createHash } from 'node:crypto'
import { type Selectable, sql } from 'kysely'
import type { Core } from '../core.ts'
import { LatchkeyError } from '../errors.ts'
import type { Account } from '../ids.ts'
import type { ReferenceTable } from '../store/reference-tables.ts'
import type { Tx } from '../store/store.ts'

/** What one activity told; what it did not tell leaves what was known. */
export interface Reference {
  account: Account
  member: string
  serviceUrl: string
  conversation: string | undefined
  roster: string | undefined
  metIn: string | undefined
  language: string | undefined
  timeZone: string | undefined
}

export interface Team {
  tenant: string
  id: string
  serviceUrl: string
}

/** Not the address itself: nobody is written to by it, it is only looked for. */
const digestOf = (tenant: string, email: string): string =>
  createHash('sha256').update(`${tenant}\n${email.toLowerCase()}`).digest('hex')

const kept = (row: Row): Reference => ({
  account: { platform: row.platform, tenant: row.tenant, user: row.account_user },
  member: row.member,
  serviceUrl: row.service_url,
  conversation: row.conversation ?? undefined,
  roster: row.roster ?? undefined,
  metIn: row.met_in ?? undefined,
  language: row.language ?? undefined,
  timeZone: row.time_zone ?? undefined,
})

type Row = Selectable<ReferenceTable>
type Unsealed = Omit<Row, 'mac'>

/** All of it: whoever writes to the database leads nobody's private messages elsewhere. */
export const referenceSeal = ({ mac: _, ...row }: Unsealed & { mac?: string }) => ({
  ...row,
  updated_at: row.updated_at.toISOString(),
})

interface Deps extends Pick<Core, 'store' | 'clock' | 'keys'> {
  /** Somebody changed a row: told once, since the row is forgotten. */
  alarm(at: Record<string, string>, error: LatchkeyError): Promise<void>
}

/** Who is known only by a row without its seal is known to nobody, until they speak again. */
export function createReferences(platform: string, { store, clock, keys, alarm }: Deps) {
  const rows = (tenant: string, db: Tx['db'] | Core['store']['db'] = store.db) =>
    db.selectFrom('reference').selectAll().where('platform', '=', platform).where('tenant', '=', tenant)
  const isSealed = (row: Row): boolean => keys.isMac('reference', referenceSeal(row), row.mac)
  const accounts = (found: readonly Row[]): Account[] => found.filter(isSealed).map((row) => kept(row).account)

  const forgetRow = ({ tenant, user }: Account) =>
    store.db
      .deleteFrom('reference')
      .where('platform', '=', platform)
      .where('tenant', '=', tenant)
      .where('account_user', '=', user)

  async function findRow(account: Account): Promise<Row | undefined> {
    const row = await rows(account.tenant).where('account_user', '=', account.user).executeTakeFirst()
    if (!row || isSealed(row)) return row
    await alarm({ reference: account.user }, new LatchkeyError('tampered', { what: 'address' }))
    await forgetRow(account).where('mac', '=', row.mac).execute()
    return undefined
  }

  /** One change of an account after the other, in every process: `next` sees what is known, and only if it is sealed. */
  const change = ({ tenant, user }: Account, next: (known: Row | undefined) => Unsealed | undefined): Promise<void> =>
    store.tx(async (tx) => {
      const turn = `reference/${platform}/${tenant}/${user}`
      await sql`SELECT pg_advisory_xact_lock(hashtextextended(${turn}, 0))`.execute(tx.db)
      const found = await rows(tenant, tx.db).where('account_user', '=', user).executeTakeFirst()
      const row = next(found && isSealed(found) ? found : undefined)
      if (!row) return
      const sealed = { ...row, mac: keys.mac('reference', referenceSeal(row)) }
      await tx.db
        .insertInto('reference')
        .values(sealed)
        .onConflict((clash) => clash.columns(['platform', 'tenant', 'account_user']).doUpdateSet(sealed))
        .execute()
    })

  return {
    async find(account: Account): Promise<Reference | undefined> {
      const row = await findRow(account)
      return row && kept(row)
    },

    save: ({ account, ...seen }: Reference): Promise<void> =>
      change(account, (known) => ({
        platform,
        tenant: account.tenant,
        account_user: account.user,
        member: seen.member,
        service_url: seen.serviceUrl,
        conversation: seen.conversation ?? known?.conversation ?? null,
        roster: seen.roster ?? known?.roster ?? null,
        met_in: seen.metIn ?? known?.met_in ?? null,
        language: seen.language ?? known?.language ?? null,
        time_zone: seen.timeZone ?? known?.time_zone ?? null,
        email_digest: known?.email_digest ?? null,
        updated_at: clock.now(),
      })),

    async forget(account: Account): Promise<void> {
      await forgetRow(account).execute()
    },

    async accountsOf(tenant: string, members: readonly string[]): Promise<Account[]> {
      if (members.length === 0) return []
      return accounts(
        await rows(tenant)
          .where('member', 'in', [...members])
          .execute(),
      )
    },

    async noteEmail(account: Account, email: string): Promise<void> {
      const email_digest = digestOf(account.tenant, email)
      if ((await findRow(account))?.email_digest === email_digest) return
      await change(account, (known) => known && { ...known, email_digest })
    },

    async findByEmail(tenant: string, email: string): Promise<Account[]> {
      return accounts(await rows(tenant).where('email_digest', '=', digestOf(tenant, email)).execute())
    },

    async saveTeam({ tenant, id, serviceUrl }: Team): Promise<void> {
      const told = { service_url: serviceUrl, updated_at: clock.now() }
      await store.db
        .insertInto('reference_team')
        .values({ platform, tenant, id, ...told })
        .onConflict((clash) => clash.columns(['platform', 'tenant', 'id']).doUpdateSet(told))
        .execute()
    },

    async forgetTeam(tenant: string, id: string): Promise<void> {
      await store.db
        .deleteFrom('reference_team')
        .where('platform', '=', platform)
        .where('tenant', '=', tenant)
        .where('id', '=', id)
        .execute()
    },

    /** The one heard from last comes first. */
    async teams(tenant: string): Promise<Team[]> {
      const found = await store.db
        .selectFrom('reference_team')
        .selectAll()
        .where('platform', '=', platform)
        .where('tenant', '=', tenant)
        .orderBy('updated_at', 'desc')
        .execute()
      return found.map((row) => ({ tenant: row.tenant, id: row.id, serviceUrl: row.service_url }))
    },
  }
}
