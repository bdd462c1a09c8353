// Forged traffic at a small size: nothing gets through, nothing breaks, and valid requests beside it are answered in time.
import { randomInt } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { chanceOf, families } from './forged.ts'
import { openTarget, shootAll, type Target } from './forged-run.ts'
import { answerAddresses, openTrap, shootAddresses } from './trap.ts'

let target: Target
beforeAll(async () => {
  target = await openTarget()
})
afterAll(() => target.close())

const seed = randomInt(2 ** 31 - 1)

test(`600 forged requests of many families, seed ${seed}`, async () => {
  expect(Object.keys(families).length).toBeGreaterThanOrEqual(40)
  const outcome = await shootAll(target, chanceOf(seed), 600)
  const { received, crashes } = await target.report()
  expect(outcome.broken).toEqual([])
  expect(crashes).toEqual([])
  expect(received.filter((name) => !name.startsWith('valid '))).toEqual([])
  expect(received).toHaveLength(outcome.valid)
  // Slack waits three seconds.
  expect(outcome.slowestValidMs).toBeLessThan(3000)
  expect(Object.keys(outcome.statuses)).toEqual(expect.arrayContaining(['400', '401', '403', '404', '413', '415']))
}, 120_000)

test('60 addresses to answer at: none is answered at', async () => {
  const trap = await openTrap()
  try {
    await shootAddresses(target, answerAddresses(chanceOf(seed), trap.port, 60))
    const { contacted, crashes } = await target.report()
    expect(crashes).toEqual([])
    expect(contacted.filter((origin) => !target.slack.apiUrl.startsWith(origin))).toEqual([])
    expect(trap.visits()).toBe(0)
  } finally {
    await trap.close()
  }
}, 60_000)
