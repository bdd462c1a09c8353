// Teams at full size: forged tokens and changed activities by the thousand; none dispatched, no 5xx, memory flat.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { incoming } from '../../src/adapter.ts'
import { startBench } from '../adapters/teams/bench.ts'
import { forgeries, sendForgeries } from '../adapters/teams/forgeries.ts'
import { mutants, sendMutants } from '../adapters/teams/mutants.ts'
import { seedFor, sizes } from './sizes.ts'

const mebibyte = 1024 * 1024
/** What a server that keeps nothing of them may grow by (security reference, R4). */
const mostGrowth = 64 * mebibyte
const atATime = 500

test('forged tokens and odd bodies are refused, while honest messages pass', async () => {
  const bench = await startBench()
  const seed = seedFor('teams forgeries')
  const families = new Set<string>()
  let honest = 0
  let before = 0
  try {
    await bench.start()
    for (let sent = 0; sent < sizes.teamsForgeries.prove; sent += atATime) {
      // In parts, so that what grows is the server and not the list of what is still to be sent.
      const part = fc.sample(forgeries(bench.teams), { seed: seed + sent, numRuns: atATime })
      const outcome = await sendForgeries(bench.teams, part)
      expect(outcome.surprises).toEqual([])
      for (const family of outcome.families) families.add(family)
      honest += outcome.honestSent
      if (sent === 2 * atATime) before = process.memoryUsage().rss
    }
    expect(bench.received.map((came) => 'text' in came && came.text)).toEqual(Array(honest).fill('honest'))
    expect(families.size).toBeGreaterThanOrEqual(70)
    expect(process.memoryUsage().rss - before).toBeLessThan(mostGrowth)
  } finally {
    await bench.adapter.stop()
    await bench.close()
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
