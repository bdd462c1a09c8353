// A hundred and fifty forged requests and as many changed ones: none of the first is dispatched, none of the second breaks anything.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { incoming } from '../../../src/adapter.ts'
import { sizes } from '../../prove/sizes.ts'
import { startBench } from './bench.ts'
import { forgeries, sendForgeries } from './forgeries.ts'
import { mutants, sendMutants } from './mutants.ts'

const seed = 20_261_124

test('150 forgeries are refused, while honest messages pass', { timeout: 120_000 }, async () => {
  const bench = await startBench()
  try {
    await bench.start()
    const all = fc.sample(forgeries(bench.teams), { seed, numRuns: sizes.teamsForgeries.test })
    const { families, surprises, honestSent } = await sendForgeries(bench.teams, all)
    expect(surprises.slice(0, 3)).toEqual([])
    expect(bench.received.map((came) => 'text' in came && came.text)).toEqual(Array(honestSent).fill('honest'))
    expect(families.size).toBeGreaterThanOrEqual(40)
  } finally {
    await bench.adapter.stop()
    await bench.close()
  }
})

test('150 presses, forms and messages with one thing changed are never more than what they say', {
  timeout: 120_000,
}, async () => {
  const bench = await startBench()
  try {
    await bench.start()
    const surprises = await sendMutants(
      bench.teams,
      fc.sample(mutants(bench.teams), { seed, numRuns: sizes.teamsMutants.test }),
    )
    expect(surprises.slice(0, 3)).toEqual([])
    // Something of the honest ones is left in most of them, so some get through, each as what an inbox takes.
    expect(bench.received.length).toBeGreaterThan(30)
    for (const came of bench.received) expect(incoming.safeParse(came).data).toEqual(came)
  } finally {
    await bench.adapter.stop()
    await bench.close()
  }
})
