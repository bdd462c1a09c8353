// A second factor is not touched before two independent ways took the notice: until then the gate leaves the request alone.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { hours, later } from '../../src/clock.ts'
import { runRequest } from '../../src/gate/gate.ts'
import { noteAccepted } from '../../src/outbox/accepted.ts'
import { insertSteps } from '../../src/requests/create.ts'
import { idFor, startTestLatchkey, type TestLatchkey, withoutJobs } from '../latchkey.ts'
import { aStoredRequest } from '../requests/stored.ts'

let it: TestLatchkey
beforeAll(async () => {
  it = await startTestLatchkey()
})
afterAll(() => it.stop())

test('with no notice taken, or one, it waits; with two it is looked at', async () => {
  const user = idFor('leo.brandt')
  const { platform, tenant } = it.chat.account('leo.brandt')
  const input = { user, devices: [], hasPasskey: false, minutes: 60, totpSince: null }
  const steps = [{ action: 'reset-mfa', input }]
  const row = {
    ...{ platform, tenant, account_user: 'leo.brandt', state: 'ready' },
    expires_at: later(it.clock.now(), hours(4)),
    ready_at: it.clock.now(),
  }
  const plan = { skill: 'reset-mfa', requester: user, subject: user, steps }
  const request = await aStoredRequest(it.core, { row, plan })
  const core = withoutJobs(it.core)
  await core.store.tx((tx) => insertSteps(tx, request.id, request.planHash, steps))
  const run = () => runRequest(core, request.id, AbortSignal.timeout(20_000))
  await run()
  expect(await it.stateOf(request.id)).toBe('ready')
  await core.store.tx((tx) => noteAccepted(tx, core, request.id, 'mail/work'))
  await run()
  expect(await it.stateOf(request.id)).toBe('ready')
  await core.store.tx((tx) => noteAccepted(tx, core, request.id, 'manager'))
  await run()
  // Nobody proved or agreed to anything: what the gate sees when it looks stops it.
  expect(await it.stateOf(request.id)).toBe('failed')
  expect(await it.sandbox.writes()).toEqual([])
})
