// Teams at full size: forged tokens and changed activities by the thousand; none dispatched, no 5xx, memory flat, and
// honest messages beside them taken once each and in time.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { incoming } from '../../src/adapter.ts'
import { startBench } from '../adapters/teams/bench.ts'
import { nothingYet, openTarget, sendForgeries, sendLoad, type Target } from '../adapters/teams/forged-run.ts'
import { forgeries } from '../adapters/teams/forgeries.ts'
import { mutants, sendMutants } from '../adapters/teams/mutants.ts'
import { quantile } from '../bench/quantile.ts'
import { seedFor, sizes } from './sizes.ts'

const mebibyte = 1024 * 1024
/** What a server that keeps nothing of them may grow by (security reference, R4), and what it may keep. */
const mostGrowth = 64 * mebibyte
const mostKept = 16 * mebibyte
/** Of a hundred honest messages 99 are acknowledged within this. */
const inTimeMs = 1000
const atATime = 500
const warmUp = 2 * atATime

/** `load`: how many honest messages come at the same time, besides the few in between. */
async function shootForgeries(target: Target, seed: number, load: number) {
  const outcome = nothingYet()
  const shoot = async (from: number, to: number) => {
    for (let sent = from; sent < to; sent += atATime)
      await sendForgeries(target, fc.sample(forgeries(target.teams), { seed: seed + sent, numRuns: atATime }), outcome)
  }
  // What is measured is whether it goes on growing: the room that this load needs is taken before.
  await Promise.all([shoot(0, warmUp), sendLoad(target, Math.max(load, warmUp), outcome)])
  const before = await target.report()
  outcome.tookMs.length = 0
  await Promise.all([shoot(warmUp, sizes.teamsForgeries.prove), sendLoad(target, load, outcome)])
  const after = await target.report()
  const [grown, kept] = [after.rss - before.rss, after.heapUsed - before.heapUsed]
  const p99 = quantile(outcome.tookMs, 0.99)
  const inMebibytes = (bytes: number) => `${(bytes / mebibyte).toFixed(1)} MiB`
  process.stdout.write(
    `${outcome.families.size} families; memory grew by ${inMebibytes(grown)}, what is in use by ${inMebibytes(kept)}; ` +
      `of ${outcome.tookMs.length} honest messages 99 % were acknowledged within ${p99.toFixed(0)} ms, ` +
      `all within ${Math.max(...outcome.tookMs).toFixed(0)} ms\n`,
  )
  expect(outcome.surprises).toEqual([])
  expect(after.received.toSorted()).toEqual(outcome.honest.toSorted())
  expect(after.crashes).toEqual([])
  expect(target.isAlive()).toBe(true)
  expect(outcome.families.size).toBeGreaterThanOrEqual(70)
  expect(grown).toBeLessThan(mostGrowth)
  expect(kept).toBeLessThan(mostKept)
  expect(p99).toBeLessThan(inTimeMs)
}

test.each([
  ['with honest messages in between', 0],
  ['and load at once', sizes.teamsLoad.prove],
])('forged tokens and odd bodies %s', async (name, load) => {
  const seed = seedFor(`teams forgeries ${name}`)
  const target = await openTarget()
  try {
    await shootForgeries(target, seed, load)
  } finally {
    await target.close()
  }
})

test('presses, forms and messages with one thing changed are never more than what they say', async () => {
  const bench = await startBench()
  const seed = seedFor('teams mutants')
  try {
    await bench.start()
    for (let sent = 0; sent < sizes.teamsMutants.prove; sent += atATime) {
      const part = fc.sample(mutants(bench.teams), { seed: seed + sent, numRuns: atATime })
      expect(await sendMutants(bench.teams, part)).toEqual([])
      for (const came of bench.received.splice(0)) expect(incoming.safeParse(came).data).toEqual(came)
    }
  } finally {
    await bench.adapter.stop()
    await bench.close()
  }
})
