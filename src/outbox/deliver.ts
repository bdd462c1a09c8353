// Delivers what waits for one destination, oldest first, one deliverer at a time, updating cards in place.
import { LatchkeyError, type MessageRef, messageRef } from '../adapter.ts'
import { days, later, minutes, seconds } from '../clock.ts'
import type { Core } from '../core.ts'
import { hasCode } from '../errors.ts'
import { type RequestId, requestId } from '../ids.ts'
import type { Card } from '../reply.ts'
import { alarmAt } from '../requests/alarm.ts'
import { cardOf } from '../requests/cards.ts'
import { homeCard } from '../requests/home.ts'
import { noteLost } from '../requests/lost.ts'
import { noteAccepted } from './accepted.ts'
import { type Counted, type NoticeBody, noticeBody, noticeSeal, type Place } from './notices.ts'
import { postMail } from './post-mail.ts'
import { readerOf } from './reader.ts'
import { renderCard } from './render.ts'

type Deps = Pick<
  Core,
  | 'store'
  | 'clock'
  | 'keys'
  | 'adapters'
  | 'pages'
  | 'methods'
  | 'mail'
  | 'organisation'
  | 'log'
  | 'crashPoints'
  | 'skills'
  | 'actions'
  | 'bindings'
  | 'ledger'
  | 'directory'
>

/** Longer than one delivery may take, so that a living deliverer never loses its place. */
const lease = seconds(45)
/** A chat platform that is down for a week has other problems; until then the message is kept. */
const keptFor = minutes(60 * 24 * 7)
/** A home is drawn anew each time it is opened, so its buttons need not last as long as those of a message. */
const homeHandlesLast = days(2)

const longestPause = minutes(10)

/** What we cannot put together ourselves is tried so often; then it must not hold back what comes after it. */
const mostFaults = 5

/** Returns when nothing is left that may be sent now. */
export async function deliverTo(deps: Deps, key: string): Promise<void> {
  const busyUntil = later(deps.clock.now(), lease)
  const claimed = await deps.store.db
    .updateTable('mailbox')
    .set({ busy_until: busyUntil })
    .where('destination_key', '=', key)
    .where((or) => or.or([or('busy_until', 'is', null), or('busy_until', '<', deps.clock.now())]))
    .returning('destination_key')
    .executeTakeFirst()
  // Somebody else is delivering, and looks again for new notices before it lets go.
  if (!claimed) return
  try {
    while (await deliverNext(deps, key)) {
      await deps.store.db
        .updateTable('mailbox')
        .set({ busy_until: later(deps.clock.now(), lease) })
        .where('destination_key', '=', key)
        .execute()
    }
  } finally {
    await deps.store.db.updateTable('mailbox').set({ busy_until: null }).where('destination_key', '=', key).execute()
  }
  // A notice written between the last look and the release would otherwise wait for the next wake-up.
  if (await nextNotice(deps, key)) await deliverTo(deps, key)
}

/** The oldest that waits, unless it waits for a later time: nothing overtakes it. */
async function nextNotice(deps: Deps, key: string) {
  const oldest = await deps.store.db
    .selectFrom('notice')
    .selectAll()
    .where('destination_key', '=', key)
    .where('state', '=', 'pending')
    .orderBy('seq')
    .limit(1)
    .executeTakeFirst()
  if (!oldest) return undefined
  const now = deps.clock.now()
  // None of ours waits longer than that: whoever writes to the database holds nobody's messages up.
  return oldest.not_before <= now || oldest.not_before > later(now, longestPause) ? oldest : undefined
}

async function deliverNext(deps: Deps, key: string): Promise<boolean> {
  const notice = await nextNotice(deps, key)
  if (!notice) return false
  const to = notice.destination as unknown as Place
  const seal = noticeSeal({ id: notice.id, request: notice.request_id, to, body: notice.body })
  // Nothing of what somebody else wrote is read, and it holds back nothing that comes after it.
  if (!deps.keys.isMac('notice', seal, notice.mac)) {
    await settle(deps, notice.id, 'dropped')
    await alarmAt(deps, { notice: notice.id }, new LatchkeyError('tampered', { what: 'message' }))
    return true
  }
  const body = noticeBody.parse(notice.body)
  const request = notice.request_id === null ? undefined : requestId.parse(notice.request_id)
  try {
    // What is drawn now is as new as anything that waits: earlier wishes for the same are fulfilled with it.
    if (body.kind === 'home') await dropEarlier(deps, key, notice.id)
    const card = await cardFor(deps, to, body, request)
    if (card) await post(deps, { id: notice.id, to, key, body, request, card })
    await settle(deps, notice.id, card ? 'sent' : 'dropped')
    if (card && request && body.kind === 'say' && body.counts) await noted(deps, request, body.counts)
  } catch (error) {
    const isOld = notice.created_at.getTime() + keptFor < deps.clock.now().getTime()
    await failed(deps, { ...notice, isOld, to, body, request }, error)
  }
  return true
}

const noted = (deps: Deps, request: RequestId, counts: Counted) =>
  deps.store.tx((tx) => noteAccepted(tx, deps, request, counts))

async function cardFor(
  deps: Deps,
  to: Place,
  body: NoticeBody,
  request: RequestId | undefined,
): Promise<Card | undefined> {
  if (body.kind === 'say') return body.card
  if (body.kind === 'home') return to.to === 'home' ? homeCard(deps, to.account) : undefined
  return request && cardOf(deps, request, body.purpose, body.person)
}

const dropEarlier = (deps: Deps, key: string, but: string) =>
  deps.store.db
    .updateTable('notice')
    .set({ state: 'dropped', body: '{}' })
    .where('destination_key', '=', key)
    .where('state', '=', 'pending')
    .where('created_at', '<=', deps.clock.now())
    .where('id', '!=', but)
    .execute()

async function post(
  deps: Deps,
  {
    id,
    to,
    key,
    body,
    request,
    card,
  }: { id: string; to: Place; key: string; body: NoticeBody; request: RequestId | undefined; card: Card },
) {
  if (to.to === 'mail') return postMail(deps, { id, to, card })
  const platform = to.to === 'channel' ? to.platform : to.account.platform
  const adapter = deps.adapters.get(platform)
  if (!adapter) throw new LatchkeyError('unreachable', { platform })
  const reader = await readerOf(deps, to)
  const account = to.to === 'channel' ? undefined : to.account
  const handles = to.to === 'home' ? { handlesLastMs: homeHandlesLast } : {}
  const rendered = await renderCard(deps.store.db, deps, card, { reader, account, ...handles })
  const replaces = body.kind === 'card' && request ? await findMessage(deps, request, body.purpose, key) : undefined
  const ref = await adapter.deliver(to, rendered, replaces ? { replaces, key: id } : { key: id })
  await deps.crashPoints.reach('notice:delivered')
  if (body.kind === 'card' && request) await rememberMessage(deps, request, body.purpose, key, ref)
}

async function findMessage(
  deps: Deps,
  request: RequestId,
  purpose: string,
  key: string,
): Promise<MessageRef | undefined> {
  const row = await deps.store.db
    .selectFrom('message')
    .select('ref')
    .where('request_id', '=', request)
    .where('purpose', '=', purpose)
    .where('destination_key', '=', key)
    .executeTakeFirst()
  return row && messageRef.parse(row.ref)
}

async function rememberMessage(deps: Deps, request: RequestId, purpose: string, key: string, ref: MessageRef) {
  const row = { ref, updated_at: deps.clock.now() }
  await deps.store.db
    .insertInto('message')
    .values({ request_id: request, purpose, destination_key: key, ...row })
    .onConflict((clash) => clash.columns(['request_id', 'purpose', 'destination_key']).doUpdateSet(row))
    .execute()
}

/** What was said is forgotten once it is sent: the platform has it, and the ledger has what matters. */
const settle = (deps: Deps, id: string, state: 'sent' | 'dropped') =>
  deps.store.db
    .updateTable('notice')
    .set({ state, body: '{}', attempts: (of) => of('attempts', '+', 1) })
    .where('id', '=', id)
    .execute()

const isToApprover = (body: NoticeBody): boolean => body.kind === 'card' && body.purpose === 'approver'

interface Failing {
  id: string
  attempts: number
  isOld: boolean
  to: Place
  body: NoticeBody
  request: RequestId | undefined
}

async function failed(deps: Deps, notice: Failing, error: unknown) {
  deps.log.warn({ notice: notice.id, attempts: notice.attempts, err: error }, 'a message could not be delivered')
  const isHopeless = hasCode(error, 'unreachable', 'tampered', 'not-found') || notice.isOld
  if (isHopeless || (!hasCode(error, 'platform-unavailable') && notice.attempts + 1 >= mostFaults)) {
    await settle(deps, notice.id, 'dropped')
    const { to, body, request } = notice
    if (hasCode(error, 'unreachable') && request && to.to === 'person' && isToApprover(body))
      await deps.store.tx((tx) => noteLost(tx, deps, request, to.account))
    return
  }
  const wait = Math.min(seconds(2 ** Math.min(notice.attempts, 9)), longestPause)
  await deps.store.tx(async (tx) => {
    const notBefore = later(deps.clock.now(), wait)
    const row = await tx.db
      .updateTable('notice')
      .set({ attempts: (of) => of('attempts', '+', 1), not_before: notBefore })
      .where('id', '=', notice.id)
      .returning('destination_key')
      .executeTakeFirstOrThrow()
    await tx.enqueue('deliver-notices', { destination: row.destination_key }, { startAfter: notBefore })
  })
}
