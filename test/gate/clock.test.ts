// A clock that is wrong: nothing is changed at JumpCloud while it differs from theirs, and no wait ends early.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { hours, later, minutes, seconds } from '../../src/clock.ts'
import type { GateCore } from '../../src/core.ts'
import { runRequest } from '../../src/gate/gate.ts'
import { createCaller } from '../../src/jumpcloud/client.ts'
import { createClockCheck } from '../../src/jumpcloud/clock-check.ts'
import { createDirectory } from '../../src/jumpcloud/directory.ts'
import { jumpcloudHosts } from '../../src/jumpcloud/hosts.ts'
import { wakeRequest } from '../../src/requests/wake.ts'
import { sandboxKey } from '../../src/sandbox/keys.ts'
import { startTestLatchkey, type TestLatchkey } from '../latchkey.ts'
import { confirmed, load } from '../requests/quietly.ts'
import { type ThreeSteps, threeSteps } from './three-steps.ts'

let it: TestLatchkey
let three: ThreeSteps
beforeAll(async () => {
  it = await startTestLatchkey()
  three = threeSteps(it)
})
afterAll(() => it.stop())

const username = 'leo.brandt'
const run = (core: GateCore, id: Parameters<typeof runRequest>[1]) => runRequest(core, id, AbortSignal.timeout(10_000))

/** The same program on a machine whose clock is off by so much. */
function off(ms: number): GateCore {
  const clock = { now: () => later(it.clock.now(), ms) }
  const clockCheck = createClockCheck()
  const caller = createCaller({
    credential: { kind: 'api-key', key: sandboxKey },
    hosts: jumpcloudHosts('us', { consoleUrl: it.sandbox.url, insightsUrl: it.sandbox.url }),
    clock,
    clockCheck,
  })
  return { ...three.core, writer: caller, directory: createDirectory(caller, { clock }), clockCheck }
}

test.each([
  [minutes(-3), 0],
  [minutes(3), 0],
  [hours(-2), 0],
  [seconds(-60), 3],
  [seconds(60), 3],
])('%i ms off: %i of three steps', async (ms, happened) => {
  const { id, number } = await three.ready(username)
  const before = await it.sandbox.writes()
  await run(off(ms), id)
  expect((await it.sandbox.writes()).length - before.length).toBe(happened)
  const { state, reason } = (await load(it, id)).row
  expect(state).toBe(happened === 3 ? 'done' : 'failed')
  expect(await it.ledger(id)).toEqual(
    happened === 3 ? expect.arrayContaining(['step.about-to']) : expect.not.arrayContaining(['step.about-to']),
  )
  if (happened === 3) return
  expect(JSON.stringify(reason)).toContain('gate.clock')
  await it.advance(0)
  await it.chat.waitFor(username, new RegExp(`away from JumpCloud[^]*R-${number} `))
})

test('back at the right time, it goes on as before', async () => {
  const { id } = await three.ready(username)
  await run(off(0), id)
  expect([await it.stateOf(id), three.happened(username)]).toEqual(['done', 3])
})

test('the machine’s clock jumps back an hour during a wait: it is never shorter', async () => {
  const unlock = three.core.skills.get('unlock-account')
  if (!unlock) throw new Error('there is a skill to unlock')
  const wait = { seconds: 900, outOfHoursSeconds: 900 }
  const skills = new Map(three.core.skills).set('unlock-account', { ...unlock, policy: { ...unlock.policy, wait } })
  const core = { ...three.core, skills }
  await it.sandbox.changeUser(username, { account_locked: true })
  const { id, state } = await confirmed({ ...it, core }, username, { skill: 'unlock-account' })
  expect(state).toBe('waiting')
  let waited = 0
  const goOn = async (ms: number) => {
    it.clock.advance(ms)
    waited += ms
    await wakeRequest(core, id)
    return it.stateOf(id)
  }
  expect(await goOn(minutes(10))).toBe('waiting')
  it.clock.advance(hours(-1))
  const states: string[] = []
  for (let step = 0; step < 10; step += 1) states.push(await goOn(minutes(1)))
  expect(states, 'fifteen minutes are over, and the clock does not say so').toEqual(
    Array.from({ length: 10 }, () => 'waiting'),
  )
  it.clock.advance(hours(1))
  expect(await goOn(0)).toBe('ready')
  expect(waited).toBeGreaterThanOrEqual(minutes(15))
  await run(core, id)
  expect(await it.stateOf(id)).toBe('done')
})
