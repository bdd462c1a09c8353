// Creates a request: the plan frozen and sealed, what people will see of it, and the card that asks for confirmation.
import { randomUUID } from 'node:crypto'
import { actionOf } from '../action.ts'
import { hours, later } from '../clock.ts'
import type { Core } from '../core.ts'
import type { Directory, User } from '../directory.ts'
import { type RequestId, requestId } from '../ids.ts'
import { refreshCard } from '../outbox/notices.ts'
import { canonicalPlan, hashPlan, type Step } from '../plan.ts'
import { decide } from '../policy/decide.ts'
import { choiceOf, readFacts } from '../policy/facts.ts'
import type { Needs } from '../policy/policy.ts'
import { titleOf } from '../skill.ts'
import type { Tx } from '../store/store.ts'
import { type Text, text } from '../words/text.ts'
import { makePlan, type PlanInputs, skillOf } from './derive.ts'
import { heldBy, whyHeld } from './held.ts'
import { insertPlan, type Shown, shownColumns } from './request.ts'
import { nextDue } from './schedule.ts'
import { isTooOftenAbout } from './too-often.ts'

type Deps = Pick<
  Core,
  | 'store'
  | 'keys'
  | 'clock'
  | 'organisation'
  | 'policyVersion'
  | 'skills'
  | 'actions'
  | 'ledger'
  | 'bindings'
  | 'freezes'
  | 'methods'
> & {
  directory: Directory
}

/** A request that only the asker takes part in is decided within the hour; one that others decide may wait longer. */
const aloneLasts = hours(1)

export interface Draft {
  inputs: PlanInputs
  steps: readonly Step[]
  needs: Needs
  shown: Shown
  askedAt: Date
  expiresAt: Date
}

/** Policy's word on a plan, and what people will be shown. Reads only. */
export async function draft(
  deps: Deps,
  inputs: PlanInputs,
  steps: readonly Step[],
  boundSince: Date | undefined,
): Promise<Draft | { refused: Text; isAlarming?: true }> {
  const held = await heldBy(deps, { ...inputs, steps })
  if (held) return { refused: whyHeld(held) }
  if (await isTooOftenAbout(deps, inputs.subject, steps)) return { refused: text('limits.person'), isAlarming: true }
  const skill = skillOf(deps, inputs.skillName)
  const asked = { ...inputs, skill, boundSince, steps }
  const decision = decide(skill.policy, choiceOf(deps, inputs.skillName), await readFacts(deps, asked))
  if (decision.kind === 'refuse') return { refused: decision.why }
  const askedAt = deps.clock.now()
  const decided = decision.approvals.length > 0 ? deps.organisation.approvals.expireAfterMs : aloneLasts
  const lasts = decided + 1000 * Math.max(decision.wait.seconds, decision.wait.outOfHoursSeconds)
  return {
    inputs,
    steps,
    needs: decision,
    shown: await describe(deps, inputs, steps),
    askedAt,
    expiresAt: later(askedAt, lasts),
  }
}

export async function describe(
  deps: Pick<Deps, 'actions' | 'directory' | 'skills'>,
  inputs: PlanInputs,
  steps: readonly Step[],
): Promise<Shown> {
  const requester = await deps.directory.user(inputs.requester)
  const subject = await deps.directory.user(inputs.subject)
  const lines: Text[] = []
  for (const step of steps) {
    const action = actionOf(deps.actions, step)
    const will = await action.describe(action.input.parse(step.input), deps.directory)
    lines.push(
      step.lastsSeconds === undefined ? will : text('plan.step-lasting', { will, lasts: lastsText(step.lastsSeconds) }),
    )
  }
  return {
    title: titleOf(skillOf(deps, inputs.skillName)),
    steps: lines,
    requesterName: requester.name,
    subjectName: subject.name,
    evidence: (requester.id === subject.id ? [requester] : [requester, subject]).flatMap(whoIs),
    waitingFor: [],
  }
}

/** Two people can have one name: what tells them apart stands beside it. */
function whoIs(of: User): Text[] {
  const facts = [of.username, of.email, of.jobTitle, of.department, of.location].filter((fact) => fact !== undefined)
  return facts.length > 0 ? [text('plan.person-is', { name: of.name, facts: facts.join(' · ') })] : []
}

function lastsText(lastsSeconds: number): Text {
  const wholeDays = lastsSeconds / 86_400
  if (Number.isInteger(wholeDays)) return text('time.days', { days: wholeDays })
  return lastsSeconds % 3600 === 0
    ? text('time.hours', { hours: lastsSeconds / 3600 })
    : text('time.minutes', { minutes: Math.round(lastsSeconds / 60) })
}

/** Undefined when the same ask has made its request already: the same press twice is one request. */
export async function createRequest(
  tx: Tx,
  deps: Deps,
  made: Draft,
  sourceKey: string,
): Promise<RequestId | undefined> {
  const { inputs } = made
  const id = requestId.parse(randomUUID())
  const plan = makePlan(deps, inputs, made.steps, { ...made, id })
  const hash = hashPlan(plan)
  const now = deps.clock.now()
  const row = await tx.db
    .insertInto('request')
    .values({
      id,
      source_key: sourceKey,
      platform: inputs.account.platform,
      tenant: inputs.account.tenant,
      account_user: inputs.account.user,
      requester: inputs.requester,
      subject: inputs.subject,
      skill: inputs.skillName,
      plan_hash: hash,
      state: 'confirming',
      reason: null,
      needs: JSON.stringify(made.needs),
      ...shownColumns(deps, { id, ...inputs }, made.shown),
      asked_at: made.askedAt,
      expires_at: made.expiresAt,
      due_at: null,
      asked_approvers_at: null,
      reminded_at: null,
      escalated_at: null,
      ready_at: null,
      finished_at: null,
      ends_at: null,
      end_reminded_at: null,
      updated_at: now,
    })
    .onConflict((clash) => clash.column('source_key').doNothing())
    .returningAll()
    .executeTakeFirst()
  if (!row) return undefined
  await insertPlan(tx, deps, id, canonicalPlan(plan), hash)
  await insertSteps(tx, id, hash, made.steps)
  const due = nextDue(row, deps.organisation, now)
  await tx.db.updateTable('request').set({ due_at: due }).where('id', '=', id).execute()
  await refreshCard(tx, deps, inputs.account, id, 'requester', inputs.requester)
  await deps.ledger.append(tx, {
    actor: inputs.requester,
    event: 'request.asked',
    request: id,
    about: inputs.subject,
    body: { skill: inputs.skillName, plan: hash, proof: made.needs.proof, approvals: made.needs.approvals.length },
  })
  return id
}

/** The rows that the gate works through; only those of the current plan count. */
export async function insertSteps(tx: Tx, request: RequestId, hash: string, steps: readonly Step[]) {
  await tx.db
    .insertInto('step')
    .values(
      steps.map((step, seq) => ({
        request_id: request,
        plan_hash: hash,
        phase: 'run' as const,
        seq,
        action: step.action,
        input: JSON.stringify(step.input),
        state: 'pending' as const,
        outcome: null,
        lease_until: null,
        about_to_at: null,
        error: null,
        done_at: null,
      })),
    )
    .execute()
}
