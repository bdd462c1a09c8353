// Requests in a store for tests: a sealed plan and its row, as `createRequest` leaves them, in whatever state is wanted.
import type { Insertable } from 'kysely'
import type { Clock } from '../../src/clock.ts'
import { later } from '../../src/clock.ts'
import type { RequestId } from '../../src/ids.ts'
import type { Keys } from '../../src/keys.ts'
import { canonicalPlan, hashPlan, type Plan } from '../../src/plan.ts'
import { type Needs, noWait } from '../../src/policy/policy.ts'
import { insertPlan, loadRequest, type Request, type Shown, shownColumns } from '../../src/requests/request.ts'
import type { Store } from '../../src/store/store.ts'
import type { RequestTable } from '../../src/store/tables.ts'
import { text } from '../../src/words/text.ts'
import { anId, aRequest, aUser } from '../store/rows.ts'

interface Deps {
  store: Store
  keys: Keys
  clock: Clock
}

/** `row` is what the request has come to since; `plan` what it was made of. */
export async function aStoredRequest(
  deps: Deps,
  { row = {}, plan: changed = {} }: { row?: Partial<Insertable<RequestTable>>; plan?: Partial<Plan> } = {},
): Promise<Request> {
  const requester = aUser()
  const expiresAt = row.expires_at ? new Date(row.expires_at) : later(deps.clock.now(), 3_600_000)
  const id: RequestId = anId()
  const plan: Plan = {
    request: id,
    skill: 'unlock-account',
    skillVersion: 1,
    policyVersion: '1',
    requester,
    subject: requester,
    askedAt: later(expiresAt, -3_600_000).toISOString(),
    expiresAt: expiresAt.toISOString(),
    steps: [{ action: 'unlock-user', input: { user: requester } }],
    ...changed,
  }
  const needs: Needs = {
    kind: 'needs',
    way: 'usual',
    proof: 'S1',
    lost: [],
    approvals: [{ by: ['owner'], next: ['it'] }],
    wait: noWait,
  }
  const shown: Shown = {
    title: text('skill.title', { title: 'Unlock my account' }),
    steps: [],
    requesterName: 'Maya Alvarez',
    subjectName: 'Maya Alvarez',
    evidence: [],
    waitingFor: [],
  }
  const { platform = 'slack', tenant = 'T1', account_user: user = 'U1' } = row
  const account = { platform, tenant, user }
  const input = JSON.parse(row.input ?? '{}')
  await deps.store.tx(async (tx) => {
    const values = aRequest({
      id,
      requester: plan.requester,
      subject: plan.subject,
      skill: plan.skill,
      plan_hash: hashPlan(plan),
      needs: JSON.stringify(needs),
      ...shownColumns(deps, { id, account, input }, shown),
      asked_at: new Date(plan.askedAt),
      expires_at: expiresAt,
      ...row,
    })
    await tx.db.insertInto('request').values(values).execute()
    await insertPlan(tx, deps, id, canonicalPlan(plan), hashPlan(plan))
  })
  return loadRequest(deps.store.db, deps, id)
}
