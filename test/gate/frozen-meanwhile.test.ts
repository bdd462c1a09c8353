// A freeze that is being written at the very moment at which a step begins: whichever the ledger has first, the other one heeds.
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { CrashPoint } from '../../src/core.ts'
import { runRequest } from '../../src/gate/gate.ts'
import { startTestLatchkey, type TestLatchkey } from '../latchkey.ts'
import { type ThreeSteps, threeSteps } from './three-steps.ts'

const byHost = { by: 'host', why: 'test' } as const
let it: TestLatchkey
let three: ThreeSteps
beforeAll(async () => {
  it = await startTestLatchkey()
  three = threeSteps(it)
})
afterAll(() => it.stop())

/** On the embedded store there is one transaction at a time: nobody can be seen to wait. */
async function untilSomebodyWaits(): Promise<void> {
  if (it.core.store.kind === 'embedded') return
  const waiting = sql<{ pid: number }>`
    SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`
  await expect.poll(async () => (await waiting.execute(it.db)).rows.length).toBeGreaterThan(0)
}

test('what is about to begin waits for it, and does not begin', async () => {
  const { id } = await three.ready('leo.brandt')
  const written = Promise.withResolvers<void>()
  const commit = Promise.withResolvers<void>()
  let freezing: Promise<void> | undefined
  const reach = async (point: CrashPoint) => {
    if (point !== 'gate:claimed') return
    freezing = it.core.store.tx(async (tx) => {
      await it.core.freezes.freeze('house', byHost, { ...tx, enqueue: async () => {} })
      written.resolve()
      await commit.promise
    })
    await written.promise
  }
  const running = runRequest({ ...three.core, crashPoints: { reach } }, id, AbortSignal.timeout(20_000))
  await written.promise
  await untilSomebodyWaits()
  commit.resolve()
  await Promise.all([freezing, running])
  expect([await it.stateOf(id), three.happened('leo.brandt')]).toEqual(['running', 0])
  expect(await it.ledger(id)).not.toContain('step.about-to')

  await it.core.store.tx((tx) => it.core.freezes.unfreeze('house', byHost, { ...tx, enqueue: async () => {} }))
  await runRequest(three.core, id, AbortSignal.timeout(20_000))
  expect([await it.stateOf(id), three.happened('leo.brandt')]).toEqual(['done', 3])
})
