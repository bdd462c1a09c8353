// The ways to satisfy a plan: proofs of several kinds, approvers who prove themselves, and the wait before the first step.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { hours, minutes } from '../../src/clock.ts'
import { runRequest } from '../../src/gate/gate.ts'
import type { PlanHash } from '../../src/ids.ts'
import { noWait, type Policy } from '../../src/policy/policy.ts'
import { completeProof } from '../../src/proof/complete.ts'
import type { Method } from '../../src/proof/methods.ts'
import { approve, deny } from '../../src/requests/decisions.ts'
import type { Request } from '../../src/requests/request.ts'
import { wakeRequest } from '../../src/requests/wake.ts'
import { idFor, startTestLatchkey, type TestLatchkey, withoutJobs } from '../latchkey.ts'
import { confirmed, decider, load } from './quietly.ts'

let it: TestLatchkey
beforeAll(async () => {
  it = await startTestLatchkey()
})
afterAll(() => it.stop())
beforeEach(async () => {
  await it.advance(hours(25))
})

/** The house, where unlocking needs what `changed` says; nothing happens but what a test does. */
function needing(changed: Partial<Policy>): TestLatchkey {
  const core = withoutJobs(it.core)
  const skill = core.skills.get('unlock-account')
  if (!skill) throw new Error('there is a skill to unlock')
  const policy: Policy = { ...skill.policy, proof: { floor: 'S1', default: 'S1' }, ...changed }
  return { ...it, core: { ...core, skills: new Map(core.skills).set('unlock-account', { ...skill, policy }) } }
}

async function asked(on: TestLatchkey, username: string): Promise<Request> {
  await it.sandbox.changeUser(username, { account_locked: true })
  return confirmed(on, username, { skill: 'unlock-account' })
}

const prove = (on: TestLatchkey, request: Request, by: string, method: Method, how: { hash?: PlanHash } = {}) =>
  on.core.store.tx((tx) =>
    completeProof(tx, on.core, request, {
      person: idFor(by),
      method,
      level: method === 'vouch' || method === 'recovery-code' ? 'S0' : 'S2',
      place: on.chat.account(by),
      hash: how.hash ?? request.planHash,
    }),
  )

const stateOf = (on: TestLatchkey, request: Request) => load(on, request.id).then(({ state }) => state)
const decide = (on: TestLatchkey, request: Request, by: string) =>
  on.core.store.tx((tx) => approve(tx, on.core, request, decider(on, by)))
const run = (on: TestLatchkey, request: Request) => runRequest(on.core, request.id, AbortSignal.timeout(10_000))

test('a passkey is as good as the push, once, and for this plan only', async () => {
  const on = needing({})
  const request = await asked(on, 'leo.brandt')
  const other = await asked(on, 'hana.suzuki')
  expect(await prove(on, request, 'leo.brandt', 'passkey', { hash: other.planHash })).toBe(false)
  expect(await prove(on, request, 'leo.brandt', 'passkey')).toBe(true)
  expect(await stateOf(on, request)).toBe('ready')
  expect(await prove(on, request, 'leo.brandt', 'passkey')).toBe(false)
  expect(await stateOf(on, other)).toBe('proving')
})

test('what was proven at another account of the same person proves nothing here', async () => {
  const on = needing({})
  const request = await asked(on, 'leo.brandt')
  const place = { ...request.account, user: 'another' }
  const given = { person: request.requester, method: 'passkey', level: 'S2', place, hash: request.planHash } as const
  await on.core.store.tx((tx) => completeProof(tx, on.core, request, given))
  expect(await stateOf(on, request)).toBe('proving')
})

const byIt = { approvals: [{ by: ['it'], proof: 'S2' }] } as const

test('where the approver must prove themselves, a press in the chat alone decides nothing', async () => {
  const on = needing(byIt)
  const request = await asked(on, 'leo.brandt')
  await prove(on, request, 'leo.brandt', 'passkey')
  const approving = await load(on, request.id)
  await decide(on, approving, 'omar.farouk')
  expect(await stateOf(on, request)).toBe('approving')
  // Another's passkey, given over the same plan, does not speak for the voter either.
  await prove(on, approving, 'tom.okafor', 'passkey')
  await on.core.store.db.updateTable('request').set({ state: 'ready' }).where('id', '=', request.id).execute()
  await run(on, request)
  expect(await stateOf(on, request)).toBe('failed')
})

test('an approver who has proven themselves over this plan decides', async () => {
  const on = needing(byIt)
  const request = await asked(on, 'leo.brandt')
  await prove(on, request, 'leo.brandt', 'passkey')
  const approving = await load(on, request.id)
  expect(await prove(on, approving, 'omar.farouk', 'passkey')).toBe(true)
  await decide(on, approving, 'omar.farouk')
  expect(await stateOf(on, request)).toBe('ready')
  await run(on, request)
  expect(await stateOf(on, request)).toBe('done')
})

const wait = { seconds: 4 * 3600, outOfHoursSeconds: 24 * 3600 }

test('what waits begins not a second earlier, whatever a row says, and can be stopped until then', async () => {
  const on = needing({ ...byIt, wait })
  const request = await asked(on, 'leo.brandt')
  await prove(on, request, 'leo.brandt', 'passkey')
  const approving = await load(on, request.id)
  await prove(on, approving, 'omar.farouk', 'passkey')
  await decide(on, approving, 'omar.farouk')
  const waiting = await load(on, request.id)
  expect(waiting.state).toBe('waiting')
  const left = (waiting.row.waits_until?.getTime() ?? 0) - it.clock.now().getTime()
  expect(left).toBeGreaterThan(hours(4) - minutes(1))
  expect(left).toBeLessThanOrEqual(hours(4))
  const hasty = on.core.store.db.updateTable('request').set({ waits_until: it.clock.now() })
  await hasty.where('id', '=', request.id).execute()
  await wakeRequest(on.core, request.id)
  expect(await stateOf(on, request)).toBe('waiting')
  const who = decider(on, 'omar.farouk')
  const hash = request.planHash
  expect(await on.core.store.tx((tx) => deny(tx, on.core, waiting, who, { hash, reason: 'not her' }))).toBe(true)
  expect(await stateOf(on, request)).toBe('denied')
})

test('a wait that somebody cuts short in the database stops at the gate', async () => {
  const on = needing({ wait })
  const request = await asked(on, 'leo.brandt')
  await prove(on, request, 'leo.brandt', 'passkey')
  expect(await stateOf(on, request)).toBe('waiting')
  await on.core.store.db.updateTable('request').set({ state: 'ready' }).where('id', '=', request.id).execute()
  await run(on, request)
  const failed = await load(on, request.id)
  expect(failed.state).toBe('failed')
  expect(failed.reason?.key).toBe('gate.too-early')
})

test('after its wait a request goes on by itself', async () => {
  const on = needing({ wait: { seconds: 15 * 60, outOfHoursSeconds: 15 * 60 } })
  const request = await asked(on, 'leo.brandt')
  await prove(on, request, 'leo.brandt', 'passkey')
  await it.advance(minutes(15), { isBusy: true })
  await wakeRequest(on.core, request.id)
  expect(await stateOf(on, request)).toBe('ready')
  await run(on, request)
  expect(await stateOf(on, request)).toBe('done')
})

test('recovery takes two different proofs and everybody’s approval', async () => {
  const recovery = { approvals: [{ by: ['manager'] }, { by: ['it'] }], wait: noWait } as const
  const on = needing({ proof: { floor: 'S2', default: 'S2' }, recovery })
  const request = await asked(on, 'leo.brandt')
  expect(request.needs).toMatchObject({ way: 'recovery', proof: 'S3' })
  await prove(on, request, 'leo.brandt', 'vouch')
  expect(await stateOf(on, request)).toBe('proving')
  await prove(on, request, 'leo.brandt', 'recovery-code')
  expect(await stateOf(on, request)).toBe('approving')
})
