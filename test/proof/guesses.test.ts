// Guesses at codes and words: ten of the one, three of the other are looked at, whatever comes after, and none is taken.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createKeys } from '../../src/keys.ts'
import { codeDigest, isSameDigest, newCode } from '../../src/proof/code.ts'
import { startTestLatchkey, type TestLatchkey, wrong } from '../latchkey.ts'
import { seedFor, sizes } from '../prove/sizes.ts'
import { guessCodes, guessOnOldLink, guessPutBack, guessRecoveryCodes, guessWords } from './guesses.ts'

let it: TestLatchkey
beforeAll(async () => {
  it = await startTestLatchkey({ pages: true })
})
afterAll(() => it.stop())

test('at the codes of one person, over many codes', async () => {
  expect(await guessCodes(it, sizes.guesses.test, seedFor('guesses'))).toEqual({ evaluated: 10, taken: 0 })
})

test('at recovery codes, over many pages', async () => {
  expect(await guessRecoveryCodes(it, 80, seedFor('recovery codes'))).toEqual({ evaluated: 10, taken: 0 })
})

test('at codes and pages whose rows somebody puts back or takes away', async () => {
  const [one, ten] = [Array(4).fill('proof.wrong-code'), Array(3).fill('proof.too-many-wrong')]
  const usedUp = Array(4).fill('proof.code-used-up')
  expect(await guessPutBack(it, 7)).toEqual([
    ...[...one, ...usedUp],
    ...[...one, 'proof.code-used-up', ...ten],
    ...[...ten, ...ten, 'proof.too-many-wrong', 'proof.too-many-wrong'],
  ])
  expect(await guessOnOldLink(it, 14)).toBe(10)
})

test('at the four words of a recovery', async () => {
  expect(await guessWords(it, 20, seedFor('words'))).toEqual({ evaluated: 3, taken: 0 })
  expect(await it.core.freezes.isFrozen('house')).toBe(false)
})

test('what is compared tells nothing of how much of a code is right', () => {
  const keys = createKeys('a secret of thirty-two characters')
  const common = (a: string, b: string) => [...a].findIndex((sign, at) => sign !== b[at])
  let alike = 0
  for (let nth = 0; nth < 2000; nth += 1) {
    const code = newCode()
    const last = `${code.slice(0, 5)}${(Number(code[5]) + 1) % 10}`
    const [right, near] = [codeDigest({ keys }, `proof ${nth}`, code), codeDigest({ keys }, `proof ${nth}`, last)]
    expect([right.length, isSameDigest(right, near), isSameDigest(right, right)]).toEqual([near.length, false, true])
    alike += common(right, near)
  }
  // One hex digit of fifteen by chance; 42 of them where the code itself were compared.
  expect(alike / 2000).toBeLessThan(0.2)
  const [code, other] = [newCode(), createKeys('another secret of thirty-two signs')]
  expect(codeDigest({ keys }, 'one', code)).not.toBe(codeDigest({ keys: other }, 'one', code))
  expect(codeDigest({ keys }, 'one', code)).not.toBe(codeDigest({ keys }, 'two', code))
  expect(codeDigest({ keys }, 'one', code)).not.toBe(codeDigest({ keys }, 'one', wrong(code)))
})
