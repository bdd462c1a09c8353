// Notices: every message is a row first, written in the transaction that makes it true.
import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { Destination } from '../adapter.ts'
import type { Core } from '../core.ts'
import { type Account, accountKey, type RequestId, type UserId, userId } from '../ids.ts'
import type { Card } from '../reply.ts'
import type { Tx } from '../store/store.ts'

/** What to tell. A `card` is drawn from the request's rows when it is sent, so it is always the truth of that moment. */
export const noticeBody = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('card'), purpose: z.enum(['requester', 'approver']), person: userId }),
  z.object({ kind: z.literal('home') }),
  z.object({
    kind: z.literal('say'),
    card: z.custom<Card>((value) => typeof value === 'object' && value !== null),
    /** The independent way that this is one of: noted with the request once somebody's server has taken it. */
    counts: z.custom<Counted>((value) => typeof value === 'string').optional(),
  }),
])
export type NoticeBody = z.infer<typeof noticeBody>

/** Ways that do not fall together: another platform, the work mail, a mail of one's own, another person. */
export type Counted = `chat/${string}` | 'mail/work' | 'mail/recovery' | 'mail/personal' | 'manager'

type Deps = Pick<Core, 'clock' | 'keys'>

/** Where a notice goes: a place on a chat platform, or a letter box, whose address is sealed. */
export type Place = Destination | { to: 'mail'; box: string; sealed: string }

export function destinationKey(to: Place): string {
  switch (to.to) {
    case 'channel':
      return `channel/${to.platform}/${encodeURIComponent(to.channel)}`
    case 'mail':
      return `mail/${to.box}`
    default:
      return `${to.to}/${accountKey(to.account)}`
  }
}

/** Whoever writes to the database sends nobody's words, or the words meant for one person, to another. */
export const noticeSeal = (notice: { id: string; request: string | null; to: Place; body: object }) => notice

/** Nobody who writes to the database can put a row there beforehand, so that what is to be told counts as told. */
const dedupeKey = (keys: Core['keys'], dedupe: string): string => `${dedupe}#${keys.digest('dedupe', dedupe)}`

async function put(
  tx: Tx,
  { clock, keys }: Deps,
  to: Place,
  body: NoticeBody,
  options: { request?: RequestId | undefined; dedupe?: string | undefined },
) {
  const now = clock.now()
  const key = destinationKey(to)
  const [id, request] = [randomUUID(), options.request ?? null]
  await tx.db
    .insertInto('notice')
    .values({
      id,
      dedupe_key: options.dedupe === undefined ? randomUUID() : dedupeKey(keys, options.dedupe),
      request_id: request,
      destination: JSON.stringify(to),
      destination_key: key,
      body: JSON.stringify(body),
      state: 'pending',
      not_before: now,
      created_at: now,
      mac: keys.mac('notice', noticeSeal({ id, request, to, body })),
    })
    .onConflict((clash) => clash.column('dedupe_key').doNothing())
    .execute()
  await tx.db
    .insertInto('mailbox')
    .values({ destination_key: key, busy_until: null })
    .onConflict((clash) => clash.doNothing())
    .execute()
  await tx.enqueue('deliver-notices', { destination: key })
}

/** Says something new to one account. The same `dedupe` is said once. */
export const say = (
  tx: Tx,
  deps: Deps,
  account: Account,
  card: Card,
  { counts, ...options }: { request?: RequestId; dedupe?: string; counts?: Counted } = {},
) => put(tx, deps, { to: 'person', account }, { kind: 'say', card, counts }, options)

/** The same by mail. Keys, jobs and log know the address by its digest alone. False: no mail server is set up. */
export async function write(
  tx: Tx,
  deps: Deps & Pick<Core, 'mail'>,
  address: string,
  card: Card,
  { counts, ...options }: { request?: RequestId; dedupe?: string; counts?: Counted | undefined } = {},
): Promise<boolean> {
  if (!deps.mail) return false
  const box = deps.keys.digest('mail-box', address.toLowerCase())
  const sealed = deps.keys.seal(`mail-box/${box}`, Buffer.from(address))
  await put(tx, deps, { to: 'mail', box, sealed }, { kind: 'say', card, counts }, options)
  return true
}

/** Brings the card of a request up to date for one account, in place, and the homes on which it stands. */
export async function refreshCard(
  tx: Tx,
  deps: Deps,
  account: Account,
  request: RequestId,
  purpose: 'requester' | 'approver',
  person: UserId,
) {
  await put(tx, deps, { to: 'person', account }, { kind: 'card', purpose, person }, { request })
  for (const home of await homesOf(tx, person)) await refreshHome(tx, deps, home)
}

/** Draws the home of one account anew. */
export const refreshHome = (tx: Tx, deps: Deps, account: Account) =>
  put(tx, deps, { to: 'home', account }, { kind: 'home' }, {})

/** The person's accounts whose home was ever opened. What may be shown there is decided when it is drawn. */
async function homesOf(tx: Tx, person: UserId): Promise<Account[]> {
  const rows = await tx.db
    .selectFrom('binding')
    .innerJoin('conversation', (on) =>
      on
        .onRef('conversation.platform', '=', 'binding.platform')
        .onRef('conversation.tenant', '=', 'binding.tenant')
        .onRef('conversation.account_user', '=', 'binding.account_user'),
    )
    .select(['binding.platform', 'binding.tenant', 'binding.account_user as user'])
    .where('binding.user_id', '=', person)
    .where('binding.frozen_at', 'is', null)
    .where('conversation.home_at', 'is not', null)
    .execute()
  return rows
}

/** Says something to the audit channel, where one is configured. The ledger has it in any case. */
export async function sayToAudit(
  tx: Tx,
  deps: Deps & Pick<Core, 'organisation'>,
  card: Card,
  options: { request?: RequestId; dedupe?: string } = {},
) {
  const channel = deps.organisation.audit?.channel
  if (channel)
    await put(
      tx,
      deps,
      { to: 'channel', platform: channel.platform, channel: channel.id },
      { kind: 'say', card },
      options,
    )
}

/** Says what looks like an attack to the audit channel and to the security contacts, whose accounts were looked up before. */
export async function sayToSecurity(
  tx: Tx,
  deps: Deps & Pick<Core, 'organisation'>,
  contacts: readonly Account[],
  card: Card,
  { dedupe }: { dedupe?: string } = {},
) {
  await sayToAudit(tx, deps, card, dedupe === undefined ? {} : { dedupe })
  for (const account of contacts)
    await say(tx, deps, account, card, dedupe === undefined ? {} : { dedupe: `${dedupe}/${accountKey(account)}` })
}
