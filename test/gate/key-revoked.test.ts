// The key is revoked in the middle of a run: Latchkey waits, says so once, loses nothing, and with a good key goes on by itself.
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { days } from '../../src/clock.ts'
import type { CrashPoint } from '../../src/core.ts'
import { runRequest } from '../../src/gate/gate.ts'
import { startTestLatchkey, type TestLatchkey } from '../latchkey.ts'
import { type ThreeSteps, threeSteps } from './three-steps.ts'

let it: TestLatchkey
let three: ThreeSteps
let atPoint: (point: CrashPoint) => Promise<void> | void = () => {}
beforeAll(async () => {
  it = await startTestLatchkey({ atPoint: (point) => atPoint(point) })
  three = threeSteps(it)
})
afterAll(() => it.stop())

const username = 'leo.brandt'
const run = (id: Parameters<typeof runRequest>[1]) => runRequest(three.core, id, AbortSignal.timeout(10_000))

/** Runs until the key is refused before this step; answers with what was counted then. */
async function refusedBefore(step: number) {
  const { id, number } = await three.ready(username)
  let [begun, before] = [0, 0]
  atPoint = async (point) => {
    if (point !== 'gate:about-to') return
    begun += 1
    if (begun !== step) return
    await it.sandbox.changeKey({ revoked: true })
    before = (await it.sandbox.calls()).length
  }
  await run(id)
  atPoint = () => {}
  return { id, number, since: async () => (await it.sandbox.calls()).slice(before) }
}

test.each([1, 2, 3])('before step %i', async (step) => {
  const { id, number, since } = await refusedBefore(step)
  expect((await since()).length).toBeLessThanOrEqual(2)
  for (let minute = 1; minute <= 3; minute += 1) {
    it.clock.advance(60_000)
    await run(id)
    expect((await since()).length).toBeLessThanOrEqual(2 + minute)
  }
  expect((await since()).filter(({ changed }) => changed)).toEqual([])
  expect([await it.stateOf(id), three.happened(username)]).toEqual(['running', step - 1])
  await it.advance(0)
  const held = new RegExp(`R-${number}: this has to wait`)
  await it.chat.waitFor(username, held)
  await it.chat.waitFor('#audit', new RegExp(`R-${number} .*held`))
  expect((await it.chat.messages(username)).filter(({ title }) => held.test(title))).toHaveLength(1)

  await it.sandbox.changeKey({ revoked: false })
  it.clock.advance(60_000)
  await run(id)
  expect([await it.stateOf(id), three.happened(username)]).toEqual(['done', 3])
  // Each of the three once, however often it was looked at.
  expect((await since()).filter(({ changed }) => changed)).toHaveLength(4 - step)
})

test.each([
  [1, 'failed'],
  [2, 'needs-a-person'],
] as const)('a day later, before step %i, it is %s', async (step, last) => {
  const { id } = await refusedBefore(step)
  it.clock.advance(days(1))
  await run(id)
  expect([await it.stateOf(id), three.happened(username)]).toEqual([last, step - 1])
  await it.sandbox.changeKey({ revoked: false })
  await run(id)
  expect([await it.stateOf(id), three.happened(username)]).toEqual([last, step - 1])
})

test('however often it is woken meanwhile, it leaves one look behind', async () => {
  const { id } = await refusedBefore(1)
  const core = { ...three.core, store: it.core.store }
  for (let n = 0; n < 5; n += 1) await runRequest(core, id, AbortSignal.timeout(10_000))
  const looks = await sql`SELECT id FROM pgboss.job
    WHERE name = 'run-request' AND state = 'created' AND data ->> 'request' = ${id}`.execute(it.db)
  expect(looks.rows).toHaveLength(1)
  await it.sandbox.changeKey({ revoked: false })
  await run(id)
})

test('whoever may not ask for it any more when the key is good again gets nothing', async () => {
  const { id } = await refusedBefore(1)
  await it.sandbox.changeKey({ revoked: false })
  it.clock.advance(120_000)
  const { organisation } = three.core
  const off = { enabled: false, proof: undefined, limit: undefined, approvals: undefined }
  const without = { ...organisation, skills: { ...organisation.skills, 'unlock-account': off } }
  await runRequest({ ...three.core, organisation: without }, id, AbortSignal.timeout(10_000))
  expect([await it.stateOf(id), three.happened(username)]).toEqual(['failed', 0])
})
