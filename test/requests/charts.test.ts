// Who may agree about credentials together, in generated companies and against the words of the rule (T-C2).
import { expect, test } from 'vitest'
import { seedFor, sizeOf } from '../prove/sizes.ts'
import { checkCharts } from './charts.ts'

test('two of two pools, neither above the other nor below who asks, and not for the fourth time', async () => {
  const charts = sizeOf('charts')
  const counted = await checkCharts(charts, seedFor('charts'))
  process.stdout.write(`charts: ${charts} companies, ${JSON.stringify(counted)}\n`)
  expect(counted.allowed).toBeGreaterThan(charts / 2)
  expect(counted.refused).toBeGreaterThan(charts * 5)
  expect(counted.worn).toBeGreaterThanOrEqual(Math.floor(charts / 50))
})
