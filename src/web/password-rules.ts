// The rules that a new password must follow: JumpCloud's own for that user, and that it is not one that everybody tries.
import type { PasswordRules } from '../directory.ts'
import { longestValue } from '../requests/sealed-value.ts'
import { type Text, text } from '../words/text.ts'
import { isCommon } from './known-passwords.ts'

/** Where JumpCloud asks for no length (SP 800-63B-4, 3.1.1.2: a password that may be used alone). */
const usualLength = 15

interface Rule {
  /** By which the page's own script knows it. */
  name: string
  words: Text
  isMet(password: string): boolean
  /** What the script needs to look for it as well. */
  data?: string
}

export const leastLength = ({ minLength }: PasswordRules): number => minLength ?? usualLength

export function rulesFor(rules: PasswordRules, username: string | undefined): Rule[] {
  const least = leastLength(rules)
  const name = username?.toLowerCase()
  return [
    {
      name: 'length',
      words: text('password.rule-length', { least }),
      isMet: (password) => password.length >= least && password.length <= longestValue,
      data: String(least),
    },
    ...(rules.needsUppercase ? [matching('uppercase', /\p{Lu}/u)] : []),
    ...(rules.needsLowercase ? [matching('lowercase', /\p{Ll}/u)] : []),
    ...(rules.needsNumeric ? [matching('digit', /\d/)] : []),
    ...(rules.needsSymbolic ? [matching('sign', /[^\p{L}\d\s]/u)] : []),
    ...(name && !rules.allowsUsername
      ? [
          {
            name: 'username',
            words: text('password.rule-username'),
            isMet: (password: string) => !password.toLowerCase().includes(name),
            data: name,
          },
        ]
      : []),
    { name: 'common', words: text('password.rule-common'), isMet: (password) => !isCommon(password) },
  ]
}

const matching = (name: 'uppercase' | 'lowercase' | 'digit' | 'sign', pattern: RegExp): Rule => ({
  name,
  words: text(`password.rule-${name}`),
  isMet: (password) => pattern.test(password),
})
