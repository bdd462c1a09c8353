// Somebody who is suspended between two steps: nothing more is done for them, and it is said how far it got.
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { CrashPoint } from '../../src/core.ts'
import { runRequest } from '../../src/gate/gate.ts'
import { startTestLatchkey, type TestLatchkey } from '../latchkey.ts'
import { load } from '../requests/quietly.ts'
import { type ThreeSteps, threeSteps } from './three-steps.ts'

let it: TestLatchkey
let three: ThreeSteps
let atPoint: (point: CrashPoint) => Promise<void> | void = () => {}
beforeAll(async () => {
  it = await startTestLatchkey({ atPoint: (point) => atPoint(point) })
  three = threeSteps(it)
})
afterAll(() => it.stop())

/** Comes between as soon as so many calls were made. */
function after(calls: number, work: () => Promise<void>): void {
  let made = 0
  atPoint = async (point) => {
    if (point === 'gate:ran') made += 1
    if (point === 'gate:ran' && made === calls) await work()
  }
}

const run = (id: Parameters<typeof runRequest>[1]) => runRequest(three.core, id, AbortSignal.timeout(10_000))

test.each([
  [1, 'leo.brandt'],
  [2, 'grace.mbeki'],
])('suspended after %i of three steps', async (calls, username) => {
  const { id, number } = await three.ready(username)
  after(calls, () => it.sandbox.changeUser(username, { state: 'SUSPENDED' }))
  await run(id)
  await run(id)
  expect(three.happened(username)).toBe(calls)
  const { state, reason } = await it.db
    .selectFrom('request')
    .select(['state', 'reason'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  expect([state, JSON.stringify(reason)]).toEqual(['needs-a-person', expect.stringContaining('action.not-active')])
  await it.advance(0)
  await it.chat.waitFor(username, new RegExp(`R-${number} `))
  await it.chat.waitFor('#audit', new RegExp(`R-${number} .*a person has to look`))
})

test('a worker that dies after the call, and the person is suspended before the next one looks', async () => {
  const { id } = await three.ready('hana.suzuki')
  after(1, async () => {
    await it.sandbox.changeUser('hana.suzuki', { state: 'SUSPENDED' })
    throw new Error('the process died here')
  })
  await expect(run(id)).rejects.toThrow('died here')
  atPoint = () => {}
  it.clock.advance(61_000)
  await run(id)
  expect(three.happened('hana.suzuki')).toBe(1)
  expect(await it.stateOf(id)).toBe('needs-a-person')
})

test('nobody leaves: all three', async () => {
  atPoint = () => {}
  const { id } = await three.ready('chloe.martin')
  await run(id)
  expect(three.happened('chloe.martin')).toBe(3)
  expect((await load(it, id)).state).toBe('done')
})
