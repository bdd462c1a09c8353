// Links to our own pages: random, kept only as a digest, bound to the browser that opens them first, and soon too old.
import { randomBytes } from 'node:crypto'
import type { Selectable } from 'kysely'
import { z } from 'zod'
import { days, later, minutes } from '../clock.ts'
import type { Core } from '../core.ts'
import { LatchkeyError } from '../errors.ts'
import { type Account, type PlanHash, planHash, type RequestId, requestId, type UserId, userId } from '../ids.ts'
import { type PageOf, type PagePurpose, pagePurposes } from '../intent.ts'
import { recordsAbout } from '../ledger/records.ts'
import type { PageLinkTable } from '../store/page-tables.ts'
import type { Tx } from '../store/store.ts'

type Deps = Pick<Core, 'keys' | 'clock'>
type Db = Tx['db'] | Core['store']['db']

/** From the moment it is shown until it is opened. A decision may be taken as long as its request waits for it. */
const unopenedLasts: Record<PagePurpose, number> = {
  prove: minutes(10),
  enrol: minutes(10),
  'set-password': minutes(10),
  'my-proofs': minutes(10),
  approve: days(7),
  vouch: days(7),
  'not-me': days(30),
}
/** From the moment it is opened. */
const visitLasts = minutes(10)

const mostFailures = { perLink: 5, perDay: 10 }

export interface PageLink {
  digest: string
  purpose: PagePurpose
  person: UserId
  account: Account | undefined
  request: RequestId | undefined
  hash: PlanHash | undefined
  mintedAt: Date
  expiresAt: Date
  /** Digest of the browser that opened it. */
  browser: string | undefined
  wasRenewed: boolean
  failures: number
  /** What the visitor has shown on this visit, and when. */
  proven: { by: string; at: Date } | undefined
}

const token = z.string().regex(/^[\w-]{22}$/)

/** The address for this reader. Undefined where there are no pages. `account` is undefined for a link that goes by mail. */
export async function mintPageLink(
  db: Db,
  deps: Deps & Pick<Core, 'pages'>,
  page: PageOf,
  account: Account | undefined,
): Promise<string | undefined> {
  if (deps.pages.url === undefined) return undefined
  const made = randomBytes(16).toString('base64url')
  const now = deps.clock.now()
  const row = {
    digest: deps.keys.digest('page', made),
    purpose: page.purpose,
    person: page.person,
    platform: account?.platform ?? null,
    tenant: account?.tenant ?? null,
    account_user: account?.user ?? null,
    request_id: page.request ?? null,
    plan_hash: page.hash ?? null,
    minted_at: now,
    expires_at: later(now, unopenedLasts[page.purpose]),
    browser: null,
    opened_at: null,
    renewed_at: null,
    failures: 0,
    proven_by: null,
    proven_at: null,
  }
  await db
    .insertInto('page_link')
    .values({ ...row, mac: deps.keys.mac('page-link', pageLinkSeal(row)) })
    .execute()
  return `${deps.pages.url}/p/${page.purpose}/${made}`
}

type Row = Selectable<PageLinkTable>

/** All of it, sealed anew at each change: who can write to the database leads no link elsewhere and opens no old one. */
export const pageLinkSeal = ({ mac: _, ...row }: Omit<Row, 'mac'> & { mac?: string }) => ({
  ...row,
  minted_at: row.minted_at.toISOString(),
  expires_at: row.expires_at.toISOString(),
  opened_at: row.opened_at?.toISOString() ?? null,
  renewed_at: row.renewed_at?.toISOString() ?? null,
  proven_at: row.proven_at?.toISOString() ?? null,
})

/** Undefined when nobody made it. Throws `tampered` when its row was changed. Old ones are found: see `expiresAt`. */
export async function findPageLink(
  db: Db,
  { keys }: Pick<Core, 'keys'>,
  purpose: string,
  given: string,
): Promise<PageLink | undefined> {
  if (!token.safeParse(given).success) return undefined
  const row = await db
    .selectFrom('page_link')
    .selectAll()
    .where('digest', 'in', keys.digests('page', given))
    .where('purpose', '=', purpose)
    .executeTakeFirst()
  return row && linkOf(keys, row)
}

export async function findPageLinkByDigest(
  db: Db,
  { keys }: Pick<Core, 'keys'>,
  digest: string,
): Promise<PageLink | undefined> {
  const row = await db.selectFrom('page_link').selectAll().where('digest', '=', digest).executeTakeFirst()
  return row && linkOf(keys, row)
}

function linkOf(keys: Core['keys'], row: Row): PageLink {
  if (!keys.isMac('page-link', pageLinkSeal(row), row.mac)) throw new LatchkeyError('tampered', { what: 'page link' })
  const { platform, tenant, account_user: user, proven_by: by, proven_at: at, browser } = row
  return {
    digest: row.digest,
    purpose: z.enum(pagePurposes).parse(row.purpose),
    person: userId.parse(row.person),
    account: platform !== null && tenant !== null && user !== null ? { platform, tenant, user } : undefined,
    request: row.request_id === null ? undefined : requestId.parse(row.request_id),
    hash: row.plan_hash === null ? undefined : planHash.parse(row.plan_hash),
    mintedAt: row.minted_at,
    expiresAt: row.expires_at,
    browser: browser ?? undefined,
    wasRenewed: row.renewed_at !== null,
    failures: row.failures,
    proven: by !== null && at !== null ? { by, at } : undefined,
  }
}

/** Undefined: it is gone, or not so that `change` has anything for it. Throws `tampered`. */
async function changed(
  tx: Tx,
  { keys }: Pick<Core, 'keys'>,
  { digest }: Pick<PageLink, 'digest'>,
  change: (row: Row) => Partial<Omit<Row, 'mac'>> | undefined,
): Promise<Row | undefined> {
  const row = await tx.db
    .selectFrom('page_link')
    .selectAll()
    .where('digest', '=', digest)
    .forUpdate()
    .executeTakeFirst()
  if (!row) return undefined
  linkOf(keys, row)
  const set = change(row)
  if (!set) return undefined
  const next = { ...row, ...set }
  const mac = keys.mac('page-link', pageLinkSeal(next))
  await tx.db
    .updateTable('page_link')
    .set({ ...set, mac })
    .where('digest', '=', digest)
    .execute()
  return next
}

/** Binds the link to this browser; false when another one was faster, or when it is too old. */
export async function openPageLink(tx: Tx, deps: Deps, link: PageLink, browser: string): Promise<boolean> {
  const now = deps.clock.now()
  const row = await changed(tx, deps, link, (one) =>
    one.browser === null && one.expires_at > now
      ? { browser, opened_at: now, expires_at: later(now, visitLasts) }
      : undefined,
  )
  return row !== undefined
}

/** True once for each link: a fresh one may then be sent to the account that this one was for. */
export async function renewPageLink(tx: Tx, deps: Deps, link: PageLink): Promise<boolean> {
  const row = await changed(tx, deps, link, (one) =>
    one.renewed_at === null ? { renewed_at: deps.clock.now() } : undefined,
  )
  return row !== undefined
}

/** Remembers for the rest of this visit what the visitor has shown. */
export async function noteProven(tx: Tx, deps: Deps, link: PageLink, by: string): Promise<void> {
  await changed(tx, deps, link, () => ({ proven_by: by, proven_at: deps.clock.now() }))
}

/** By what this person has shown in this browser, for this very plan, that it is they: a link alone may be read by others. */
export async function provenIn(
  db: Db,
  { keys }: Pick<Core, 'keys'>,
  at: {
    purpose: PagePurpose
    request: RequestId
    hash: PlanHash
    person: UserId
    browser: string
    since: Date | undefined
  },
): Promise<string[]> {
  const rows = await db
    .selectFrom('page_link')
    .selectAll()
    .where('request_id', '=', at.request)
    .where('plan_hash', '=', at.hash)
    .where('browser', '=', at.browser)
    .execute()
  const theirs = rows.filter(({ purpose, person }) => purpose === at.purpose && person === at.person)
  return theirs.flatMap((row) => {
    const { proven } = linkOf(keys, row)
    return proven && (at.since === undefined || proven.at > at.since) ? [proven.by] : []
  })
}

/** One more thing that was not right; after too many the link is closed: what is asked there from now on is too late. */
export async function noteFailure(tx: Tx, deps: Deps, link: PageLink): Promise<void> {
  await changed(tx, deps, link, ({ failures: before }) => {
    const failures = before + 1
    return { failures, ...(failures >= mostFailures.perLink ? { expires_at: deps.clock.now() } : {}) }
  })
}

/**
 * Whether this person's pages saw so many failures in a day that nothing more is taken there: a new link gives no new
 * tries, nor does an old row. `browser`: only what came from it, so that nobody closes the pages to whoever sits elsewhere with a passkey.
 */
export async function isGuessing(
  db: Db,
  { clock }: Pick<Core, 'clock'>,
  person: UserId,
  browser?: string,
): Promise<boolean> {
  const failed = await recordsAbout(db, person, 'proof.failed', later(clock.now(), -days(1)))
  const here = failed.filter(
    ({ data }) => data.page !== undefined && (browser === undefined || data.browser === browser),
  )
  return here.length >= mostFailures.perDay
}
