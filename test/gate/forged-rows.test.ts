// Whoever can write every row but does not know the secret: what they write is not made true by Latchkey's own seal afterwards.
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { hours } from '../../src/clock.ts'
import { runRequest } from '../../src/gate/gate.ts'
import { startProof } from '../../src/proof/start.ts'
import { typeCode } from '../../src/proof/type-code.ts'
import { watchProof } from '../../src/proof/watch.ts'
import { orAlarm } from '../../src/requests/alarm.ts'
import { cancel, deny } from '../../src/requests/decisions.ts'
import type { Request } from '../../src/requests/request.ts'
import { idFor, startTestLatchkey, type TestLatchkey, withoutJobs } from '../latchkey.ts'
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
