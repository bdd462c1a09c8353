// The key is revoked in the middle of a run: Latchkey stops calling, says so, and with a good key the same ask is done.
import { afterAll, beforeAll, expect, test } from 'vitest'
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

test.each([1, 2, 3])('before step %i', async (step) => {
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
  const refused = (await it.sandbox.calls()).slice(before)
  expect(refused.length).toBeLessThanOrEqual(2)
  expect(refused.filter(({ changed }) => changed)).toEqual([])
  // Whatever wakes it again, nobody knocks at JumpCloud for it.
  await run(id)
  it.clock.advance(120_000)
  await run(id)
  expect((await it.sandbox.calls()).length).toBe(before + refused.length)
  expect(await it.stateOf(id)).toBe(step === 1 ? 'failed' : 'needs-a-person')
  expect(three.happened(username)).toBe(step - 1)
  atPoint = () => {}
  await it.sandbox.changeKey({ revoked: false })
  await it.advance(0)
  await it.chat.waitFor(username, new RegExp(`R-${number} `))
  await it.chat.waitFor('#audit', new RegExp(`R-${number} `))
  const again = await three.ready(username)
  await run(again.id)
  expect([await it.stateOf(again.id), three.happened(username)]).toEqual(['done', 3])
})
