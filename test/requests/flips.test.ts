// An approver who is gone, demoted, paused or was just reset: between any two steps, and only who is left decides (T-C7).
import { expect, test } from 'vitest'
import { seedFor, sizeOf } from '../prove/sizes.ts'
import { checkFlips } from './flips.ts'

test('it is agreed only where those who still stand are enough', async () => {
  const runs = sizeOf('flips')
  const counted = await checkFlips(runs, seedFor('flips'))
  process.stdout.write(`flips: ${runs} runs, ${JSON.stringify(counted)}\n`)
  expect(counted.withoutThem).toBeGreaterThan(runs / 20)
  expect(counted.withThemAgain).toBeGreaterThan(runs / 50)
  expect(counted.stopped).toBeGreaterThan(runs / 20)
})
