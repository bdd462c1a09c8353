// Wakes a request: does whatever its row says is due, and nothing when the row moved on.
import type { Core } from '../core.ts'
import type { RequestId } from '../ids.ts'
import { refreshCard, say } from '../outbox/notices.ts'
import type { Tx } from '../store/store.ts'
import { at, text } from '../words/text.ts'
import { advance } from './advance.ts'
import { orAlarm } from './alarm.ts'
import { escalate } from './ask-approvers.ts'
import { refreshApprovers } from './decisions.ts'
import { isLent, startEnding } from './ending.ts'
import { move } from './move.ts'
import { isWorthRinging, lastPush } from './proof-wish.ts'
import { endProofs } from './proofs.ts'
import { loadRequest, type Request } from './request.ts'
import { endReminderAt, escalationAt, nextDue, readyLasts, reminderAt } from './schedule.ts'
import { isOpen } from './states.ts'
import { votesOn } from './votes.ts'

type Deps = Pick<
  Core,
  | 'store'
  | 'keys'
  | 'clock'
  | 'organisation'
  | 'bindings'
  | 'ledger'
  | 'actions'
  | 'adapters'
  | 'directory'
  | 'log'
  | 'skills'
  | 'freezes'
>

export const wakeRequest = (deps: Deps, id: RequestId): Promise<void> => orAlarm(deps, id, () => lookAt(deps, id))

async function lookAt(deps: Deps, id: RequestId): Promise<void> {
  const request = await loadRequest(deps.store.db, deps, id)
  await deps.store.tx(async (tx) => {
    await act(tx, deps, request)
    // Whatever happened, the row says again when to come back.
    const row = await tx.db.selectFrom('request').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
    const due = nextDue(row, deps.organisation, deps.clock.now())
    await tx.db.updateTable('request').set({ due_at: due }).where('id', '=', id).execute()
    if (due) await tx.enqueue('wake-request', { request: id }, { startAfter: due })
  })
}

async function act(tx: Tx, deps: Deps, request: Request): Promise<void> {
  const now = deps.clock.now()
  if (isOpen(request.state) && request.expiresAt <= now) return expire(tx, deps, request)
  switch (request.state) {
    case 'proving':
      return proofRanOut(tx, deps, request)
    case 'approving':
      return nudge(tx, deps, request)
    case 'waiting':
      await advance(tx, deps, request, { from: ['waiting'], actor: 'system', event: 'request.waited' })
      return
    case 'ready':
      if (request.row.ready_at && request.row.ready_at.getTime() + readyLasts <= now.getTime())
        return askAgain(tx, deps, request)
      return tx.enqueue('run-request', { request: request.id })
    case 'running':
    case 'ending':
    case 'undoing':
      return tx.enqueue('run-request', { request: request.id })
    case 'done':
      return endOrRemind(tx, deps, request)
    default:
      return undefined
  }
}

async function expire(tx: Tx, deps: Deps, request: Request) {
  const reason = text(request.state === 'approving' ? 'request.expired-undecided' : 'request.expired-unanswered')
  await move(
    tx,
    deps,
    request,
    {
      from: [request.state],
      to: 'expired',
      actor: 'system',
      event: 'request.expired',
      reason,
    },
    async () => {
      await refreshCard(tx, deps, request.account, request.id, 'requester', request.requester)
      await refreshApprovers(tx, deps, request)
      if (request.state === 'approving')
        await say(tx, deps, request.account, {
          tone: 'plain',
          title: text('request.expired-title', { number: request.number }),
          body: [reason],
        })
    },
  )
}

/** The push was answered or not, but the code was not typed in time: the card offers to send another. */
async function proofRanOut(tx: Tx, deps: Deps, request: Request) {
  const now = deps.clock.now()
  if (await endProofs(tx, deps, request, ({ expires_at }) => expires_at <= now))
    await refreshCard(tx, deps, request.account, request.id, 'requester', request.requester)
  // A process that died before it stored a proof, or while it watched the phone, is replaced here.
  const last = isWorthRinging(request) ? await lastPush(tx.db, request) : undefined
  await tx.enqueue(last?.push_id ? 'watch-proof' : 'start-proof', { request: request.id })
}

async function nudge(tx: Tx, deps: Deps, request: Request) {
  const now = deps.clock.now()
  const { row } = request
  if (!row.asked_approvers_at) return tx.enqueue('ask-approvers', { request: request.id })
  const reminder = reminderAt(row, deps.organisation)
  if (!row.reminded_at && reminder && reminder <= now) await remind(tx, deps, request)
  const escalation = escalationAt(row, deps.organisation)
  if (!row.escalated_at && escalation && escalation <= now) await escalate(tx, deps, request, 'silence')
}

async function remind(tx: Tx, deps: Deps, request: Request) {
  const how = {
    from: ['approving'] as const,
    to: 'approving' as const,
    actor: 'system',
    event: 'approval.reminded' as const,
  }
  await move(tx, deps, request, { ...how, set: { reminded_at: deps.clock.now() }, once: 'reminded_at' }, async () => {
    const voted = (await votesOn(tx.db, deps, request.id, request.planHash)).map(({ person }) => person)
    for (const { user } of request.shown.waitingFor.filter((one) => !voted.includes(one.user)))
      for (const account of await deps.bindings.accountsOf(user, tx.db)) {
        const title = text('approval.reminder', {
          number: request.number,
          name: request.shown.requesterName,
          title: request.shown.title,
        })
        await say(tx, deps, account, {
          tone: 'waiting',
          title,
          body: [text('approval.reminder-until', { until: at(request.expiresAt) })],
        })
      }
  })
}

/** Authorised a while ago but not started: the world may have changed, so the person is asked once more. */
async function askAgain(tx: Tx, deps: Deps, request: Request) {
  const how = {
    from: ['ready'] as const,
    to: 'confirming' as const,
    actor: 'system',
    event: 'request.asked-again' as const,
  }
  await move(tx, deps, request, { ...how, set: { ready_at: null } }, () =>
    refreshCard(tx, deps, request.account, request.id, 'requester', request.requester),
  )
}

async function endOrRemind(tx: Tx, deps: Deps, request: Request) {
  const now = deps.clock.now()
  const { row } = request
  if (row.ends_at && row.ends_at <= now) {
    await startEnding(tx, deps, request, 'system', 'access.ending')
    return
  }
  const reminder = endReminderAt(row)
  if (!row.ends_at || row.end_reminded_at || !reminder || reminder > now) return
  const isFirst = await tx.db
    .updateTable('request')
    .set({ end_reminded_at: now })
    .where('id', '=', request.id)
    .where('end_reminded_at', 'is', null)
    .returning('id')
    .executeTakeFirst()
  if (!isFirst) return
  const lent = isLent(deps.actions, request.plan)
  await say(tx, deps, request.account, {
    tone: 'waiting',
    title: lent
      ? text('access.ends-soon', { until: at(row.ends_at) })
      : text('access.time-ends-soon', { title: request.shown.title, until: at(row.ends_at) }),
    body: request.shown.steps,
    buttons: [
      { label: text('button.ask-again'), intent: { do: 'fill', skill: request.skill, input: request.input } },
      ...(lent ? [{ label: text('button.give-back'), intent: { do: 'give-back' as const, request: request.id } }] : []),
    ],
    footer: text('card.number', { number: request.number }),
  })
}
