// Gathering: what comes together is done together, in order; a failure reaches whom it concerns and nobody else.
import { expect, test } from 'vitest'
import { gathered } from '../../src/store/gather.ts'

const tick = () => new Promise<void>((resolve) => setImmediate(resolve))

test('the first goes at once, what comes meanwhile goes together, each with its own answer', async () => {
  const rounds: number[][] = []
  const double = gathered(
    async (items: number[]) => {
      rounds.push(items)
      await tick()
      return items.map((item) => 2 * item)
    },
    { isRepeatable: true },
  )
  const all = await Promise.all([1, 2, 3, 4].map(double))
  expect(all).toEqual([2, 4, 6, 8])
  expect(rounds).toEqual([[1], [2, 3, 4]])
  expect(await double(5)).toBe(10)
})

test('no round is larger than a hundred', async () => {
  const sizes: number[] = []
  const take = gathered(
    async (items: number[]) => {
      sizes.push(items.length)
      await tick()
      return items
    },
    { isRepeatable: true },
  )
  await Promise.all(Array.from({ length: 250 }, (_, n) => take(n)))
  expect(sizes).toEqual([1, 100, 100, 49])
})

/** Fails wherever a negative number is among the items. */
const strict = (isRepeatable: boolean) => {
  const rounds: number[][] = []
  const take = gathered(
    async (items: number[]) => {
      rounds.push(items)
      await tick()
      if (items.some((item) => item < 0)) throw new RangeError('negative')
      return items
    },
    { isRepeatable },
  )
  return { rounds, take }
}

test('what may be done twice is done again one by one: one that cannot be written takes no other with it', async () => {
  const { rounds, take } = strict(true)
  const done = await Promise.allSettled([0, 1, -1, 2].map(take))
  expect(done.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled'])
  expect(rounds).toEqual([[0], [1, -1, 2], [1], [-1], [2]])
})

test('what may not be done twice fails as it is, and the next round goes on', async () => {
  const { rounds, take } = strict(false)
  const done = await Promise.allSettled([0, 1, -1, 2].map(take))
  expect(done.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'rejected'])
  expect(await take(7)).toBe(7)
  expect(rounds).toEqual([[0], [1, -1, 2], [7]])
})

test('an answer that is missing is an error, not silence', async () => {
  const short = gathered(async (items: number[]) => items.slice(1), { isRepeatable: false })
  await expect(short(1)).rejects.toThrow('missing')
})
