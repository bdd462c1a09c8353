// A rush is told from a busy moment; while arrivals are behind, answers are made one at a time, and none waits for long.
import { expect, test } from 'vitest'
import { answerInTurn, createArrivals } from '../../src/conversation/arrivals.ts'

function house() {
  let now = 0
  const arrivals = createArrivals(() => now)
  const arrive = (count: number, ms: number) => {
    for (let n = 0; n < count; n += 1) {
      now += ms / count
      arrivals.noteOne()()
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
  expect([arrivals.isRush(), arrivals.isBehind()]).toEqual([true, true])
  pass(101)
  expect([arrivals.isRush(), arrivals.isBehind()]).toEqual([false, false])
  arrive(60, 600)
  expect(arrivals.isRush()).toBe(false)
})

test('one that waits too long for its acknowledgement means that they are behind', () => {
  const { arrivals, pass } = house()
  const first = arrivals.noteOne()
  pass(10)
  const second = arrivals.noteOne()
  expect(arrivals.isBehind()).toBe(false)
  pass(10)
  expect([arrivals.isBehind(), arrivals.isRush()]).toEqual([true, false])
  first()
  expect(arrivals.isBehind()).toBe(false)
  pass(10)
  expect(arrivals.isBehind()).toBe(true)
  second()
  expect(arrivals.isBehind()).toBe(false)
})

test('behind, one answer is made after the other; one that hangs holds the next up for a second', async () => {
  const { arrivals, arrive, at } = house()
  const sleep = async (ms: number) => arrive(ms, ms)
  arrive(30, 30)
  const began = at()
  await answerInTurn({ arrivals, sleep }, async () => {
    expect(at()).toBe(began)
    await answerInTurn({ arrivals, sleep }, async () => expect(at() - began).toBe(1000))
  })
  const next = at()
  await answerInTurn({ arrivals, sleep }, async () => expect(at()).toBe(next))
})

test('when arrivals are not behind any more nobody waits, and a failed answer holds nobody up', async () => {
  const { arrivals, arrive, pass, at } = house()
  const sleep = async (ms: number) => void pass(ms)
  const failed = answerInTurn({ arrivals, sleep }, () => Promise.reject(new Error('no')))
  await expect(failed).rejects.toThrow('no')
  arrive(30, 30)
  const began = at()
  await answerInTurn({ arrivals, sleep }, async () => {
    await answerInTurn({ arrivals, sleep }, async () => expect(at() - began).toBeLessThan(150))
  })
  expect(at()).toBeGreaterThan(began)
})
