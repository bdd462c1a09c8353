// A second factor reset from the gate to the end of its window: once, for the phones of then, and never closed on who enrolled.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { hours, minutes } from '../../src/clock.ts'
import { runRequest } from '../../src/gate/gate.ts'
import { noteAccepted } from '../../src/outbox/accepted.ts'
import { credentialReaders } from '../../src/outbox/credential-events.ts'
import { noWait, type Policy } from '../../src/policy/policy.ts'
import { completeProof } from '../../src/proof/complete.ts'
import { addFactor } from '../../src/proof/factors.ts'
import type { Request } from '../../src/requests/request.ts'
import { wakeRequest } from '../../src/requests/wake.ts'
import { idFor, startTestLatchkey, type TestLatchkey, withoutJobs } from '../latchkey.ts'
import { confirmed, load } from '../requests/quietly.ts'

let it: TestLatchkey
beforeAll(async () => {
  it = await startTestLatchkey({ pages: true })
  await it.advance(hours(73))
})
afterAll(() => it.stop())

/** The house without the approvals and the wait, which are tested with the ways: what is left is what the gate does. */
function quick(): TestLatchkey {
  const core = withoutJobs(it.core)
  const skill = core.skills.get('reset-mfa')
  if (!skill) throw new Error('there is a skill to reset')
  const policy: Policy = { ...skill.policy, approvals: [], wait: noWait }
  return { ...it, core: { ...core, skills: new Map(core.skills).set('reset-mfa', { ...skill, policy }) } }
}

/** Asked for, and proven with a passkey. */
async function ready(on: TestLatchkey, username: string): Promise<Request> {
  const credential = { id: `id-of-${username}`, publicKey: 'AA', counter: 0, transports: [] }
  const added = { kind: 'passkey', label: 'Passkey', credential, addedBy: 'sign-in' } as const
  const readers = await credentialReaders(on.core, idFor(username))
  await on.core.store.tx((tx) => addFactor(tx, on.core, readers, { ...added, usableFrom: it.clock.now() }))
  const request = await confirmed(on, username, { skill: 'reset-mfa' })
  const given = { person: request.requester, method: 'passkey', level: 'S2', place: request.account } as const
  await on.core.store.tx((tx) => completeProof(tx, on.core, request, { ...given, hash: request.planHash }))
  // Two independent ways have taken the warning; that they must is tested with the notices.
  await on.core.store.tx(async (tx) => {
    for (const way of ['chat/another', 'mail/work'] as const) await noteAccepted(tx, on.core, request.id, way)
  })
  return load(on, request.id)
}
const run = (on: TestLatchkey, { id }: Request) => runRequest(on.core, id, AbortSignal.timeout(10_000))
const state = (on: TestLatchkey, { id }: Request) => load(on, id).then((request) => request.state)
const userOf = (username: string) => it.sandbox.state.users.get(idFor(username))
const calls = async (username: string, what: string) =>
  (await it.sandbox.calls()).filter(
    ({ path, method }) => path.includes(idFor(username)) && `${method} ${path}`.includes(what),
  )

/** The time is over: the row says so, and the gate takes it back. */
async function end(on: TestLatchkey, request: Request) {
  await it.advance(minutes(61))
  await wakeRequest(on.core, request.id)
  await run(on, request)
}

test('resets, removes the phone of then and no newer one, and closes the window on who set up nothing', async () => {
  const on = quick()
  const request = await ready(on, 'leo.brandt')
  await run(on, request)
  expect(await state(on, request)).toBe('done')
  expect(userOf('leo.brandt')).toMatchObject({ totp_enabled: false, mfa: { exclusion: true } })
  const window = new Date(userOf('leo.brandt')?.mfa?.exclusionUntil ?? 0).getTime() - it.clock.now().getTime()
  expect(window).toBeGreaterThan(minutes(58))
  expect(window).toBeLessThanOrEqual(minutes(60) + 1000)
  expect(it.sandbox.state.phones.filter(({ user }) => user === idFor('leo.brandt'))).toEqual([])
  await end(on, request)
  expect(await state(on, request)).toBe('ended')
  expect(userOf('leo.brandt')?.mfa).toMatchObject({ exclusion: false })
  expect((await calls('leo.brandt', 'resetmfa')).length).toBe(1)
})

test('who has enrolled meanwhile is left alone', async () => {
  const on = quick()
  const request = await ready(on, 'hana.suzuki')
  await run(on, request)
  await fetch(`${it.sandbox.url}/_sandbox/phones/${idFor('hana.suzuki')}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ enrol: 'totp' }),
  })
  await end(on, request)
  expect(await state(on, request)).toBe('ended')
  expect([userOf('hana.suzuki')?.totp_enabled, await calls('hana.suzuki', 'enforce')]).toEqual([true, []])
})

test('a lost answer is settled by the end of the window; where that does not show, a person looks', async () => {
  const on = quick()
  const settled = await ready(on, 'zoe.laurent')
  await it.sandbox.fault({ kind: 'drop-after', match: { path: 'resetmfa' }, times: 1 })
  await run(on, settled)
  expect([await state(on, settled), (await calls('zoe.laurent', 'resetmfa')).length]).toEqual(['done', 1])

  const open = await ready(on, 'tom.okafor')
  await it.sandbox.fault({ kind: 'drop-before', match: { path: 'resetmfa' }, times: 1 })
  await run(on, open)
  await run(on, open)
  expect(await state(on, open)).toBe('needs-a-person')
  expect((await calls('tom.okafor', 'resetmfa')).filter(({ changed }) => changed)).toEqual([])
})

test('who enrolled while the plan waited is not reset', async () => {
  const on = quick()
  const request = await ready(on, 'chloe.martin')
  it.sandbox.state.totpEnrolledAt.set(idFor('chloe.martin'), it.clock.now().toISOString())
  await run(on, request)
  expect([await state(on, request), await calls('chloe.martin', 'resetmfa')]).toEqual(['failed', []])
})
