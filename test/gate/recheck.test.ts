// The gate looks again before it begins: what was changed in the database or in the world since the yes runs nothing.
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { hours, minutes } from '../../src/clock.ts'
import { runRequest } from '../../src/gate/gate.ts'
import type { RequestId } from '../../src/ids.ts'
import { canonicalPlan, hashPlan } from '../../src/plan.ts'
import { startEnding } from '../../src/requests/ending.ts'
import type { Request } from '../../src/requests/request.ts'
import { groupFor, idFor, startTestLatchkey, type TestLatchkey, withoutJobs } from '../latchkey.ts'
import { approved, confirmed, joining, load, proven } from '../requests/quietly.ts'

let it: TestLatchkey
beforeAll(async () => {
  it = await startTestLatchkey()
})
afterAll(() => it.stop())
beforeEach(async () => {
  // A limit of three unlocks a day is not what is looked at here, nor is that of pushes.
  await it.advance(hours(25))
})

const run = (id: RequestId, core = it.core) => runRequest(core, id, AbortSignal.timeout(10_000))
const audits = async () => (await it.chat.messages('#audit')).map(({ title }) => title)

/** Runs it, and expects that it changed nothing and that the audit channel heard of it. */
async function expectStopped(request: Request, why: RegExp, core = it.core): Promise<void> {
  const [writes, told] = [await it.sandbox.writes(), (await audits()).length]
  await run(request.id, core)
  await run(request.id, core)
  expect(await it.sandbox.writes()).toEqual(writes)
  expect(await it.stateOf(request.id)).toMatch(/^(failed|needs-a-person)$/)
  await it.settled()
  const fresh = (await audits()).slice(told)
  expect(fresh.join('\n')).toMatch(new RegExp(`R-${request.number}`))
  const { reason } = await it.db
    .selectFrom('request')
    .select('reason')
    .where('id', '=', request.id)
    .executeTakeFirstOrThrow()
  expect(JSON.stringify(reason)).toMatch(why)
}

const looker = 'Looker – Analyst'
async function change(statements: string): Promise<void> {
  for (const statement of statements.split(/;\s*/)) await sql.raw(statement).execute(it.db)
}
const otherId = idFor('hana.suzuki')

test('a plan cannot be changed in the database, and one that was changed all the same runs nothing', async () => {
  const request = await approved(it, 'leo.brandt', looker, 'mei.tanaka')
  const edit = `UPDATE plan SET canonical = replace(canonical, '${idFor('leo.brandt')}', '${otherId}') WHERE hash = '${request.planHash}'`
  await expect(change(edit)).rejects.toThrow('a plan never changes')
  await expect(change(`DELETE FROM plan WHERE hash = '${request.planHash}'`)).rejects.toThrow('a plan never changes')
  await change('ALTER TABLE plan DISABLE TRIGGER plan_is_immutable')
  await change(edit)
  await change('ALTER TABLE plan ENABLE TRIGGER plan_is_immutable')
  await expectStopped(request, /tampered/)
  for (const told of ['leo.brandt', 'nadia.petrova'])
    await it.chat.waitFor(told, new RegExp(`R-${request.number}: a stored row was changed`))
})

const ofVote = (set: string) => (request: Request) => `UPDATE vote SET ${set} WHERE plan_hash = '${request.planHash}'`
const ofProof = (set: string) => (request: Request) => `UPDATE proof SET ${set} WHERE request_id = '${request.id}'`
const ofStep = (set: string) => (request: Request) => `UPDATE step SET ${set} WHERE request_id = '${request.id}'`
const ofRequest = (set: string) => (request: Request) => `UPDATE request SET ${set} WHERE id = '${request.id}'`

describe('a row changed from outside', () => {
  test.each<[string, (request: Request) => string, RegExp]>([
    ['the voter', ofVote(`person = '${idFor('tom.okafor')}'`), /tampered/],
    ['the decision', ofVote(`decision = 'deny'`), /tampered/],
    ['the rules of a vote', ofVote(`rules = '[0, 1]'`), /tampered/],
    ['the time of a vote', ofVote(`at = at + interval '1 hour'`), /tampered/],
    ['the seal of a vote', ofVote(`mac = repeat('0', 64)`), /tampered/],
    ['a vote that is gone', (request) => `DELETE FROM vote WHERE plan_hash = '${request.planHash}'`, /no-approval/],
    ['the person in a step', ofStep(`input = jsonb_set(input, '{user}', '"${otherId}"')`), /tampered/],
    [
      'the group in a step',
      ofStep(`input = jsonb_set(input, '{group}', '"${groupFor('Looker – Admin')}"')`),
      /tampered/,
    ],
    ['the action of a step', ofStep(`action = 'remove-from-group'`), /tampered/],
    ['the days', ofRequest(`input = jsonb_set(input, '{days}', '30')`), /tampered/],
    ['the group', ofRequest(`input = jsonb_set(input, '{group}', '"Figma – Editors"')`), /tampered/],
    ['the account', ofRequest(`account_user = 'hana.suzuki'`), /tampered/],
    [
      'the needs',
      (request) => `${ofRequest(`needs = '{"kind":"needs","proof":"S0","approvals":[],"waitSeconds":0}'`)(request)};
      DELETE FROM vote WHERE plan_hash = '${request.planHash}'`,
      /no-approval/,
    ],
  ])('of an approved request: %s', async (_what, statement, why) => {
    const request = await approved(it, 'sofia.rossi', 'VPN – Contractors', 'dana.whitfield')
    await change(statement(request))
    const before = await it.sandbox.changes()
    await expectStopped(request, why)
    expect(await it.sandbox.changes()).toEqual(before)
  })

  test('a step more than was agreed: what was agreed is done, the other one is not', async () => {
    const request = await approved(it, 'yuki.sato', looker, 'mei.tanaka')
    await change(`INSERT INTO step (request_id, plan_hash, phase, seq, action, input, state)
      SELECT request_id, plan_hash, phase, 1, action, jsonb_set(input, '{group}', '"${groupFor('Executives')}"'), state
      FROM step WHERE request_id = '${request.id}'`)
    const before = await it.sandbox.changes()
    await run(request.id)
    expect((await it.sandbox.changes()).filter((one) => !before.includes(one))).toEqual([`${looker}: + yuki.sato`])
    expect(await it.stateOf(request.id)).toBe('needs-a-person')
    await it.chat.waitFor('#audit', new RegExp(`R-${request.number}: a stored row was changed`))
  })

  test.each<[string, (request: Request) => string]>([
    ['the person', ofProof(`person = '${otherId}'`)],
    ['the plan', ofProof(`plan_hash = repeat('a', 64)`)],
    ['the account', ofProof(`account_user = 'hana.suzuki'`)],
    ['the tenant', ofProof(`tenant = 'elsewhere'`)],
    ['the level', ofProof(`level = 'S2'`)],
    ['its id', ofProof(`id = id || '0'`)],
    ['its seal', ofProof('mac = null')],
    ['its state', ofProof(`state = 'sent'`)],
  ])('of a proven request: %s of the proof', async (_what, statement) => {
    const request = await proven(it, 'grace.mbeki')
    expect(request.state).toBe('ready')
    await change(statement(request))
    await expectStopped(request, /no-proof/)
  })

  test('a proof, moved from another request, proves nothing', async () => {
    const other = await proven(it, 'chloe.martin')
    await run(other.id)
    await it.sandbox.changeUser('chloe.martin', { account_locked: true })
    const request = await confirmed(it, 'chloe.martin', { skill: 'unlock-account' })
    await change(
      `UPDATE proof SET request_id = '${request.id}', plan_hash = '${request.planHash}' WHERE request_id = '${other.id}'`,
    )
    await change(`UPDATE request SET state = 'ready', ready_at = now() WHERE id = '${request.id}'`)
    await expectStopped(request, /no-proof/)
  })

  test.each(['ready', 'running'])('a request that is only said to be %s', async (state) => {
    const request = await joining(it, 'tomas.novak', looker)
    await change(`UPDATE request SET state = '${state}', ready_at = now() WHERE id = '${request.id}'`)
    await expectStopped(request, state === 'ready' ? /no-approval/ : /tampered/)
  })

  test('a request that was begun once is not begun for another plan', async () => {
    const done = await approved(it, 'diego.fernandez', 'Figma – Editors', 'zoe.laurent')
    await run(done.id)
    expect(await it.stateOf(done.id)).toBe('done')
    const request = await joining(it, 'diego.fernandez', looker)
    await change(`UPDATE request SET state = 'running',
      begun_mac = (SELECT begun_mac FROM request WHERE id = '${done.id}') WHERE id = '${request.id}'`)
    await expectStopped(request, /tampered/)
  })

  test('a request that ended, set back to running with its own seal', async () => {
    const request = await approved(it, 'claire.dubois', looker, 'mei.tanaka', 1)
    await run(request.id)
    const quiet = withoutJobs(it.core)
    const given = await load(it, request.id)
    await it.core.store.tx((tx) => startEnding(tx, quiet, given, 'system', 'access.ending'))
    await run(request.id)
    expect(await it.stateOf(request.id)).toBe('ended')
    await change(`UPDATE request SET state = 'running' WHERE id = '${request.id}';
      UPDATE step SET state = 'pending', about_to_at = null, outcome = null WHERE request_id = '${request.id}'`)
    await expectStopped(request, /tampered/)
    await change(`UPDATE request SET state = 'ending' WHERE id = '${request.id}'`)
    await expectStopped(request, /tampered/)
  })

  test('a plan that somebody wrote, with the hash that belongs to it and the seal of the right one', async () => {
    const request = await approved(it, 'felix.braun', looker, 'mei.tanaka')
    const mine = { ...request.plan, steps: request.plan.steps.map((step) => ({ ...step, lastsSeconds: 86_400 * 30 })) }
    const hash = hashPlan(mine)
    await sql`INSERT INTO plan (hash, request_id, canonical, mac, created_at)
      SELECT ${hash}, request_id, ${canonicalPlan(mine)}, mac, created_at FROM plan WHERE hash = ${request.planHash}`.execute(
      it.db,
    )
    await change(`UPDATE step SET plan_hash = '${hash}' WHERE request_id = '${request.id}';
      UPDATE request SET plan_hash = '${hash}' WHERE id = '${request.id}'`)
    await expectStopped(request, /tampered/)
  })

  test('a plan of another request', async () => {
    const wide = await approved(it, 'hannah.fischer', looker, 'mei.tanaka')
    const request = await joining(it, 'patrick.byrne', looker)
    await change(`UPDATE request SET plan_hash = '${wide.planHash}', state = 'ready' WHERE id = '${request.id}'`)
    await expectStopped(request, /tampered/)
    await run(wide.id)
    expect(await it.stateOf(wide.id)).toBe('done')
  })

  test('a binding that leads to somebody else', async () => {
    const request = await approved(it, 'pavel.horak', looker, 'mei.tanaka')
    await change(`UPDATE binding SET user_id = '${otherId}' WHERE account_user = 'pavel.horak'`)
    await expectStopped(request, /tampered/)
    await it.core.bindings.bind(it.chat.account('pavel.horak'), idFor('pavel.horak'), 'import')
  })
})

describe('what changed in the world since the yes', () => {
  const group = (name: string) => {
    const found = it.sandbox.state.groups.get(groupFor(name))
    if (!found) throw new Error(`no group ${name}`)
    return found
  }

  test.each<[string, RegExp, { now(): unknown; back(): unknown }]>([
    [
      'the person is in the group already',
      /join.already-in/,
      {
        now: () => it.sandbox.changeMember(looker, 'jonas.weber', 'add'),
        back: () => it.sandbox.changeMember(looker, 'jonas.weber', 'remove'),
      },
    ],
    [
      'the group is filled by a rule now',
      /group-is-automatic/,
      {
        now: () =>
          Object.assign(group(looker), { membershipMethod: 'DYNAMIC_AUTOMATED', query: ['department:$eq:Data'] }),
        back: () => Object.assign(group(looker), { membershipMethod: 'STATIC', query: undefined }),
      },
    ],
    [
      'the group gives sudo now',
      /not-requestable/,
      {
        now: () => Object.assign(group(looker), { sudo: { enabled: true, withoutPassword: false } }),
        back: () => Object.assign(group(looker), { sudo: { enabled: false, withoutPassword: false } }),
      },
    ],
    [
      'another group has the name now',
      /gate.changed|group-missing/,
      {
        now: () => Object.assign(group(looker), { name: 'Looker – Old' }),
        back: () => Object.assign(group(looker), { name: looker }),
      },
    ],
    [
      'the person is suspended',
      /not-active/,
      {
        now: () => it.sandbox.changeUser('jonas.weber', { state: 'SUSPENDED' }),
        back: () => it.sandbox.changeUser('jonas.weber', { state: 'ACTIVATED' }),
      },
    ],
    [
      'the approver is suspended',
      /no-approval/,
      {
        now: () => it.sandbox.changeUser('mei.tanaka', { state: 'SUSPENDED' }),
        back: () => it.sandbox.changeUser('mei.tanaka', { state: 'ACTIVATED' }),
      },
    ],
    [
      'the approver is no owner any more',
      /no-approval/,
      {
        now: () => it.sandbox.changeUser('mei.tanaka', { email: 'mei@northwind.example' }),
        back: () => it.sandbox.changeUser('mei.tanaka', { email: 'mei.tanaka@northwind.example' }),
      },
    ],
    [
      'the account is connected to somebody else',
      /binding-changed/,
      {
        now: () => it.core.bindings.bind(it.chat.account('jonas.weber'), otherId),
        back: () => it.core.bindings.bind(it.chat.account('jonas.weber'), idFor('jonas.weber')),
      },
    ],
    [
      'the account is not connected any more',
      /binding-changed/,
      {
        now: () => change(`UPDATE binding SET frozen_at = now() WHERE account_user = 'jonas.weber'`),
        back: () => change(`UPDATE binding SET frozen_at = null WHERE account_user = 'jonas.weber'`),
      },
    ],
  ])('%s', async (_what, why, world) => {
    const request = await approved(it, 'jonas.weber', looker, 'mei.tanaka')
    await world.now()
    try {
      await expectStopped(request, why)
    } finally {
      await world.back()
    }
    await it.chat.waitFor('jonas.weber', new RegExp(`R-${request.number}: nothing was done`))
  })

  test('the account was unlocked by somebody else meanwhile', async () => {
    const request = await proven(it, 'aisha.rahman')
    await it.sandbox.changeUser('aisha.rahman', { account_locked: false })
    await expectStopped(request, /unlock.not-locked/)
  })

  test('the person became a protected one: proven alone is not enough any more', async () => {
    const request = await proven(it, 'alex.kim')
    await it.sandbox.changeUser('alex.kim', { admin: { id: 'a'.repeat(24), roleName: 'Administrator' } })
    await expectStopped(request, /no-approval/)
    await it.sandbox.changeUser('alex.kim', { admin: null })
  })

  test('the policy: what was agreed under another one is asked again', async () => {
    const request = await approved(it, 'marcus.reed', looker, 'mei.tanaka')
    await expectStopped(request, /gate.changed/, { ...it.core, policyVersion: 'another' })
    const again = await approved(it, 'marcus.reed', looker, 'mei.tanaka')
    await run(again.id)
    expect(await it.stateOf(again.id)).toBe('done')
  })

  test('the time: an approved request that is not begun within fifteen minutes is asked again', async () => {
    const request = await approved(it, 'viktor.lund', looker, 'mei.tanaka')
    await it.sandbox.fault({ match: { method: 'GET' }, kind: 'status', status: 503 })
    await expect(run(request.id)).rejects.toThrow(/does not answer/)
    expect(await it.stateOf(request.id)).toBe('ready')
    it.clock.advance(minutes(15))
    await it.latchkey.catchUp(minutes(15))
    await it.chat.waitFor('viktor.lund', /shall I\?/)
    await it.sandbox.noFaults()
    expect((await load(it, request.id)).state).toBe('confirming')
    // The votes still stand, so saying yes again is enough.
    await it.chat.press('viktor.lund', 'Do it')
    await it.chat.waitFor('viktor.lund', /approved and done/)
  })

  test('its time is over', async () => {
    const request = await approved(it, 'hana.suzuki', looker, 'mei.tanaka')
    it.clock.advance(hours(73))
    await expectStopped(request, /expired/)
  })
})
