// A request as the rest of the program reads it: the row, its sealed plan, and what people were shown.
import type { Selectable } from 'kysely'
import { z } from 'zod'
import type { Core } from '../core.ts'
import { LatchkeyError } from '../errors.ts'
import { type Account, type PlanHash, planHash, type RequestId, requestId, type UserId, userId } from '../ids.ts'
import { hashPlan, type Plan, plan } from '../plan.ts'
import { type Needs, noWait, proofLevels, roles, ways } from '../policy/policy.ts'
import { dependencies } from '../proof/methods.ts'
import type { Tx } from '../store/store.ts'
import type { PlanTable, RequestTable } from '../store/tables.ts'
import { type Text, text } from '../words/text.ts'
import { isOpen, type RequestState, requestStates } from './states.ts'

const states = z.enum(requestStates)
const inputs = z.record(z.string(), z.unknown())
const words = z.custom<Text>((value) => typeof value === 'object' && value !== null && 'key' in value)
const role = z.enum(roles).exclude(['self'])
const rule = z.object({
  by: z.tuple([role], role),
  next: z.array(role).optional(),
  proof: z.literal('S2').optional(),
})

const needs = z.object({
  kind: z.literal('needs'),
  // Older requests, whose end may still be to come, were all made on the usual way.
  way: z.enum(ways).default('usual'),
  proof: z.enum(proofLevels),
  lost: z.array(z.enum(dependencies)).default([]),
  approvals: z.array(rule),
  wait: z.object({ seconds: z.number(), outOfHoursSeconds: z.number() }).default(noWait),
})

/** What people saw. Names are those of the moment; nothing is ever decided on them. */
const shown = z.object({
  title: words,
  steps: z.array(words),
  requesterName: z.string(),
  subjectName: z.string(),
  evidence: z.array(words),
  /** Whose decision is being waited for. */
  waitingFor: z.array(z.object({ user: userId, name: z.string(), isReachable: z.boolean() })),
  /** Accounts at which no card of this request could be left: whoever has no other is not waited for alone. */
  lost: z.array(z.string()).optional(),
})
export type Shown = z.infer<typeof shown>

export interface Request {
  id: RequestId
  number: number
  account: Account
  requester: UserId
  subject: UserId
  skill: string
  input: Record<string, unknown>
  planHash: PlanHash
  plan: Plan
  state: RequestState
  reason: Text | undefined
  needs: Needs
  shown: Shown
  askedAt: Date
  expiresAt: Date
  row: Selectable<RequestTable>
}

type Deps = Pick<Core, 'keys'>
type Db = Tx['db'] | Core['store']['db']

export const shownSeal = (
  request: string,
  { platform, tenant, user }: Account,
  { input, shown: seen }: { input: object; shown: object },
) => ({
  request,
  account: [platform, tenant, user],
  input,
  shown: seen,
})

/** As it is read back. */
const asRead = (value: object): object => JSON.parse(JSON.stringify(value))

/** The columns of what people are shown and what they are quoted, sealed together for the request and the account that asked. */
export const shownColumns = (
  { keys }: Pick<Core, 'keys'>,
  { id, account, input }: Pick<Request, 'id' | 'account' | 'input'>,
  seen: Shown,
) => ({
  input: JSON.stringify(input),
  shown: JSON.stringify(seen),
  shown_mac: keys.mac('shown', shownSeal(id, account, { input: asRead(input), shown: asRead(seen) })),
})

export const reasonSeal = (request: string, state: string, reason: object) => ({ request, state, reason })

/** Why a request is in this state, sealed for it: in another state, or of another request, it explains nothing. */
export const reasonColumns = (
  { keys }: Pick<Core, 'keys'>,
  request: RequestId,
  state: RequestState,
  reason: Text | undefined,
) =>
  reason === undefined
    ? { reason: null, reason_mac: null }
    : { reason: JSON.stringify(reason), reason_mac: keys.mac('reason', reasonSeal(request, state, asRead(reason))) }

function reasonOf({ keys }: Deps, { id, state, reason, reason_mac }: Selectable<RequestTable>): Text | undefined {
  if (reason === null) return undefined
  const isSealed = keys.isMac('reason', reasonSeal(id, state, reason), reason_mac)
  return isSealed ? words.parse(reason) : text('request.reason-unsealed')
}

/** In place of what people saw, where somebody else wrote it: of a request that is over, nothing hangs on it any more. */
const notShown = (requester: UserId, subject: UserId): Shown => ({
  title: text('request.unsealed'),
  steps: [],
  requesterName: requester,
  subjectName: subject,
  evidence: [],
  waitingFor: [],
})

export const planSeal = ({ mac: _, ...row }: Omit<PlanTable, 'mac'> & { mac?: string }) => ({
  ...row,
  created_at: row.created_at.toISOString(),
})

/** Throws `not-found`, or `tampered` when the stored plan is not the one that was sealed. */
export async function loadRequest(db: Db, deps: Deps, id: RequestId): Promise<Request> {
  const row = await db.selectFrom('request').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row) throw new LatchkeyError('not-found', { what: 'request' })
  const stored = await db.selectFrom('plan').selectAll().where('hash', '=', row.plan_hash).executeTakeFirst()
  try {
    return assemble(deps, row, stored)
  } catch (error) {
    // Latchkey writes nothing that it cannot read: whoever meets the row goes on without it, as without a seal.
    if (error instanceof z.ZodError) throw new LatchkeyError('tampered', { what: 'request' }, { cause: error })
    throw error
  }
}

function assemble(deps: Deps, row: Selectable<RequestTable>, stored: PlanTable | undefined): Request {
  const isSealed = stored && deps.keys.isMac('plan', planSeal(stored), stored.mac)
  if (!stored || !isSealed || stored.request_id !== row.id) throw new LatchkeyError('tampered', { what: 'plan' })
  const parsed = plan.parse(JSON.parse(stored.canonical))
  if (hashPlan(parsed) !== row.plan_hash) throw new LatchkeyError('tampered', { what: 'plan' })
  const account = { platform: row.platform, tenant: row.tenant, user: row.account_user }
  const state = states.parse(row.state)
  const seal = shownSeal(row.id, account, row)
  if (isOpen(state) && !deps.keys.isMac('shown', seal, row.shown_mac))
    throw new LatchkeyError('tampered', { what: 'request' })
  const isShown = isOpen(state) || deps.keys.isMac('shown', seal, row.shown_mac)
  return {
    id: requestId.parse(row.id),
    number: row.number,
    account,
    // The row repeats what the plan says for queries only; what counts is the sealed plan.
    requester: parsed.requester,
    subject: parsed.subject,
    skill: parsed.skill,
    input: isShown ? inputs.parse(row.input) : {},
    planHash: planHash.parse(row.plan_hash),
    plan: parsed,
    state,
    reason: reasonOf(deps, row),
    needs: needs.parse(row.needs) as Needs,
    shown: isShown ? shown.parse(row.shown) : notShown(parsed.requester, parsed.subject),
    askedAt: new Date(parsed.askedAt),
    expiresAt: new Date(parsed.expiresAt),
    row,
  }
}

/** Stores a plan that can never be changed afterwards. */
export async function insertPlan(
  tx: Tx,
  deps: Pick<Core, 'keys' | 'clock'>,
  request: RequestId,
  canonical: string,
  hash: PlanHash,
) {
  const row = { hash, request_id: request, canonical, created_at: deps.clock.now() }
  await tx.db
    .insertInto('plan')
    .values({ ...row, mac: deps.keys.mac('plan', planSeal(row)) })
    .onConflict((clash) => clash.column('hash').doNothing())
    .execute()
}
