// A second factor that is to be replaced while JumpCloud does not know the key: within the hour it goes on, later nobody expects it.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { days, minutes } from '../../src/clock.ts'
import type { CrashPoint } from '../../src/core.ts'
import { runRequest } from '../../src/gate/gate.ts'
import { startTestLatchkey, type TestLatchkey } from '../latchkey.ts'
import { type GateWorld, openGateWorld } from '../seals/gate.ts'

let it: TestLatchkey
let gate: GateWorld
beforeAll(async () => {
  it = await startTestLatchkey({ pages: true })
  gate = await openGateWorld(it)
})
afterAll(() => it.stop())

const reset = 'POST /systemusers/{user}/resetmfa'

test.each([
  [59, 'done'],
  [61, 'failed'],
] as const)('for %i minutes: %s', async (length, last) => {
  it.clock.advance(days(8))
  const { id } = await gate.ready()
  gate.writes()
  const reach = async (point: CrashPoint) => {
    if (point === 'gate:claimed') await it.sandbox.changeKey({ revoked: true })
  }
  await runRequest({ ...gate.core, crashPoints: { reach } }, id, AbortSignal.timeout(20_000))
  // The call left and was refused.
  expect([await it.stateOf(id), gate.writes()]).toEqual(['running', [reset]])
  it.clock.advance(minutes(length))
  await runRequest(gate.core, id, AbortSignal.timeout(20_000))
  expect(await it.stateOf(id)).toBe(last === 'done' ? 'running' : 'failed')
  await it.sandbox.changeKey({ revoked: false })
  await runRequest(gate.core, id, AbortSignal.timeout(20_000))
  expect(await it.stateOf(id)).toBe(last)
  expect(gate.writes().includes(reset)).toBe(last === 'done')
})
