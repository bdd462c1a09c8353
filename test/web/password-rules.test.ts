// The rules of a new password: JumpCloud's for that user, and the ones that everybody tries, however they are dressed up.
import { dictionary } from '@zxcvbn-ts/language-common'
import { expect, test } from 'vitest'
import { isCommon } from '../../src/web/known-passwords.ts'
import { rulesFor } from '../../src/web/password-rules.ts'

const none = {
  minLength: undefined,
  needsUppercase: false,
  needsLowercase: false,
  needsNumeric: false,
  needsSymbolic: false,
  allowsUsername: true,
  history: undefined,
}
const broken = (password: string, rules: Partial<typeof none> | { minLength: number } = {}, username = 'leo.brandt') =>
  rulesFor({ ...none, ...rules }, username)
    .filter((rule) => !rule.isMet(password))
    .map(({ name }) => name)

test.each([
  'password',
  'Password2026!!',
  '!P4ssw0rd!2026',
  'qwertyqwerty',
  '123456789012',
  'aaaaaaaaaaaaaaaa',
  'LiverpoolLiverpool',
  'Letmein!!!123',
])('%s is one that everybody tries', (password) => {
  expect(isCommon(password)).toBe(true)
})

test.each([
  'correct horse battery',
  'Sieben-Zwerge-im-Bus',
  'x8#mVq2!LrT9zK',
  'my cat ate the manual',
])('%s is not', (password) => {
  expect(isCommon(password)).toBe(false)
})

test('what is said over and over is looked for in no time, in texts far longer than can be sent', () => {
  expect(Math.max(...dictionary['passwords-common'].map((word) => word.length))).toBe(20)
  expect(isCommon('liverpool'.repeat(2000))).toBe(true)
  const before = performance.now()
  expect(isCommon(`${'a'.repeat(60_000)}b`)).toBe(false)
  expect(performance.now() - before).toBeLessThan(1000)
})

test('each rule of JumpCloud counts only when JumpCloud has it', () => {
  expect(broken('lower case words')).toEqual([])
  const all = { minLength: 20, needsUppercase: true, needsLowercase: true, needsNumeric: true, needsSymbolic: true }
  expect(broken('', all)).toEqual(['length', 'uppercase', 'lowercase', 'digit', 'sign', 'common'])
  expect(broken('Long enough, with 1 of all', all)).toEqual([])
  expect(broken('my Leo.Brandt password', { allowsUsername: false })).toEqual(['username'])
})

test('where JumpCloud asks for no length, fifteen; never more than can be sent', () => {
  expect(broken('fourteen signs')).toEqual(['length'])
  expect(broken('a short one ok', { minLength: 10 })).toEqual([])
  expect(broken('long words '.repeat(24))).toEqual(['length'])
})
