// A rush is told from a busy moment, and it holds an answer back for a second at most.
import { expect, test } from 'vitest'
import { createArrivals, letArrivalsPass } from '../../src/conversation/arrivals.ts'

function house() {
  let now = 0
  const arrivals = createArrivals(() => now)
  const arrive = (count: number, ms: number) => {
    for (let n = 0; n < count; n += 1) {
      now += ms / count
      arrivals.noteOne()
    }
  }
  return { arrivals, arrive, pass: (ms: number) => (now += ms), at: () => now }
}

test('thirty within a tenth of a second are a rush, and it ends by itself', () => {
  const { arrivals, arrive, pass } = house()
  expect(arrivals.isRush()).toBe(false)
  arrive(29, 50)
  expect(arrivals.isRush()).toBe(false)
  arrive(1, 1)
  expect(arrivals.isRush()).toBe(true)
  pass(101)
  expect(arrivals.isRush()).toBe(false)
  arrive(60, 600)
  expect(arrivals.isRush()).toBe(false)
})

test('an answer waits for the end of a rush, and for a second where it has none', async () => {
  const { arrivals, arrive, at } = house()
  arrive(30, 30)
  const began = at()
  await letArrivalsPass({ arrivals, sleep: async (ms) => arrive(ms, ms) })
  expect(at() - began).toBe(1000)
  const quiet = house()
  quiet.arrive(30, 30)
  await letArrivalsPass({ arrivals: quiet.arrivals, sleep: async (ms) => void quiet.pass(ms) })
  expect(quiet.at()).toBeLessThan(200)
  expect(quiet.arrivals.isRush()).toBe(false)
})
