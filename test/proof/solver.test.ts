// The solver against a truth table that was written by hand: every set of methods, every loss, every level.
import { expect, test } from 'vitest'
import { isAtLeast, type ProofLevel, proofLevels } from '../../src/policy/policy.ts'
import { type Dependency, dependencies, type Method, methods, strengths } from '../../src/proof/methods.ts'
import { canProve, proves, worthOffering } from '../../src/proof/solver.ts'

/** By the security reference, section 4: alone enough for, counts in a recovery beside a voucher, gone with. */
const table: Record<Method, { alone: ProofLevel[]; second: boolean; goneWith: Dependency[] }> = {
  push: { alone: ['S0', 'S1'], second: true, goneWith: ['phone', 'jumpcloud-mfa'] },
  passkey: { alone: ['S0', 'S1', 'S2'], second: true, goneWith: ['passkey'] },
  'sign-in': { alone: ['S0', 'S1', 'S2'], second: true, goneWith: ['jumpcloud-password', 'jumpcloud-mfa'] },
  vouch: { alone: ['S0'], second: false, goneWith: ['another-person'] },
  'recovery-code': { alone: ['S0'], second: true, goneWith: ['printed-codes'] },
  'personal-mail': { alone: ['S0'], second: true, goneWith: ['personal-mail'] },
}

const subsets = <Item>(items: readonly Item[]): Item[][] =>
  items.reduce<Item[][]>((all, item) => all.concat(all.map((some) => [...some, item])), [[]])

function isEnough(wanted: ProofLevel, has: Method[], lost: Dependency[]): boolean {
  if (wanted === 'S0') return true
  const left = has.filter((method) => !table[method].goneWith.some((one) => lost.includes(one)))
  if (wanted === 'S3') return left.includes('vouch') && left.some((method) => table[method].second)
  return left.some((method) => table[method].alone.includes(wanted))
}

test('every set of methods, every loss and every level is as the table says', () => {
  let compared = 0
  for (const has of subsets(methods))
    for (const lost of subsets(dependencies))
      for (const wanted of proofLevels) {
        if (canProve(wanted, has, lost) !== isEnough(wanted, has, lost))
          throw new Error(`${wanted} with ${has.join(', ') || 'nothing'} after losing ${lost.join(', ') || 'nothing'}`)
        compared += 1
      }
  expect(compared).toBe(2 ** methods.length * 2 ** dependencies.length * proofLevels.length)
})

test('what is offered is what would help, and nothing once it is enough', () => {
  for (const has of subsets(methods))
    for (const wanted of proofLevels) {
      const offered = worthOffering(wanted, has, [], [])
      if (wanted !== 'S0') expect(offered.length > 0 || !canProve(wanted, has, [])).toBe(true)
      if (wanted === 'S1' || wanted === 'S2')
        for (const method of offered) expect(isAtLeast(strengths[method].alone, wanted)).toBe(true)
      const given = has.map((method) => ({ method, level: strengths[method].alone }))
      if (canProve(wanted, has, [])) expect(worthOffering(wanted, has, given, [])).toEqual([])
    }
  const vouched = [{ method: 'vouch' as const, level: 'S0' as const }]
  expect(worthOffering('S3', ['vouch', 'recovery-code', 'push'], vouched, ['phone'])).toEqual(['recovery-code'])
})

test('a sign-in that tells of one factor is worth no more than that', () => {
  expect(proves('S2', [{ method: 'sign-in', level: 'S1' }], [])).toBe(false)
  expect(proves('S1', [{ method: 'sign-in', level: 'S1' }], [])).toBe(true)
})

/** Written from the security reference, section 4: an address of one's own is half of a recovery, and never the half that sees somebody. */
test.each<[wanted: ProofLevel, given: Method[], lost: Dependency[], isEnough: boolean]>([
  ['S1', ['personal-mail'], [], false],
  ['S2', ['personal-mail'], [], false],
  ['S3', ['personal-mail'], [], false],
  ['S1', ['personal-mail', 'recovery-code'], [], false],
  ['S3', ['personal-mail', 'recovery-code'], [], false],
  ['S3', ['personal-mail', 'personal-mail'], [], false],
  ['S3', ['personal-mail', 'passkey'], [], false],
  ['S3', ['personal-mail', 'vouch'], [], true],
  ['S3', ['personal-mail', 'vouch'], ['phone', 'jumpcloud-mfa', 'jumpcloud-password', 'passkey'], true],
  ['S3', ['personal-mail', 'vouch'], ['personal-mail'], false],
  ['S3', ['personal-mail', 'vouch'], ['another-person'], false],
  ['S3', ['personal-mail', 'personal-mail', 'vouch'], ['personal-mail'], false],
  ['S1', ['personal-mail', 'push'], [], true],
  ['S1', ['personal-mail', 'push'], ['phone'], false],
  ['S2', ['personal-mail', 'push'], [], false],
])('%s by %j after losing %j: %j', (wanted, given, lost, isEnough) => {
  const proofs = given.map((method) => ({ method, level: table[method].alone.at(-1) ?? 'S0' }))
  expect(proves(wanted, proofs, lost)).toBe(isEnough)
})

test('one person’s word twice is one proof', () => {
  const twice = [
    { method: 'vouch' as const, level: 'S0' as const },
    { method: 'vouch' as const, level: 'S0' as const },
  ]
  expect(proves('S3', twice, [])).toBe(false)
})
