// Forged Slack traffic at full size: 10,000 requests and 500 addresses to answer at, with valid traffic in between.
import { randomInt } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { chanceOf, families } from '../adapters/slack/forged.ts'
import { openTarget, shootAll, type Target } from '../adapters/slack/forged-run.ts'
import { answerAddresses, openTrap, shootAddresses } from '../adapters/slack/trap.ts'

/** Put a printed seed here to send the same requests again. */
const replayed: number | undefined = undefined
const seed = replayed ?? randomInt(2 ** 31 - 1)
const mebibyte = 1024 * 1024

let target: Target
beforeAll(async () => {
  target = await openTarget()
})
afterAll(() => target.close())

test(`10,000 forged requests, seed ${seed}`, async () => {
  process.stdout.write(`forged Slack requests: seed ${seed}\n`)
  const chance = chanceOf(seed)
  const warm = await shootAll(target, chance, 1000)
  const before = await target.report()
  const outcome = await shootAll(target, chance, 9000)
  const after = await target.report()
  const grown = (after.rss - before.rss) / mebibyte
  const { statuses, slowestValidMs } = outcome
  process.stdout.write(
    `${Object.keys(families).length} families, answers ${JSON.stringify(statuses)}; memory grew by ${grown.toFixed(1)} MiB; ` +
      `the slowest of ${outcome.valid} valid requests took ${slowestValidMs.toFixed(0)} ms\n`,
  )
  expect([...warm.broken, ...outcome.broken]).toEqual([])
  expect(after.crashes).toEqual([])
  expect(target.isAlive()).toBe(true)
  expect(after.received.filter((name) => !name.startsWith('valid '))).toEqual([])
  expect(after.received).toHaveLength(warm.valid + outcome.valid)
  expect(grown).toBeLessThan(64)
  // Slack waits three seconds.
  expect(slowestValidMs).toBeLessThan(3000)
})

test('500 addresses to answer at: none is answered at', async () => {
  const trap = await openTrap()
  try {
    await shootAddresses(target, answerAddresses(chanceOf(seed), trap.port, 500))
    const { contacted } = await target.report()
    expect(contacted.filter((origin) => !target.slack.apiUrl.startsWith(origin))).toEqual([])
    expect(trap.visits()).toBe(0)
  } finally {
    await trap.close()
  }
})
