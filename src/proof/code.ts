// The code of a push: six random digits, kept only as a keyed digest, compared in constant time, few tries.
import { randomInt, timingSafeEqual } from 'node:crypto'
import type { Core } from '../core.ts'

export const codeDigits = 6
export const mostTriesPerCode = 5
/** Consecutive wrong codes of one person across all their codes; a new code does not reset the count. */
export const mostFailuresInARow = 10

export const newCode = (): string => String(randomInt(0, 10 ** codeDigits)).padStart(codeDigits, '0')

export const codeDigest = ({ keys }: Pick<Core, 'keys'>, proof: string, code: string): string =>
  keys.digest('code', `${proof}/${code}`)

export function isSameDigest(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}

/** As people read it out of a letter: 482 913. */
export const spacedCode = (code: string): string => code.replace(/^(...)/, '$1 ')

/** What people type around digits ("482 913", "482-913") is forgiven; anything else is no code. */
export const cleanCode = (typed: string): string | undefined => {
  const digits = typed.replace(/[\s-]/g, '')
  return new RegExp(`^[0-9]{${codeDigits}}$`).test(digits) ? digits : undefined
}
