// Starts the proof S1: a JumpCloud Protect push whose text says what is asked and carries a code to type back.
import { randomUUID } from 'node:crypto'
import { later, seconds } from '../clock.ts'
import type { ProofCore } from '../core.ts'
import type { PushDevice } from '../directory.ts'
import { LatchkeyError } from '../errors.ts'
import type { RequestId } from '../ids.ts'
import { refreshCard, sayToAudit } from '../outbox/notices.ts'
import { askVouchers } from '../requests/ask-vouchers.ts'
import { move } from '../requests/move.ts'
import { hasPage } from '../requests/proof-card.ts'
import { insertUnsentPush, isWorthRinging, lastPush, locked, unsent } from '../requests/proof-wish.ts'
import { changeProof, endProofs, insertProofRow, noPush } from '../requests/proofs.ts'
import { recover } from '../requests/recover.ts'
import { loadRequest, type Request } from '../requests/request.ts'
import { proofLasts } from '../requests/schedule.ts'
import { english } from '../words/render.ts'
import { type Text, text } from '../words/text.ts'
import { codeDigest, newCode } from './code.ts'
import { rests } from './factors.ts'
import { inTurn, whyNoPush } from './push-limits.ts'

/** Longer than the call that sends a push may take. */
const sendingTakes = seconds(15)

/** Wakes on entering `proving` and on "send again"; waking it several times, at once or late, sends one push. */
export async function startProof(deps: ProofCore, id: RequestId, after?: string): Promise<void> {
  const request = await loadRequest(deps.store.db, deps, id)
  if (request.state !== 'proving') return
  if (request.needs.way === 'recovery') return askVouchers(deps, request)
  if (!isWorthRinging(request)) return
  const last = await lastPush(deps.store.db, request)
  if (last && isOpen(deps, last)) return last.push_id === null ? lookAgain(deps, request, last, after) : undefined
  // What was wished for came meanwhile. One that never left the house is replaced.
  if (last && last.id !== after && last.push_id !== null) return
  const why = await whyNoPush(deps.store.db, deps, request.requester)
  if (why) return cannotProve(deps, request, why)
  const device = await phoneOf(deps, request)
  if ('why' in device) return cannotProve(deps, request, device.why)
  await sendPush(deps, request, device, last?.id)
}

type LastPush = NonNullable<Awaited<ReturnType<typeof lastPush>>>

/** A proof that was stored but whose push never left is replaced, not resent: its code dies with it. */
function isOpen({ clock }: ProofCore, { state, push_id, sent_at, expires_at }: LastPush): boolean {
  if (state !== 'sent') return false
  return (push_id === null ? later(sent_at, sendingTakes) : expires_at) > clock.now()
}

/** Another job may be sending it this very moment; where that process died, this one sends a new one. */
const lookAgain = ({ store }: ProofCore, request: Request, last: LastPush, after?: string): Promise<void> =>
  store.tx((tx) =>
    tx.enqueue(
      'start-proof',
      { request: request.id, after },
      { startAfter: later(last.sent_at, sendingTakes), singletonKey: `start-proof/${request.id}` },
    ),
  )

async function phoneOf(deps: ProofCore, request: Request): Promise<PushDevice | { why: Text }> {
  try {
    const devices = await deps.pushes.devices(request.requester)
    return newest(devices.filter((one) => isRested(deps, request, one))) ?? { why: text('proof.no-phone') }
  } catch (error) {
    // Reads were repeated by the client already; somebody waits in front of the card and hears what JumpCloud said.
    if (!(error instanceof LatchkeyError)) throw error
    deps.log.warn({ request: request.id, err: error }, 'the phones could not be looked up')
    return { why: error.text }
  }
}

/** Whoever enrolled a phone of theirs just now, with a stolen password, would be rung on it: it resets nothing yet. */
function isRested({ actions, clock }: ProofCore, { plan }: Request, { enrolledAt }: PushDevice): boolean {
  const isCredential = plan.steps.some(({ action }) => actions.get(action)?.sensitivity === 'credential')
  return !isCredential || (enrolledAt !== undefined && later(enrolledAt, rests) <= clock.now())
}

const newest = (devices: readonly PushDevice[]): PushDevice | undefined =>
  devices
    .filter(({ isActive }) => isActive)
    .toSorted((a, b) => (b.lastUsedAt?.getTime() ?? 0) - (a.lastUsedAt?.getTime() ?? 0))[0]

/** Until when it can be completed, or why it may not be sent; undefined when another job has stored a proof since `after`: that one is sent. */
async function storeProof(
  deps: ProofCore,
  request: Request,
  made: { id: string; code: string; device: PushDevice; after: string | undefined },
): Promise<{ expiresAt: Date } | { why: Text } | undefined> {
  const { id, code, device, after } = made
  const sentAt = deps.clock.now()
  const expiresAt = later(sentAt, proofLasts)
  return deps.store.tx(async (tx) => {
    await inTurn(tx, request.requester)
    await tx.db.selectFrom('request').select('id').where('id', '=', request.id).forUpdate().execute()
    if ((await lastPush(tx.db, request))?.id !== after) return undefined
    const why = await whyNoPush(tx.db, deps, request.requester)
    if (why) return { why }
    await endProofs(tx, deps, request, ({ method }) => method === 'push')
    await insertProofRow(tx, deps, {
      ...noPush,
      id,
      request_id: request.id,
      plan_hash: request.planHash,
      person: request.requester,
      platform: request.account.platform,
      tenant: request.account.tenant,
      account_user: request.account.user,
      level: 'S1',
      method: 'push',
      state: 'sent',
      code_digest: codeDigest(deps, id, code),
      push_endpoint: device.id,
      sent_at: sentAt,
      expires_at: expiresAt,
    })
    await deps.ledger.append(tx, {
      actor: 'system',
      event: 'proof.sent',
      request: request.id,
      about: request.requester,
      body: { plan: request.planHash, level: 'S1', method: 'push' },
    })
    return { expiresAt }
  })
}

async function sendPush(
  deps: ProofCore,
  request: Request,
  device: PushDevice,
  after: string | undefined,
): Promise<void> {
  const [id, code] = [randomUUID(), newCode()]
  const sent = await storeProof(deps, request, { id, code, device, after })
  if (!sent) return
  if ('why' in sent) return cannotProve(deps, request, sent.why)
  await deps.crashPoints.reach('proof:stored')
  try {
    // The phone shows this on its lock screen, in a language that we cannot know: short English.
    const message = english(text('proof.push', { what: request.shown.title, code }))
    const push = await deps.pushes.send(request.requester, device.id, message)
    if (push.userId !== request.requester || push.deviceId !== device.id)
      throw new LatchkeyError('jumpcloud-malformed', { reason: 'another phone' })
    await deps.store.tx(async (tx) => {
      await changeProof(tx, deps, id, { push_id: push.id, push_status: push.status })
      await tx.enqueue('watch-proof', { request: request.id })
      // When its five minutes are over, the card says so at once.
      await tx.enqueue('wake-request', { request: request.id }, { startAfter: sent.expiresAt })
      await refreshCard(tx, deps, request.account, request.id, 'requester', request.requester)
    })
  } catch (error) {
    if (!(error instanceof LatchkeyError)) throw error
    deps.log.warn({ request: request.id, err: error }, 'the push could not be sent')
    await deps.store.tx((tx) => changeProof(tx, deps, id, { state: 'failed' }))
    await cannotProve(
      deps,
      request,
      error.code === 'jumpcloud-busy' ? text('proof.too-many-pushes', { minutes: 5 }) : error.text,
    )
  }
}

/** Nothing was proven, so nothing happens; the person is told what helps now, or goes the way for whom nothing is left. */
async function cannotProve(deps: ProofCore, request: Request, why: Text): Promise<void> {
  if (await hasPage(deps, request)) return notThisWay(deps, request, why)
  if (why.key === 'proof.no-phone' || why.key === 'proof.locked') {
    const other = await recover(deps, request)
    if ('change' in other && (await deps.store.tx(other.change))) return
  }
  await deps.store.tx((tx) =>
    move(
      tx,
      deps,
      request,
      {
        from: ['proving'],
        to: 'refused',
        actor: 'system',
        event: 'proof.failed',
        body: { why: why.key },
        reason: why,
      },
      async () => {
        await refreshCard(tx, deps, request.account, request.id, 'requester', request.requester)
        await sayToAudit(tx, deps, {
          tone: 'bad',
          title: text('audit.cannot-prove', { number: request.number, skill: request.skill }),
          body: [why],
        })
      },
    ),
  )
}

/** There is a page on which it can be proven all the same: the card says so, and that the phone could not be asked. */
async function notThisWay(deps: ProofCore, request: Request, why: Text): Promise<void> {
  await deps.store.tx(async (tx) => {
    await insertUnsentPush(tx, deps, request, why.key === 'proof.locked' ? locked : unsent)
    await refreshCard(tx, deps, request.account, request.id, 'requester', request.requester)
  })
}
