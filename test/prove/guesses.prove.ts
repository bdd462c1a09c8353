// Guesses in numbers, by many at one moment, and how long it takes to say no (T-B4).
import { expect, test } from 'vitest'
import { createKeys } from '../../src/keys.ts'
import { codeDigest, isSameDigest } from '../../src/proof/code.ts'
import { seededRandom } from '../full/random.ts'
import { startTestLatchkey } from '../latchkey.ts'
import { guessCodes, guessRecoveryCodes, guessWords } from '../proof/guesses.ts'
import { seedFor, sizes } from './sizes.ts'

test('codes, recovery codes and words', { timeout: 900_000 }, async () => {
  const it = await startTestLatchkey({ pages: true })
  const seed = seedFor('guesses')
  try {
    expect(await guessCodes(it, sizes.guesses.prove, seed)).toEqual({ evaluated: 10, taken: 0 })
    expect(await guessRecoveryCodes(it, sizes.guesses.prove / 10, seed)).toEqual({ evaluated: 10, taken: 0 })
    expect(await guessWords(it, 100, seed)).toEqual({ evaluated: 3, taken: 0 })
  } finally {
    await it.stop()
  }
})

const samples = 10_000

/** Welch's t of two kinds of wrong codes: five digits right, and none. The slowest tenth is the machine's, not the code's. */
function timing(seed: number): number {
  const random = seededRandom(seed)
  const keys = createKeys('a secret of thirty-two characters')
  const stored = codeDigest({ keys }, 'proof', '482913')
  const took: Record<'near' | 'far', number[]> = { near: [], far: [] }
  for (let nth = 0; nth < samples; nth += 1) {
    const kind = random.chance(0.5) ? 'near' : 'far'
    const digit = Math.floor(random.between(0, 10))
    const guess = kind === 'near' ? `48291${digit === 3 ? 4 : digit}` : `9${'01567'.slice(digit % 2)}29135`.slice(0, 6)
    const began = process.hrtime.bigint()
    for (let times = 0; times < 4; times += 1) isSameDigest(stored, codeDigest({ keys }, 'proof', guess))
    took[kind].push(Number(process.hrtime.bigint() - began))
  }
  const limit = [...took.near, ...took.far].toSorted((a, b) => a - b)[Math.floor(samples * 0.9)] ?? 0
  const [near, far] = [took.near, took.far].map((all) => moments(all.filter((one) => one <= limit)))
  if (!near || !far) throw new Error('there are two kinds')
  return (near.mean - far.mean) / Math.sqrt(near.variance / near.count + far.variance / far.count)
}

function moments(of: readonly number[]) {
  const mean = of.reduce((sum, one) => sum + one, 0) / of.length
  return { mean, count: of.length, variance: of.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (of.length - 1) }
}

test('a code that is nearly right takes as long as one that is all wrong', () => {
  // A busy machine may look like a difference once; a real one looks like it every time, and the same way round.
  const found = [1, 2, 3, 4, 5].map((nth) => timing(seedFor('timing') + nth))
  const median = found.toSorted((a, b) => a - b)[2] ?? Number.NaN
  process.stdout.write(`timing: t = ${found.map((t) => t.toFixed(2)).join(', ')}\n`)
  expect(Math.abs(median)).toBeLessThan(4.5)
})
