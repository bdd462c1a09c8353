// How a run begins and ends: the state, the ledger, and the messages to everyone concerned, in one transaction each.
import { sql } from 'kysely'
import { actionOf } from '../action.ts'
import { later, seconds } from '../clock.ts'
import type { GateCore } from '../core.ts'
import { LatchkeyError } from '../errors.ts'
import { sameAccount } from '../ids.ts'
import type { LedgerEvent } from '../ledger/events.ts'
import { ownRecords } from '../ledger/records.ts'
import { refreshCard, say, sayToAudit } from '../outbox/notices.ts'
import type { Step } from '../plan.ts'
import { credentialNotices } from '../requests/credential-notices.ts'
import { nameOf, refreshApprovers } from '../requests/decisions.ts'
import { doneSteps } from '../requests/done-steps.ts'
import { takesBack } from '../requests/ending.ts'
import { move } from '../requests/move.ts'
import type { Request } from '../requests/request.ts'
import { saysOver } from '../requests/says-over.ts'
import { begunSeal } from '../requests/states.ts'
import { votesOn } from '../requests/votes.ts'
import type { Tx } from '../store/store.ts'
import { at, type Text, text } from '../words/text.ts'
import type { Phase } from './claim.ts'

const begun = ({ id, planHash }: Request) => begunSeal(id, planHash)

export const hasBegun = ({ keys }: GateCore, request: Request): boolean =>
  keys.isMac('begun', begun(request), request.row.begun_mac)

/** What this gate itself said last of a phase: nothing of it may run again, whatever its row was set to. */
const lastWords = {
  run: [
    'row.tampered',
    'request.done',
    'step.failed',
    'step.unknown',
    'access.ending',
    'access.given-back',
    'access.ended',
  ],
  end: ['row.tampered', 'access.ended'],
  undo: ['request.undone'],
} as const satisfies Record<Phase, readonly LedgerEvent[]>

/** It was begun by the gate, and the gate said that it was done: only then is there an end. */
export const hasGiven = async (deps: GateCore, request: Request): Promise<boolean> =>
  hasBegun(deps, request) &&
  (await ownRecords(deps.store.db, deps, { request: request.id }, ['request.done'])).length > 0

/**
 * Rows can be set back by whoever can write to the database; the chain of the ledger cannot, unseen. That nothing more runs
 * is believed of anybody's record; that access has ended of our own alone, or a record would keep it for somebody.
 */
export const isOver = async (
  deps: Pick<GateCore, 'store' | 'keys'>,
  request: Request,
  phase: Phase,
): Promise<boolean> =>
  phase === 'end'
    ? (await ownRecords(deps.store.db, deps, { request: request.id }, lastWords.end)).length > 0
    : saysOver(deps, request, sql`event = ANY(${[...lastWords[phase]]}::text[])`)

export const begin = (deps: GateCore, request: Request): Promise<boolean> =>
  deps.store.tx((tx) =>
    move(
      tx,
      deps,
      request,
      {
        from: ['ready'],
        to: 'running',
        actor: 'gate',
        event: 'request.running',
        set: { begun_mac: deps.keys.mac('begun', begun(request)) },
        onPlan: request.planHash,
      },
      () => refreshCard(tx, deps, request.account, request.id, 'requester', request.requester),
    ),
  )

/** Throws `tampered` when a step of the plan is missing or was not done: then nobody may say that it is done. */
function mustBeDone(seqs: readonly number[], done: ReadonlyMap<number, unknown>): void {
  if (!seqs.every((seq) => done.has(seq))) throw new LatchkeyError('tampered', { what: 'step' })
}

/** Which of these Latchkey changed itself: what was so before is neither told nor taken back. */
const didOf = (steps: readonly Step[], done: ReadonlyMap<number, string>): (readonly [number, Step])[] =>
  [...steps.entries()].filter(([seq]) => done.get(seq) === 'did')

export async function finished(deps: GateCore, request: Request): Promise<void> {
  const now = deps.clock.now()
  const { steps } = request.plan
  const done = await doneSteps(deps.store.db, deps, request, 'run')
  mustBeDone([...steps.keys()], done)
  const did = didOf(steps, done).map(([, step]) => step)
  // The clock of time-bound access starts when it was given, not when it was asked for.
  const lasting = did.flatMap(({ lastsSeconds }) => lastsSeconds ?? [])
  const announce = await credentialNotices(deps, request, 'done', did)
  const endsAt = lasting.length > 0 ? later(now, seconds(Math.min(...lasting))) : null
  await deps.store.tx((tx) =>
    move(
      tx,
      deps,
      request,
      {
        from: ['running'],
        to: 'done',
        actor: 'gate',
        event: 'request.done',
        body: { endsAt: endsAt?.toISOString() ?? null },
        set: { finished_at: now, ends_at: endsAt },
      },
      async () => {
        await tellDone(tx, deps, request, endsAt)
        await announce(tx)
      },
    ),
  )
}

async function tellDone(tx: Tx, deps: GateCore, request: Request, endsAt: Date | null) {
  await refreshCard(tx, deps, request.account, request.id, 'requester', request.requester)
  await refreshApprovers(tx, deps, request)
  const ends = endsAt ? [text('card.ends', { until: at(endsAt) })] : []
  // Somebody else decided in the meantime, so an edited card alone would go unnoticed.
  if (request.needs.approvals.length > 0)
    await say(tx, deps, request.account, {
      tone: 'good',
      title: text('request.done-title', { number: request.number }),
      body: [...request.shown.steps, await approvedBy(tx, deps, request), ...ends],
    })
  await tellSubject(tx, deps, request, {
    tone: 'plain',
    title: text('notice.done-to-you', { name: request.shown.requesterName }),
    body: [...request.shown.steps, ...ends],
  })
  await sayToAudit(tx, deps, {
    tone: 'good',
    title: text('audit.done', { number: request.number, skill: request.skill, name: request.shown.requesterName }),
    body: request.shown.steps,
  })
}

async function approvedBy(tx: Tx, deps: GateCore, request: Request): Promise<Text> {
  const votes = await votesOn(tx.db, deps, request.id, request.planHash)
  return text('request.approved-by', { names: { list: votes.map(({ person }) => nameOf(request, person)) } })
}

/** Whoever's account it is hears of it on every account of theirs, except where they asked themselves just now. */
async function tellSubject(tx: Tx, deps: GateCore, request: Request, card: Parameters<typeof say>[3]) {
  for (const account of await deps.bindings.accountsOf(request.subject, tx.db)) {
    if (sameAccount(account, request.account)) continue
    const buttons = [
      {
        label: text('button.not-me'),
        intent: { do: 'not-me' as const, request: request.id },
        style: 'danger' as const,
      },
    ]
    await say(tx, deps, account, { ...card, buttons }, { request: request.id })
  }
}

export async function ended(deps: GateCore, request: Request): Promise<void> {
  const did = didOf(request.plan.steps, await doneSteps(deps.store.db, deps, request, 'run'))
  const given = did.filter(([, step]) => takesBack(deps.actions, step))
  mustBeDone(
    given.map(([seq]) => seq),
    await doneSteps(deps.store.db, deps, request, 'end'),
  )
  const body = await takenBack(deps, request)
  await deps.store.tx((tx) =>
    move(tx, deps, request, { from: ['ending'], to: 'ended', actor: 'gate', event: 'access.ended' }, async () => {
      await refreshCard(tx, deps, request.account, request.id, 'requester', request.requester)
      const card = { tone: 'plain' as const, title: text('access.ended', { number: request.number }), body }
      await say(tx, deps, request.account, card, { request: request.id, dedupe: `ended/${request.id}` })
      await tellSubject(tx, deps, request, card)
    }),
  )
}

async function takenBack(deps: GateCore, request: Request): Promise<Text[]> {
  const rows = await deps.store.db
    .selectFrom('step')
    .selectAll()
    .where('request_id', '=', request.id)
    .where('plan_hash', '=', request.planHash)
    .where('phase', '=', 'end')
    .orderBy('seq', 'desc')
    .execute()
  const lines: Text[] = []
  for (const row of rows) {
    const action = actionOf(deps.actions, { action: row.action, input: {} })
    lines.push(
      await action.done(action.input.parse(row.input), deps.directory).catch(() => text('access.removed-something')),
    )
  }
  return lines.length > 0 ? lines : [text('access.nothing-to-remove')]
}
