// What was asked of a browser: kept as a digest, for one link, one browser and one plan, answered once and within five minutes.
import { createHash, randomBytes } from 'node:crypto'
import type { Selectable } from 'kysely'
import { later, minutes } from '../clock.ts'
import type { Core } from '../core.ts'
import type { PageLink } from '../outbox/page-links.ts'
import type { PageChallengeTable } from '../store/page-tables.ts'
import type { Tx } from '../store/store.ts'

type Deps = Pick<Core, 'keys' | 'clock'>

const lasts = minutes(5)

export interface Place {
  link: PageLink
  /** Digest of the browser's cookie. */
  browser: string
}

type PasskeyKind = 'prove' | 'add'
type Kind = PasskeyKind | 'sign-in' | 'mail'

/** What the challenge of a passkey is made over: the plan where there is one, else this very link. */
const subjectOf = ({ link }: Place): string => link.hash ?? link.digest

const challengeOver = (subject: string, nonce: string): Buffer =>
  createHash('sha256').update(Buffer.from(subject, 'hex')).update(Buffer.from(nonce, 'base64url')).digest()

/** SHA-256 of the plan's hash and 32 random bytes: an answer to it can be for no other plan. */
export async function newChallenge(tx: Tx, deps: Deps, kind: PasskeyKind, at: Place): Promise<Buffer> {
  const nonce = randomBytes(32).toString('base64url')
  const challenge = challengeOver(subjectOf(at), nonce)
  await keep(tx, deps, { kind, at, secret: challenge.toString('base64url'), kept: nonce })
  return challenge
}

/** Whether this is the answer to what was asked, here, for this, not too long ago. It is used up by it, right or wrong. */
export async function takeChallenge(tx: Tx, deps: Deps, kind: PasskeyKind, at: Place, given: string): Promise<boolean> {
  const nonce = await take(tx, deps, { kind, at, secret: given })
  return nonce !== undefined && challengeOver(subjectOf(at), nonce).toString('base64url') === given
}

interface Kept {
  kind: Kind
  at: Place
  /** What the browser comes back with. */
  secret: string
  /** Five minutes unless it has to come by mail first. */
  lastsMs?: number
}

/** `kept` is given back, once, to whoever comes with the secret to the same place. */
export async function keep(
  tx: Tx,
  { keys, clock }: Deps,
  { kind, at, secret, kept, lastsMs = lasts }: Kept & { kept: string },
): Promise<void> {
  const now = clock.now()
  const row = {
    digest: keys.digest(`challenge-${kind}`, secret),
    kind,
    link: at.link.digest,
    person: at.link.person,
    browser: at.browser,
    plan_hash: at.link.hash ?? null,
    made_at: now,
    expires_at: later(now, lastsMs),
  }
  await tx.db
    .insertInto('page_challenge')
    .values({ ...row, sealed: keys.seal(aboutChallenge(row), Buffer.from(kept)), used_at: null })
    .execute()
}

type Row = Omit<Selectable<PageChallengeTable>, 'sealed' | 'used_at'>

/** What is kept opens only in a row that still says all that it said. */
export const aboutChallenge = ({
  digest,
  kind,
  link,
  person,
  browser,
  plan_hash: hash,
  made_at: from,
  expires_at: until,
}: Row): string =>
  ['challenge', digest, kind, link, person, browser, hash ?? '', from.toISOString(), until.toISOString()].join('/')

/** Throws `tampered` for a row that was changed since. */
export async function take(tx: Tx, { keys, clock }: Deps, { kind, at, secret }: Kept): Promise<string | undefined> {
  const now = clock.now()
  const digest = keys.digest(`challenge-${kind}`, secret)
  const row = await tx.db
    .updateTable('page_challenge')
    .set({ used_at: now })
    .where('digest', '=', digest)
    .where('kind', '=', kind)
    .where('used_at', 'is', null)
    .returningAll()
    .executeTakeFirst()
  if (!row?.sealed) return undefined
  const kept = keys.open(aboutChallenge(row), row.sealed).toString()
  const isHere = row.link === at.link.digest && row.browser === at.browser && row.person === at.link.person
  return isHere && row.plan_hash === (at.link.hash ?? null) && row.expires_at > now ? kept : undefined
}

/** The link at which it was asked, whoever comes with it now. */
export async function linkOfChallenge(
  db: Core['store']['db'],
  { keys }: Pick<Core, 'keys'>,
  kind: Kind,
  secret: string,
): Promise<string | undefined> {
  const row = await db
    .selectFrom('page_challenge')
    .select('link')
    .where('digest', '=', keys.digest(`challenge-${kind}`, secret))
    .where('kind', '=', kind)
    .executeTakeFirst()
  return row?.link
}
