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
  z.object({ kind: z.literal('say'), card: z.custom<Card>((value) => typeof value === 'object' && value !== null) }),
])
export type NoticeBody = z.infer<typeof noticeBody>

type Deps = Pick<Core, 'clock'>

const destinationKey = (to: Destination): string =>
  to.to === 'person' ? `person/${accountKey(to.account)}` : `channel/${to.platform}/${encodeURIComponent(to.channel)}`

async function put(
  tx: Tx,
  { clock }: Deps,
  to: Destination,
  body: NoticeBody,
  options: { request?: RequestId | undefined; dedupe?: string | undefined },
) {
  const now = clock.now()
  const key = destinationKey(to)
  await tx.db
    .insertInto('notice')
    .values({
      id: randomUUID(),
      dedupe_key: options.dedupe ?? randomUUID(),
      request_id: options.request ?? null,
      destination: JSON.stringify(to),
      destination_key: key,
      body: JSON.stringify(body),
      state: 'pending',
      not_before: now,
      created_at: now,
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
  options: { request?: RequestId; dedupe?: string } = {},
) => put(tx, deps, { to: 'person', account }, { kind: 'say', card }, options)

/** Brings the card of a request up to date for one account, in place. */
export const refreshCard = (
  tx: Tx,
  deps: Deps,
  account: Account,
  request: RequestId,
  purpose: 'requester' | 'approver',
  person: UserId,
) => put(tx, deps, { to: 'person', account }, { kind: 'card', purpose, person }, { request })

/** Says something to the audit channel, where one is configured. The ledger has it in any case. */
export async function sayToAudit(
  tx: Tx,
  deps: Pick<Core, 'clock' | 'organisation'>,
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
