// Whoever can write every row but does not know the secret: what they write is not made true by Latchkey's own seal afterwards.
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { hours } from '../../src/clock.ts'
import type { CrashPoint } from '../../src/core.ts'
import { runRequest } from '../../src/gate/gate.ts'
import type { RequestId } from '../../src/ids.ts'
import { startProof } from '../../src/proof/start.ts'
import { typeCode } from '../../src/proof/type-code.ts'
import { watchProof } from '../../src/proof/watch.ts'
import { orAlarm } from '../../src/requests/alarm.ts'
import { cancel, deny } from '../../src/requests/decisions.ts'
import { endOverdue } from '../../src/requests/overdue-ends.ts'
import type { Request } from '../../src/requests/request.ts'
import { wakeRequest } from '../../src/requests/wake.ts'
import { groupFor, idFor, startTestLatchkey, type TestLatchkey, withoutJobs } from '../latchkey.ts'
import { approved, confirmed, decider, proven } from '../requests/quietly.ts'

let it: TestLatchkey
beforeAll(async () => {
  it = await startTestLatchkey()
})
afterAll(() => it.stop())
beforeEach(async () => {
  await it.advance(hours(25))
})
const looker = 'Looker – Analyst'
const joinLooker = { skill: 'join-group', input: { group: looker, days: 1, reason: 'for the q3 numbers' } }

/** Asked, and the phone rings. */
async function rung(username: string) {
  await it.sandbox.changeUser(username, { account_locked: true })
  const request = await confirmed(it, username, { skill: 'unlock-account' })
  await startProof(withoutJobs(it.core), request.id)
  return request
}
const completed = (id: string) =>
  it.db.selectFrom('proof').select('id').where('request_id', '=', id).where('state', '=', 'completed').execute()

test('a push that the database says was accepted, with a code that it says was typed', async () => {
  const { id } = await rung('grace.mbeki')
  await sql`UPDATE proof SET push_status = 'ACCEPTED', code_typed_at = now() WHERE request_id = ${id}`.execute(it.db)
  await orAlarm(it.core, id, () => watchProof(withoutJobs(it.core), id, AbortSignal.timeout(5000)))
  expect(await completed(id)).toEqual([])
  expect(await it.stateOf(id)).toBe('failed')
  expect(await it.ledger(id)).toContain('row.tampered')
})

test('a push of one’s own, moved to the request of somebody else', async () => {
  const core = withoutJobs(it.core)
  const theirs = await rung('maya.alvarez')
  const mine = await rung('alex.kim')
  const { code } = await it.phone('alex.kim').ring()
  await sql`DELETE FROM proof WHERE request_id = ${theirs.id}`.execute(it.db)
  await sql`UPDATE proof SET request_id = ${theirs.id}, plan_hash = ${theirs.planHash}, person = ${theirs.requester},
    account_user = 'maya.alvarez' WHERE request_id = ${mine.id}`.execute(it.db)
  const on = { request: theirs.id, hash: theirs.planHash, account: theirs.account }
  await expect(core.store.tx((tx) => typeCode(tx, core, on, code))).rejects.toThrow('valid seal')
  expect(await completed(theirs.id)).toEqual([])
})

describe('a request that is over', () => {
  const set = (id: string) => sql`UPDATE request SET state = 'ready', ready_at = now() WHERE id = ${id}`.execute(it.db)
  async function expectNothingRun({ id }: Request) {
    const before = await it.sandbox.writes()
    await runRequest(withoutJobs(it.core), id, AbortSignal.timeout(10_000))
    expect(await it.sandbox.writes()).toEqual(before)
    expect(await it.stateOf(id)).toBe('failed')
  }

  test('denied: set back to ready, without the no', async () => {
    const request = await approved(it, 'diego.fernandez', looker, 'mei.tanaka')
    const core = withoutJobs(it.core)
    const no = { hash: request.planHash, reason: 'not for him' }
    expect(await core.store.tx((tx) => deny(tx, core, request, decider(it, 'tom.okafor'), no))).toBe(true)
    await sql`DELETE FROM vote WHERE decision = 'deny' AND request_id = ${request.id}`.execute(it.db)
    await set(request.id)
    await expectNothingRun(request)
  })

  test('cancelled: set back to ready', async () => {
    const request = await proven(it, 'viktor.lund')
    const core = withoutJobs(it.core)
    expect(await core.store.tx((tx) => cancel(tx, core, request, idFor('viktor.lund')))).toBe(true)
    await set(request.id)
    await expectNothingRun(request)
  })
})

describe('what was given, and when it ends', () => {
  const isIn = (username: string) =>
    it.sandbox.state.groups.get(groupFor(looker))?.members.has(idFor(username)) === true
  const run = (id: RequestId, core = withoutJobs(it.core)) => runRequest(core, id, AbortSignal.timeout(10_000))

  test('an end of a request that nobody agreed to takes nobody out of a group', async () => {
    const request = await confirmed(it, 'leo.brandt', joinLooker)
    await it.sandbox.changeMember(looker, 'leo.brandt', 'add')
    const input = JSON.stringify(request.plan.steps[0]?.input)
    await sql`UPDATE request SET state = 'ending' WHERE id = ${request.id}`.execute(it.db)
    await sql`INSERT INTO step (request_id, plan_hash, phase, seq, action, input, state)
      VALUES (${request.id}, ${request.planHash}, 'end', 0, 'remove-from-group', ${input}, 'pending')`.execute(it.db)
    await run(request.id)
    expect(isIn('leo.brandt')).toBe(true)
    expect(await it.ledger(request.id)).toContain('row.tampered')
  })

  test('what was so before is not taken away because a row says that it was given', async () => {
    const { id, planHash, plan } = await approved(it, 'amara.diallo', looker, 'mei.tanaka', 1)
    const core = withoutJobs(it.core)
    const reach = async (point: CrashPoint) => {
      if (point === 'gate:claimed') await it.sandbox.changeMember(looker, 'amara.diallo', 'add')
    }
    await run(id, { ...core, crashPoints: { reach } })
    expect(await it.ledger(id)).toContain('step.already')
    await sql`UPDATE step SET outcome = 'did' WHERE request_id = ${id}`.execute(it.db)
    await sql`UPDATE request SET ends_at = ${it.clock.now()}, due_at = ${it.clock.now()} WHERE id = ${id}`.execute(
      it.db,
    )
    await wakeRequest(core, id)
    const input = JSON.stringify(plan.steps[0]?.input)
    await sql`INSERT INTO step (request_id, plan_hash, phase, seq, action, input, state)
      VALUES (${id}, ${planHash}, 'end', 0, 'remove-from-group', ${input}, 'pending')`.execute(it.db)
    await run(id)
    expect(isIn('amara.diallo')).toBe(true)
  })

  test('steps that a row, and a record of somebody else, call done are not told as done', async () => {
    const { id, planHash, subject } = await approved(it, 'chloe.martin', looker, 'mei.tanaka', 1)
    const body = JSON.stringify({ about: subject, data: { plan: planHash, phase: 'run', seq: 0 } })
    await sql`SELECT ledger_append(now(), 'gate', 'step.did', ${id}::uuid, ${body}::text)`.execute(it.db)
    await sql`UPDATE step SET state = 'done', outcome = 'did', done_at = now() WHERE request_id = ${id}`.execute(it.db)
    await run(id)
    expect(await it.stateOf(id)).toBe('needs-a-person')
    expect(await it.ledger(id)).not.toContain('request.done')
  })

  test.each([
    ['no end', 'hana.suzuki', sql`ends_at = NULL, due_at = NULL`],
    ['another end', 'aisha.rahman', sql`ends_at = now() + interval '9 years', due_at = NULL`],
    ['ended', 'carlos.mendes', sql`state = 'ended', due_at = NULL`],
  ])('access with %s in its row ends all the same, and security hears of it', async (_, username, changed) => {
    const { id, number } = await approved(it, username, looker, 'mei.tanaka', 1)
    await run(id)
    await sql`UPDATE request SET ${changed} WHERE id = ${id}`.execute(it.db)
    // Nor does a record that somebody else added say that it has ended.
    await sql`SELECT ledger_append(now(), 'gate', 'access.ended', ${id}::uuid, '{"data":{}}')`.execute(it.db)
    await endOverdue(it.core)
    await it.advance(hours(25))
    expect(isIn(username)).toBe(true)
    await endOverdue(it.core)
    await it.settled()
    expect(isIn(username)).toBe(false)
    expect(await it.stateOf(id)).toBe('ended')
    await it.chat.waitFor('nadia.petrova', new RegExp(`R-${number} join-group: its end was changed`))
    const alarms = async () => (await it.ledger(id)).filter((event) => event === 'security.alert').length
    await endOverdue(it.core)
    expect(await alarms()).toBe(1)
  })
})
