// Watches the phone until it answers, and joins the two halves: accepted there, code typed here.
import type { ProofCore } from '../core.ts'
import { hasCode } from '../errors.ts'
import { type Account, type RequestId, sameAccount } from '../ids.ts'
import type { PushVerification } from '../jumpcloud/push.ts'
import { refreshCard, say, sayToSecurity } from '../outbox/notices.ts'
import { securityAccounts } from '../people/security.ts'
import { advance } from '../requests/advance.ts'
import { refreshApprovers } from '../requests/decisions.ts'
import { move } from '../requests/move.ts'
import { locked } from '../requests/proof-wish.ts'
import { changeProof } from '../requests/proofs.ts'
import { loadRequest, type Request } from '../requests/request.ts'
import type { Tx } from '../store/store.ts'
import { at, text } from '../words/text.ts'
import { inTurn, lockFrom, pushLockedUntil, wasDeniedLately } from './push-limits.ts'

/** Wakes when a push was sent, when a code was typed, and when a process died while watching. */
export async function watchProof(deps: ProofCore, id: RequestId, signal: AbortSignal): Promise<void> {
  for (;;) {
    const request = await loadRequest(deps.store.db, deps, id)
    const proof = await openProof(deps, request)
    if (request.state !== 'proving' || !proof?.push_id) return
    if (proof.push_status !== 'ACCEPTED') {
      const push = await look(deps, proof.push_id)
      if (push) await note(deps, request, proof, push)
    } else {
      await deps.store.tx((tx) => completeIfBoth(tx, deps, request, proof.id))
      return
    }
    signal.throwIfAborted()
    await deps.sleep(deps.timing.pushPollMs, signal)
  }
}

async function look({ pushes, log }: ProofCore, pushId: string): Promise<PushVerification | undefined> {
  try {
    return await pushes.read(pushId)
  } catch (error) {
    if (!hasCode(error, 'jumpcloud-busy', 'jumpcloud-unavailable', 'jumpcloud-malformed')) throw error
    log.warn({ err: error }, 'the push could not be read')
    return undefined
  }
}

const openProof = ({ store, clock }: ProofCore, request: Request) =>
  store.db
    .selectFrom('proof')
    .selectAll()
    .where('request_id', '=', request.id)
    .where('plan_hash', '=', request.planHash)
    .where('method', '=', 'push')
    .where('state', '=', 'sent')
    .where('expires_at', '>', clock.now())
    .orderBy('sent_at', 'desc')
    .limit(1)
    .executeTakeFirst()

type Proof = NonNullable<Awaited<ReturnType<typeof openProof>>>

async function note(deps: ProofCore, request: Request, proof: Proof, push: PushVerification): Promise<void> {
  if (push.status === 'SENT') return
  // An answer counts only from the very phone and person that were asked.
  const isOurs = push.id === proof.push_id && push.userId === proof.person && push.deviceId === proof.push_endpoint
  const status = isOurs ? push.status : 'ERRORED'
  const contacts = status === 'DENIED' ? await securityAccounts(deps) : []
  await deps.store.tx(async (tx) => {
    await inTurn(tx, request.requester)
    const state = status === 'ACCEPTED' ? 'sent' : 'failed'
    const row = await changeProof(tx, deps, proof.id, { push_status: status, state })
    // Somebody else looked, too, and was faster: one answer of the phone is one record.
    if (!row) return
    if (status === 'ACCEPTED') await completeIfBoth(tx, deps, request, proof.id)
    if (status === 'DENIED') await deniedOnPhone(tx, deps, request, contacts)
    else await refreshCard(tx, deps, request.account, request.id, 'requester', request.requester)
    if (state === 'failed')
      await deps.ledger.append(tx, {
        actor: request.requester,
        event: 'proof.failed',
        request: request.id,
        about: request.requester,
        body: { status },
      })
  })
}

/** Accepted on the phone and typed in the chat, within five minutes: only then is it a proof. */
async function completeIfBoth(tx: Tx, deps: ProofCore, request: Request, proofId: string): Promise<void> {
  const now = deps.clock.now()
  await inTurn(tx, request.requester)
  if (await pushLockedUntil(tx.db, deps, request.requester)) return tooLate(tx, deps, request, proofId)
  const current = await tx.db.selectFrom('request').select('plan_hash').where('id', '=', request.id).executeTakeFirst()
  const isProven = ({ push_status: status, code_typed_at: typedAt, expires_at: until, plan_hash: of }: Proof) =>
    status === 'ACCEPTED' && typedAt !== null && until > now && of === current?.plan_hash
  const row = await changeProof(tx, deps, proofId, { state: 'completed', completed_at: now }, isProven)
  if (!row) return
  await advance(tx, deps, request, {
    from: ['proving'],
    actor: request.requester,
    event: 'proof.completed',
    body: { level: row.level },
  })
}

/** Two others were denied while this one was ringing: a yes to the third is worth nothing any more. */
async function tooLate(tx: Tx, deps: ProofCore, request: Request, proofId: string): Promise<void> {
  await changeProof(tx, deps, proofId, { state: 'failed', push_status: locked })
  await refreshCard(tx, deps, request.account, request.id, 'requester', request.requester)
}

/** Somebody pressed "deny": either a slip, or an attack that just failed. It is never tried again by itself, and after the second one not at all. */
async function deniedOnPhone(tx: Tx, deps: ProofCore, request: Request, contacts: Account[]): Promise<void> {
  const isSecond = await wasDeniedLately(tx.db, deps, request.requester)
  const reason = isSecond ? text('proof.denied-again', { until: at(lockFrom(deps.clock.now())) }) : text('proof.denied')
  await move(
    tx,
    deps,
    request,
    {
      from: ['proving'],
      to: 'refused',
      actor: request.requester,
      event: 'security.alert',
      body: { why: isSecond ? 'push-denied-again' : 'push-denied' },
      reason,
    },
    async () => {
      await refreshCard(tx, deps, request.account, request.id, 'requester', request.requester)
      await refreshApprovers(tx, deps, request)
      const title = text(isSecond ? 'audit.push-denied-again' : 'audit.push-denied', {
        number: request.number,
        name: request.shown.requesterName,
        skill: request.skill,
      })
      const next = text(isSecond ? 'audit.push-denied-again-next' : 'audit.push-denied-next')
      await sayToSecurity(tx, deps, contacts, { tone: 'bad', title, body: [next] })
      for (const account of await deps.bindings.accountsOf(request.requester, tx.db)) {
        if (sameAccount(account, request.account)) continue
        const title = text('notice.push-denied')
        await say(tx, deps, account, { tone: 'bad', title, ...(isSecond ? { body: [reason] } : {}) })
      }
    },
  )
}
