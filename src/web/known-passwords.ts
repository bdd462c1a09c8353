// Whether a password is among those that everybody tries first: offline, from a list of the most common ones.
import { dictionary } from '@zxcvbn-ts/language-common'

const known: ReadonlySet<string> = new Set(dictionary['passwords-common'])

/** So few characters around a common word make it no other word. */
const mostAround = 6
const shortestWord = 4
const shown: Record<string, string> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
  '!': 'i',
}

/** Also with other letters for some, with digits around it, or said twice. */
export function isCommon(password: string): boolean {
  const plain = password.toLowerCase()
  const spelt = plain.replace(/[0134571@$!]/g, (sign) => shown[sign] ?? sign)
  return [plain, spelt].some((form) => isListed(form) || isListed(once(form))) || hasCommonCore(plain)
}

/** What is said over and over and is but a sign or three is as good as listed. */
const isListed = (word: string): boolean => word.length < shortestWord || known.has(word)

/** "horsehorse" is "horse". No listed word is longer than twenty, and with longer ones a long text would take seconds. */
const once = (word: string): string => /^(.{1,20}?)\1+$/s.exec(word)?.[1] ?? word

/** "Password2026!!" is "password", and so is "!p4ssw0rd!2026". */
function hasCommonCore(plain: string): boolean {
  const [core = ''] = /\p{L}.*\p{L}/su.exec(plain) ?? []
  const spelt = core.replace(/[013457@$!]/g, (sign) => shown[sign] ?? sign)
  const isAlmostAll = core.length >= shortestWord && plain.length - core.length <= mostAround
  return isAlmostAll && [core, spelt].some((form) => isListed(form) || isListed(once(form)))
}
