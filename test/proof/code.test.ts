// The code of a push: six digits that cannot be foreseen, kept as a digest of this one challenge.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createKeys } from '../../src/keys.ts'
import { cleanCode, codeDigest, isSameDigest, newCode } from '../../src/proof/code.ts'

const deps = { keys: createKeys('a-secret-of-thirty-two-characters') }
const aCode = fc.nat(999_999).map((n) => String(n).padStart(6, '0'))

test('a new code has six digits, with zeros in front too, and each digit is as likely as another', () => {
  const codes = Array.from({ length: 20_000 }, newCode)
  for (const code of codes) expect(code).toMatch(/^[0-9]{6}$/)
  for (const place of [0, 5])
    for (const digit of '0123456789') {
      const count = codes.filter((code) => code[place] === digit).length
      // Expected 2000; ten standard deviations either way.
      expect(count).toBeGreaterThan(1575)
      expect(count).toBeLessThan(2425)
    }
  expect(new Set(codes).size).toBeGreaterThan(19_000)
})

test.each<[string, string | undefined]>([
  ['482913', '482913'],
  ['482 913', '482913'],
  ['482-913', '482913'],
  [' 4 8 2 9 1 3 \n', '482913'],
  ['482\u00a0913', '482913'],
  ['048291', '048291'],
  ['48291', undefined],
  ['4829134', undefined],
  ['', undefined],
  ['      ', undefined],
  ['482913x', undefined],
  ['48291O', undefined],
  ['4829.13', undefined],
  ['+482913', undefined],
  ['1e5000', undefined],
  ['４８２９１３', undefined],
  ['٤٨٢٩١٣', undefined],
  ['482913\u0000', undefined],
])('%j is read as %s', (typed, code) => {
  expect(cleanCode(typed)).toBe(code)
})

test('whatever is typed, a code is six digits of it in their order', () => {
  const typed = fc.string({ unit: fc.constantFrom(...'0123456789 -\tx.'), maxLength: 12 })
  fc.assert(
    fc.property(typed, (one) => {
      const code = cleanCode(one)
      if (code === undefined) expect(/^[\s-]*(\d[\s-]*){6}$/.test(one)).toBe(false)
      else expect(code).toBe(one.replace(/\D/g, ''))
    }),
    { numRuns: 1000 },
  )
})

test('a digest fits its own code of its own challenge only', () => {
  const proof = fc.uuid()
  fc.assert(
    fc.property(proof, proof, aCode, aCode, (one, other, code, wrong) => {
      const digest = codeDigest(deps, one, code)
      expect(digest).toMatch(/^[0-9a-f]{64}$/)
      expect(isSameDigest(digest, codeDigest(deps, one, code))).toBe(true)
      expect(isSameDigest(digest, codeDigest(deps, one, wrong))).toBe(code === wrong)
      expect(isSameDigest(digest, codeDigest(deps, other, code))).toBe(one === other)
    }),
  )
  const elsewhere = { keys: createKeys('another-secret-of-32-characters!') }
  expect(isSameDigest(codeDigest(deps, 'p', '482913'), codeDigest(elsewhere, 'p', '482913'))).toBe(false)
})

test('digests of other lengths are compared without an error', () => {
  const digest = codeDigest(deps, 'p', '482913')
  for (const odd of ['', 'x', digest.slice(1), `${digest}0`, '𝟘'.repeat(32)])
    expect(isSameDigest(digest, odd)).toBe(false)
})
