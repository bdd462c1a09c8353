// Starts the proof S1: a JumpCloud Protect push whose text says what is asked and carries a code to type back.
import { randomUUID } from 'node:crypto'
import { hours, later, minutes } from '../clock.ts'
import type { ProofCore } from '../core.ts'
import { LatchkeyError } from '../errors.ts'
import type { RequestId } from '../ids.ts'
import type { PushDevice } from '../jumpcloud/push.ts'
import { refreshCard, sayToAudit } from '../outbox/notices.ts'
import { move } from '../requests/move.ts'
import { loadRequest, type Request } from '../requests/request.ts'
import { proofLasts } from '../requests/schedule.ts'
import { english } from '../words/render.ts'
import { type Text, text } from '../words/text.ts'
import { codeDigest, mostFailuresInARow, newCode } from './code.ts'

/** JumpCloud itself allows three pushes in five minutes for one device. */
const mostPushes = { times: 3, within: minutes(5) }
const mostPushesPerDay = 6

/** Wakes on entering `proving` and on "send again". */
export async function startProof(deps: ProofCore, id: RequestId): Promise<void> {
  const request = await loadRequest(deps.store.db, deps, id)
  if (request.state !== 'proving' || (await hasOpenProof(deps, request))) return
  const why = await whyNoPush(deps, request)
  if (why) return cannotProve(deps, request, why)
  const device = newest(await deps.pushes.devices(request.requester))
  if (!device) return cannotProve(deps, request, text('proof.no-phone'))
  await sendPush(deps, request, device)
}

/** A proof that was stored but whose push may never have left is replaced, not resent: its code dies with it. */
async function hasOpenProof({ store, clock }: ProofCore, request: Request): Promise<boolean> {
  const row = await store.db
    .selectFrom('proof')
    .select('id')
    .where('request_id', '=', request.id)
    .where('plan_hash', '=', request.planHash)
    .where('state', '=', 'sent')
    .where('push_id', 'is not', null)
    .where('expires_at', '>', clock.now())
    .executeTakeFirst()
  return row !== undefined
}

async function whyNoPush({ store, clock }: ProofCore, request: Request): Promise<Text | undefined> {
  const now = clock.now()
  const today = await store.db
    .selectFrom('proof')
    .select(['sent_at', 'state', 'tries'])
    .where('person', '=', request.requester)
    .where('sent_at', '>', later(now, -hours(24)))
    .orderBy('sent_at', 'desc')
    .execute()
  const recent = today.filter(({ sent_at }) => sent_at > later(now, -mostPushes.within))
  if (recent.length >= mostPushes.times) return text('proof.too-many-pushes', { minutes: 5 })
  if (today.length >= mostPushesPerDay) return text('proof.too-many-today')
  let failures = 0
  for (const proof of today) {
    if (proof.state === 'completed') break
    failures += proof.tries
  }
  return failures >= mostFailuresInARow ? text('proof.too-many-wrong') : undefined
}

const newest = (devices: readonly PushDevice[]): PushDevice | undefined =>
  devices
    .filter(({ isActive }) => isActive)
    .toSorted((a, b) => (b.lastUsedAt?.getTime() ?? 0) - (a.lastUsedAt?.getTime() ?? 0))[0]

async function sendPush(deps: ProofCore, request: Request, device: PushDevice): Promise<void> {
  const id = randomUUID()
  const code = newCode()
  await deps.store.tx(async (tx) => {
    await tx.db
      .updateTable('proof')
      .set({ state: 'failed' })
      .where('request_id', '=', request.id)
      .where('state', '=', 'sent')
      .execute()
    await tx.db
      .insertInto('proof')
      .values({
        id,
        request_id: request.id,
        plan_hash: request.planHash,
        person: request.requester,
        platform: request.account.platform,
        tenant: request.account.tenant,
        account_user: request.account.user,
        level: 'S1',
        state: 'sent',
        code_digest: codeDigest(deps, id, code),
        code_typed_at: null,
        push_endpoint: device.id,
        push_id: null,
        push_status: null,
        sent_at: deps.clock.now(),
        expires_at: later(deps.clock.now(), proofLasts),
        completed_at: null,
        mac: null,
      })
      .execute()
    await deps.ledger.append(tx, {
      actor: 'system',
      event: 'proof.sent',
      request: request.id,
      about: request.requester,
      body: { plan: request.planHash, level: 'S1' },
    })
  })
  await deps.crashPoints.reach('proof:stored')
  try {
    // The phone shows this on its lock screen, in a language that we cannot know: short English.
    const message = english(text('proof.push', { what: request.shown.title, code }))
    const push = await deps.pushes.send(request.requester, device.id, message)
    if (push.userId !== request.requester || push.deviceId !== device.id)
      throw new LatchkeyError('jumpcloud-malformed', { reason: 'another phone' })
    await deps.store.tx(async (tx) => {
      await tx.db
        .updateTable('proof')
        .set({ push_id: push.id, push_status: push.status })
        .where('id', '=', id)
        .execute()
      await tx.enqueue('watch-proof', { request: request.id })
      await refreshCard(tx, deps, request.account, request.id, 'requester', request.requester)
    })
  } catch (error) {
    if (!(error instanceof LatchkeyError)) throw error
    deps.log.warn({ request: request.id, err: error }, 'the push could not be sent')
    await deps.store.db.updateTable('proof').set({ state: 'failed' }).where('id', '=', id).execute()
    await cannotProve(
      deps,
      request,
      error.code === 'jumpcloud-busy' ? text('proof.too-many-pushes', { minutes: 5 }) : error.text,
    )
  }
}

/** Nothing was proven, so nothing happens; the person is told what helps now. */
async function cannotProve(deps: ProofCore, request: Request, why: Text): Promise<void> {
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
        set: { reason: JSON.stringify(why) },
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
