// Who may agree to a change of credentials: looked at when they press and again by the gate; a no is always heard.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { days, hours } from '../../src/clock.ts'
import { runRequest } from '../../src/gate/gate.ts'
import { credentialReaders } from '../../src/outbox/credential-events.ts'
import { noteRoles, roleSince } from '../../src/people/role-since.ts'
import { noWait, type Policy } from '../../src/policy/policy.ts'
import { completeProof } from '../../src/proof/complete.ts'
import { addFactor } from '../../src/proof/factors.ts'
import { rulesFor } from '../../src/requests/approvers.ts'
import { insertSteps } from '../../src/requests/create.ts'
import { approve } from '../../src/requests/decisions.ts'
import { tellPairs } from '../../src/requests/pair-report.ts'
import type { Request } from '../../src/requests/request.ts'
import { idFor, startTestLatchkey, type TestLatchkey, withoutJobs } from '../latchkey.ts'
import { confirmed, load } from './quietly.ts'
import { aStoredRequest } from './stored.ts'

let it: TestLatchkey
beforeAll(async () => {
  it = await startTestLatchkey()
  // Bindings are rested, and the first day of the house is over.
  await it.advance(hours(73))
})
afterAll(() => it.stop())

/** Unlocking as if it were a reset: a manager and somebody of IT agree, and nothing happens but what a test does. */
function house(): TestLatchkey {
  const core = withoutJobs(it.core)
  const [skill, unlock] = [core.skills.get('unlock-account'), core.actions.get('unlock-user')]
  if (!skill || !unlock) throw new Error('there is a skill to unlock')
  const approvals = [{ by: ['manager'] }, { by: ['it'] }] as const
  const proof = { floor: 'S1', default: 'S1' } as const
  const policy: Policy = { ...skill.policy, proof, approvals, limit: { times: 30, per: 'day' }, protected: 'refused' }
  const skills = new Map(core.skills).set('unlock-account', { ...skill, policy })
  const actions = new Map(core.actions).set('unlock-user', { ...unlock, sensitivity: 'credential' })
  return { ...it, core: { ...core, skills, actions } }
}

async function asked(on: TestLatchkey, username: string): Promise<Request> {
  await it.sandbox.changeUser(username, { account_locked: true })
  const request = await confirmed(on, username, { skill: 'unlock-account' })
  const given = { person: request.requester, method: 'passkey', level: 'S2', place: request.account } as const
  await on.core.store.tx((tx) => completeProof(tx, on.core, request, { ...given, hash: request.planHash }))
  return load(on, request.id)
}

async function yes(on: TestLatchkey, request: Request, by: string): Promise<number[]> {
  const rules = await rulesFor(on.core, request, idFor(by))
  const who = { person: idFor(by), account: it.chat.account(by), rules }
  if (rules.length > 0) await on.core.store.tx((tx) => approve(tx, on.core, request, who))
  return rules
}

const now = () => it.clock.now()
const [manager, helper, desk] = ['patrick.byrne', 'ben.carter', 'IT – Service Desk']
const ofHelper = { role: 'it', person: idFor(helper), of: undefined } as const
const row = () => it.db.selectFrom('role_seen').selectAll().where('person', '=', idFor(helper)).execute()

/** What makes a yes of the helper worth nothing, and how it is undone again. */
const conditions: [
  string,
  flip: () => Promise<unknown>,
  back: (kept: Awaited<ReturnType<typeof row>>) => Promise<unknown>,
][] = [
  [
    'is suspended',
    () => it.sandbox.changeUser(helper, { state: 'SUSPENDED' }),
    () => it.sandbox.changeUser(helper, { state: 'ACTIVATED' }),
  ],
  [
    'has left the role',
    () => it.sandbox.changeMember(desk, helper, 'remove'),
    () => it.sandbox.changeMember(desk, helper, 'add'),
  ],
  [
    'has a new password',
    () => it.sandbox.changeUser(helper, { password_date: now().toISOString() }),
    () => it.sandbox.changeUser(helper, { password_date: new Date(now().getTime() - days(30)).toISOString() }),
  ],
  [
    'is paused',
    () => it.core.freezes.freeze(idFor(helper), { by: 'host', why: 'test' }),
    () => it.core.freezes.unfreeze(idFor(helper), { by: 'host', why: 'test' }),
  ],
  [
    'works for the requester now',
    () => it.sandbox.changeUser(helper, { manager: idFor('hana.suzuki') }),
    () => it.sandbox.changeUser(helper, { manager: idFor('dana.whitfield') }),
  ],
  [
    'was not seen in the role yet',
    () => it.db.deleteFrom('role_seen').where('person', '=', idFor(helper)).execute(),
    (kept) => it.db.insertInto('role_seen').values(kept).execute(),
  ],
  [
    'was given the role today, and somebody dated it back',
    async () => {
      await it.sandbox.changeMember(desk, helper, 'remove')
      await noteRoles(it.core)
      await it.sandbox.changeMember(desk, helper, 'add')
      await noteRoles(it.core)
      await it.db
        .updateTable('role_seen')
        .set({ seen_at: new Date(0) })
        .where('person', '=', idFor(helper))
        .execute()
    },
    async (kept) => {
      await it.db.deleteFrom('role_seen').where('person', '=', idFor(helper)).execute()
      await it.db.insertInto('role_seen').values(kept).execute()
    },
  ],
]

describe('an approver who', () => {
  test.each(conditions)('%s: no yes at the press, and none before the first step', async (_who, flip, back) => {
    const on = house()
    const kept = await row()
    const request = await asked(on, 'hana.suzuki')
    await flip()
    expect(await yes(on, request, helper)).toEqual([])
    await back(kept)
    expect([await yes(on, request, manager), await yes(on, request, helper)]).toEqual([[0], [1]])
    expect((await load(on, request.id)).state).toBe('ready')
    await flip()
    await runRequest(on.core, request.id, AbortSignal.timeout(10_000))
    expect(await it.stateOf(request.id)).toBe('failed')
    expect(it.sandbox.state.users.get(idFor('hana.suzuki'))?.account_locked).toBe(true)
    await back(kept)
    await it.db.updateTable('request').set({ state: 'cancelled' }).where('id', '=', request.id).execute()
    await it.db.updateTable('request').set({ due_at: null }).execute()
    // Agreeing again and again is another rule.
    it.clock.advance(days(31))
  })

  test('is none of that: it is done', async () => {
    const on = house()
    const request = await asked(on, 'hana.suzuki')
    expect([await yes(on, request, manager), await yes(on, request, helper)]).toEqual([[0], [1]])
    await runRequest(on.core, request.id, AbortSignal.timeout(10_000))
    expect(await it.stateOf(request.id)).toBe('done')
  })

  test('was given the role waits a day; who has it since before is not touched by others coming', async () => {
    await it.sandbox.changeMember(desk, 'diego.fernandez', 'add')
    await noteRoles(it.core)
    const since = () => roleSince(it.core, { role: 'it', person: idFor('diego.fernandez'), of: undefined })
    expect(await since()).toBeInstanceOf(Date)
    expect(await roleSince(it.core, ofHelper)).toBe('from-the-start')
    const on = house()
    const request = await asked(on, 'amara.diallo')
    expect(await rulesFor(on.core, request, idFor('diego.fernandez'))).toEqual([])
    it.clock.advance(hours(24))
    await noteRoles(it.core)
    expect(await rulesFor(on.core, request, idFor('diego.fernandez'))).toEqual([1])
    // Somebody's new manager is new as well, though they are a manager for long.
    await it.sandbox.changeUser('amara.diallo', { manager: idFor('marcus.reed') })
    expect(await rulesFor(on.core, request, idFor('marcus.reed'))).toEqual([])
    await it.sandbox.changeUser('amara.diallo', { manager: idFor(manager) })
  })

  test('has just added a factor cannot say yes, and is heard when they say no', async () => {
    const readers = await credentialReaders(it.core, idFor('dana.whitfield'))
    const credential = { id: 'dana', publicKey: 'AA', counter: 0, transports: [] }
    const added = { kind: 'passkey', label: 'Passkey', credential, addedBy: 'sign-in', usableFrom: now() } as const
    await it.core.store.tx((tx) => addFactor(tx, it.core, readers, added))
    const request = await waiting('hana.suzuki')
    expect(await rulesFor(it.core, request, idFor('dana.whitfield'))).toEqual([])
    for (const nobody of ['hana.suzuki', 'leo.brandt'])
      expect(await rulesFor(it.core, request, idFor(nobody), 'deny')).toEqual([])
    await press('dana.whitfield', 'approve', request)
    expect(await it.stateOf(request.id)).toBe('approving')
    await press('dana.whitfield', 'deny', request)
    await it.chat.submit('dana.whitfield', { reason: 'she sits next to me and knows of nothing' })
    await it.chat.waitFor('hana.suzuki', /knows of nothing/)
    expect(await it.stateOf(request.id)).toBe('denied')
  })
})

let versions = 1
/** A reset that waits for its two approvers, for the real presses. */
async function waiting(username: string): Promise<Request> {
  const [user, { platform, tenant, user: account_user }] = [idFor(username), it.chat.account(username)]
  const approvals = [{ by: ['manager'] }, { by: ['it'] }]
  const needs = JSON.stringify({ kind: 'needs', way: 'usual', proof: 'S0', lost: [], approvals, wait: noWait })
  const input = { user, devices: [], hasPasskey: false, minutes: 60, totpSince: null }
  const steps = [{ action: 'reset-mfa', input }]
  versions += 1
  const plan = { skill: 'reset-mfa', skillVersion: versions, requester: user, subject: user, steps }
  const expires_at = new Date(now().getTime() + hours(4))
  const at = { platform, tenant, account_user, state: 'approving', needs, expires_at }
  const request = await aStoredRequest(it.core, { row: at, plan })
  await it.core.store.tx((tx) => insertSteps(tx, request.id, request.planHash, steps))
  return request
}

async function press(username: string, what: 'approve' | 'deny', { id, planHash: hash }: Request): Promise<void> {
  await it.chat.pressHandle(username, await it.handleFor(username, { do: what, request: id, hash }))
  await it.settled()
}

test('a pair that has agreed three times in thirty days decides no fourth time: security is told, a third person may', async () => {
  const votes = async ({ id }: Request) =>
    (await it.db.selectFrom('vote').select('person').where('request_id', '=', id).execute()).map(({ person }) => person)
  it.clock.advance(days(31))
  for (const username of ['hana.suzuki', 'amara.diallo', 'carlos.mendes']) {
    const request = await waiting(username)
    for (const by of [manager, helper]) await press(by, 'approve', request)
    expect(await votes(request)).toHaveLength(2)
  }
  const fourth = await waiting('hana.suzuki')
  await press(manager, 'approve', fourth)
  for (let again = 0; again < 2; again += 1) await press(helper, 'approve', fourth)
  expect(await votes(fourth)).toEqual([idFor(manager)])
  await it.chat.waitFor(helper, /somebody else has to decide[\s\S]*agreed about passwords/)
  for (const place of ['#audit', 'nadia.petrova']) await it.chat.waitFor(place, /three times in 30 days/)
  const told = (await it.chat.messages('nadia.petrova')).filter(({ title }) => /three times in 30 days/.test(title))
  expect(told).toHaveLength(1)
  await press('omar.farouk', 'approve', fourth)
  expect(await votes(fourth)).toHaveLength(2)
})

test('once a week security is told who agreed most often, and a week without any says nothing', async () => {
  it.clock.advance(days(31))
  await tellPairs(it.core)
  for (const username of ['hana.suzuki', 'amara.diallo']) {
    const request = await waiting(username)
    for (const by of [manager, helper]) await press(by, 'approve', request)
  }
  const other = await waiting('carlos.mendes')
  for (const by of [manager, 'dana.whitfield']) await press(by, 'approve', other)
  const told = async () => (await it.chat.messages('nadia.petrova')).filter(({ title }) => /most often/.test(title))
  expect(await told()).toEqual([])
  for (let again = 0; again < 2; again += 1) await tellPairs(it.core)
  await it.chat.waitFor('#audit', /most often about passwords/)
  await it.settled()
  const [report, ...more] = await told()
  expect(more).toEqual([])
  expect(report?.body.slice(0, 2)).toEqual([
    expect.stringMatching(/(Patrick Byrne.*Ben Carter|Ben Carter.*Patrick Byrne): 2 times/),
    expect.stringMatching(/(Patrick Byrne.*Dana Whitfield|Dana Whitfield.*Patrick Byrne): once/),
  ])
  it.clock.advance(days(8))
  await tellPairs(it.core)
  await it.settled()
  expect(await told()).toHaveLength(1)
})
