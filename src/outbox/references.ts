// Where people can be reached on a platform that tells it only while they speak: kept by account, found by address.
import { createHash } from 'node:crypto'
import type { Core } from '../core.ts'
import type { Account } from '../ids.ts'
import type { ReferenceTable } from '../store/reference-tables.ts'

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

const kept = (row: ReferenceTable): Reference => ({
  account: { platform: row.platform, tenant: row.tenant, user: row.account_user },
  member: row.member,
  serviceUrl: row.service_url,
  conversation: row.conversation ?? undefined,
  roster: row.roster ?? undefined,
  metIn: row.met_in ?? undefined,
  language: row.language ?? undefined,
  timeZone: row.time_zone ?? undefined,
})

export function createReferences(platform: string, { store, clock }: Pick<Core, 'store' | 'clock'>) {
  const rows = (tenant: string) =>
    store.db.selectFrom('reference').selectAll().where('platform', '=', platform).where('tenant', '=', tenant)

  return {
    async find({ tenant, user }: Account): Promise<Reference | undefined> {
      const row = await rows(tenant).where('account_user', '=', user).executeTakeFirst()
      return row && kept(row)
    },

    async save({ account, ...seen }: Reference): Promise<void> {
      const told = {
        member: seen.member,
        service_url: seen.serviceUrl,
        conversation: seen.conversation ?? null,
        roster: seen.roster ?? null,
        met_in: seen.metIn ?? null,
        language: seen.language ?? null,
        time_zone: seen.timeZone ?? null,
        updated_at: clock.now(),
      }
      await store.db
        .insertInto('reference')
        .values({ platform, tenant: account.tenant, account_user: account.user, email_digest: null, ...told })
        .onConflict((clash) =>
          clash.columns(['platform', 'tenant', 'account_user']).doUpdateSet(({ fn, ref }) => ({
            member: ref('excluded.member'),
            service_url: ref('excluded.service_url'),
            conversation: fn.coalesce('excluded.conversation', 'reference.conversation'),
            roster: fn.coalesce('excluded.roster', 'reference.roster'),
            met_in: fn.coalesce('excluded.met_in', 'reference.met_in'),
            language: fn.coalesce('excluded.language', 'reference.language'),
            time_zone: fn.coalesce('excluded.time_zone', 'reference.time_zone'),
            updated_at: ref('excluded.updated_at'),
          })),
        )
        .execute()
    },

    async forget({ tenant, user }: Account): Promise<void> {
      await store.db
        .deleteFrom('reference')
        .where('platform', '=', platform)
        .where('tenant', '=', tenant)
        .where('account_user', '=', user)
        .execute()
    },

    async accountsOf(tenant: string, members: readonly string[]): Promise<Account[]> {
      const found =
        members.length === 0
          ? []
          : await rows(tenant)
              .where('member', 'in', [...members])
              .execute()
      return found.map((row) => kept(row).account)
    },

    async noteEmail({ tenant, user }: Account, email: string): Promise<void> {
      const email_digest = digestOf(tenant, email)
      await store.db
        .updateTable('reference')
        .set({ email_digest })
        .where('platform', '=', platform)
        .where('tenant', '=', tenant)
        .where('account_user', '=', user)
        .where('email_digest', 'is distinct from', email_digest)
        .execute()
    },

    async findByEmail(tenant: string, email: string): Promise<Account[]> {
      const found = await rows(tenant).where('email_digest', '=', digestOf(tenant, email)).execute()
      return found.map((row) => kept(row).account)
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
