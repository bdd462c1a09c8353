// Approve, grant less, deny, cancel: each one transaction, each exactly one outcome however often it is pressed.
import type { Core } from '../core.ts'
import type { Directory } from '../directory.ts'
import type { Account, PlanHash, UserId } from '../ids.ts'
import { refreshCard, say } from '../outbox/notices.ts'
import { canonicalPlan, hashPlan } from '../plan.ts'
import type { Card } from '../reply.ts'
import type { Tx } from '../store/store.ts'
import { type Text, text } from '../words/text.ts'
import { advance } from './advance.ts'
import { describe, insertSteps } from './create.ts'
import { bindsFirst, makePlan, propose, skillOf } from './derive.ts'
import { move } from './move.ts'
import { insertPlan, type Request, shownColumns } from './request.ts'
import { openStates } from './states.ts'
import { insertVote } from './votes.ts'

type Deps = Pick<
  Core,
  'store' | 'keys' | 'clock' | 'organisation' | 'pages' | 'policyVersion' | 'skills' | 'actions' | 'bindings' | 'ledger'
> & {
  directory: Directory
}

/** Who decides: a bound person, their account, and the rules they may satisfy, all read just now. */
export interface Decider {
  person: UserId
  account: Account
  rules: number[]
}

/** False: somebody was faster, or the card was older than the plan. */
export async function approve(tx: Tx, deps: Deps, request: Request, who: Decider): Promise<boolean> {
  if (request.state !== 'approving' || !(await lockApproving(tx, request))) return false
  const isNew = await insertVote(
    tx,
    deps,
    { request: request.id, hash: request.planHash, account: who.account },
    { ...who, decision: 'approve' },
  )
  if (!isNew) return false
  const isMoved = await advance(tx, deps, request, {
    from: ['approving'],
    actor: who.person,
    event: 'approval.approved',
    body: { plan: request.planHash },
    onPlan: request.planHash,
  })
  await refreshApprovers(tx, deps, request)
  return isMoved
}

/** Two approvers at one moment queue up here, so that the second sees what the first did. */
async function lockApproving(tx: Tx, request: Request): Promise<boolean> {
  const row = await tx.db
    .selectFrom('request')
    .select(['state', 'plan_hash'])
    .where('id', '=', request.id)
    .forUpdate()
    .executeTakeFirst()
  return row?.state === 'approving' && row.plan_hash === request.planHash
}

/** A narrower plan of its own, ready to be swapped in. Undefined when the change is not a declared narrowing. */
export async function narrowed(deps: Deps, request: Request, change: Record<string, unknown>) {
  const skill = skillOf(deps, request.skill)
  const field = skill.narrow?.field
  const before = field === undefined ? undefined : request.input[field]
  const after = field === undefined ? undefined : change[field]
  const isNarrower = typeof before === 'number' && typeof after === 'number' && after > 0 && after < before
  if (field === undefined || !isNarrower || Object.keys(change).length !== 1) return undefined
  const asked = {
    skillName: request.skill,
    requester: request.requester,
    subject: request.subject,
    account: request.account,
    input: request.input,
    bindsFirst: bindsFirst(request.plan),
  }
  // What is narrowed is what was sealed and shown: an input that another hand wrote into the row makes another plan.
  const whole = await propose(deps, asked)
  if (whole.kind !== 'plan' || hashPlan(makePlan(deps, asked, whole.steps, request)) !== request.planHash)
    return undefined
  const inputs = { ...asked, input: { ...request.input, [field]: after } }
  const proposal = await propose(deps, inputs)
  if (proposal.kind !== 'plan') return undefined
  const plan = makePlan(deps, inputs, proposal.steps, request)
  const shown = await describe(deps, inputs, proposal.steps)
  return {
    inputs,
    plan,
    canonical: canonicalPlan(plan),
    hash: hashPlan(plan),
    shown: { ...shown, waitingFor: request.shown.waitingFor },
  }
}

/** The narrower plan replaces the old one: earlier votes are void with their hash, this one counts on the new. */
export async function approveNarrowed(
  tx: Tx,
  deps: Deps,
  request: Request,
  less: NonNullable<Awaited<ReturnType<typeof narrowed>>>,
  who: Decider,
): Promise<boolean> {
  if (request.state !== 'approving' || !(await lockApproving(tx, request))) return false
  await insertPlan(tx, deps, request.id, less.canonical, less.hash)
  await insertSteps(tx, request.id, less.hash, less.plan.steps)
  await tx.db
    .updateTable('request')
    .set({ plan_hash: less.hash, ...shownColumns(deps, { ...request, input: less.inputs.input }, less.shown) })
    .where('id', '=', request.id)
    .execute()
  await insertVote(
    tx,
    deps,
    { request: request.id, hash: less.hash, account: who.account },
    { ...who, decision: 'approve' },
  )
  const swapped: Request = {
    ...request,
    plan: less.plan,
    planHash: less.hash,
    input: less.inputs.input,
    shown: less.shown,
  }
  const isMoved = await advance(tx, deps, swapped, {
    from: ['approving'],
    actor: who.person,
    event: 'approval.narrowed',
    body: { before: request.planHash, after: less.hash },
  })
  await say(tx, deps, request.account, lessCard(deps, request, less.inputs.input, who.person), { request: request.id })
  await refreshApprovers(tx, deps, swapped)
  return isMoved
}

/** What the requester reads when somebody allows less than was asked. */
function lessCard(deps: Deps, request: Request, input: Record<string, unknown>, by: UserId): Card {
  const narrow = skillOf(deps, request.skill).narrow
  const amount = (value: unknown) => (narrow ? text(narrow.label, { value: Number(value) }) : '')
  const field = narrow?.field ?? ''
  return {
    tone: 'plain',
    title: text('request.less-title', { number: request.number, amount: amount(input[field]) }),
    body: [
      text('request.less', { by: nameOf(request, by), now: amount(input[field]), asked: amount(request.input[field]) }),
    ],
  }
}

/** The reason reaches the requester; in the ledger it is sealed under the requester's key. */
export function deny(
  tx: Tx,
  deps: Deps,
  request: Request,
  who: Decider,
  on: { hash: PlanHash; reason: string },
): Promise<boolean> {
  const reason = text('request.denied-because', { by: nameOf(request, who.person), reason: on.reason })
  return move(
    tx,
    deps,
    request,
    {
      // Also after everybody's yes, and while the requester is asked once more, until the gate has begun.
      from: openStates,
      to: 'denied',
      actor: who.person,
      event: 'approval.denied',
      personal: { of: request.requester, fields: { reason: on.reason } },
      reason,
      onPlan: on.hash,
    },
    async () => {
      await insertVote(
        tx,
        deps,
        { request: request.id, hash: on.hash, account: who.account, reason: on.reason },
        { ...who, decision: 'deny' },
      )
      await tellBadEnd(tx, deps, request, text('request.denied-title', { number: request.number }), reason)
    },
  )
}

/** On every card of it, and to its requester in a message of its own: an edited card alone would go unnoticed. */
export async function tellBadEnd(
  tx: Tx,
  deps: Pick<Core, 'clock' | 'keys' | 'bindings'>,
  request: Request,
  title: Text,
  reason: Text,
): Promise<void> {
  await refreshCard(tx, deps, request.account, request.id, 'requester', request.requester)
  await refreshApprovers(tx, deps, request)
  await say(tx, deps, request.account, { tone: 'bad', title, body: [reason] }, { request: request.id })
}

export const nameOf = (request: Request, person: UserId): string =>
  request.shown.waitingFor.find(({ user }) => user === person)?.name ?? request.shown.requesterName

/** By the requester only; deny and cancel win over approve until the gate has claimed. */
export function cancel(tx: Tx, deps: Deps, request: Request, actor: UserId | 'system'): Promise<boolean> {
  return move(tx, deps, request, { from: openStates, to: 'cancelled', actor, event: 'request.cancelled' }, async () => {
    await refreshCard(tx, deps, request.account, request.id, 'requester', request.requester)
    await refreshApprovers(tx, deps, request)
  })
}

/** Every approver's card tells the same truth at once: buttons vanish where there is nothing left to decide. */
export async function refreshApprovers(tx: Tx, deps: Pick<Core, 'clock' | 'keys' | 'bindings'>, request: Request) {
  for (const { user, isReachable } of request.shown.waitingFor) {
    if (!isReachable) continue
    for (const account of await deps.bindings.accountsOf(user, tx.db))
      await refreshCard(tx, deps, account, request.id, 'approver', user)
  }
}
