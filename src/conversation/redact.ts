// Takes codes, passwords, keys and card numbers out of what people type, before anything of it is stored.
import { keyPatterns, longRun, looksRandom } from './secret-keys.ts'
import { findPasswordsByLook, findPrintedCodes } from './secret-looks.ts'
import { findPasswords } from './secret-passwords.ts'

/** What must be changed when somebody has typed it in a chat. */
export type Secret = 'password' | 'code' | 'key'

interface Found {
  start: number
  end: number
  kind: Secret | 'card'
}

const placeholders: Record<Found['kind'], string> = {
  password: '[password removed]',
  code: '[code removed]',
  key: '[key removed]',
  card: '[card number removed]',
}

/** Characters nobody sees, with which a secret would slip past the patterns; the joiner stays inside emoji. */
const invisible =
  /[\u00ad\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]|(?<=[\p{L}\p{N}])\u200d|\u200d(?=[\p{L}\p{N}])/gu

const digits = String.raw`\p{Nd}(?:[ .-]?\p{Nd}){5,7}`
const aloneOnItsLine = new RegExp(
  String.raw`^[ \t"'\x60*_(#]*(?:(?:it'?s|it is|this is|here(?: it is| you go|'s)?|that'?s|the number is|ok|okay|sure|hi|hello)[ ,:-]*)?(?<secret>${digits})[ \t"'\x60*_).!?]*(?:please|pls|thanks|thank you|thx)?[ \t.!]*$`,
  'gimu',
)
const codeWord = `(?:(?:backup|recovery|verification|security|confirmation|one[- ]time|login|push|sms|mfa|2fa|otp|totp|authenticator|pin) ?-?)?(?:codes?|otp|totp|pin|token|tan|2fa|mfa|kod|código|codigo)`
const afterCode = new RegExp(
  String.raw`(?<![\p{L}\p{N}])(?<!\b(?:error|zip|post|postal|status|exit|country|area|dress|promo|qr) )${codeWord}(?![\p{L}\p{N}])["'\x60*]?(?: (?:is|was|it|says|shows|reads|i got|number|no\.?|from|the|my|app|phone|here|now)){0,4}[ \t]{0,3}[:=–—-]?\s{0,3}["'\x60*(]?(?<secret>\p{Nd}(?:[ .-]?\p{Nd}){3,9}|(?=[A-Za-z-]{0,8}\d)[A-Za-z0-9]{3,6}(?:-[A-Za-z0-9]{3,6}){1,4}|(?=[A-Z]{0,8}\d)[A-Z0-9]{6,12})(?![\p{L}\p{N}])`,
  'giu',
)
/** The second and further of several codes. */
const furtherCodes =
  /^(?:\s{0,3}(?:,|and|or|\/|;)?\s{1,3})(?<secret>\p{Nd}(?:[ -]?\p{Nd}){5,7}|[A-Za-z0-9]{3,6}-[A-Za-z0-9]{3,6})(?![\p{L}\p{N}])/u
const beforeCode = new RegExp(
  String.raw`(?<![\p{L}\p{N}+-])(?<secret>${digits})["'\x60]? (?:is|was) (?:the|my|what)(?: \w{1,12}){0,2} ${codeWord}(?![\p{L}])`,
  'giu',
)
const card = /(?<![\p{L}\p{N}+_.-])\d(?:[ -]?\d){12,18}(?![\p{L}\p{N}_]|-\d)/gu
const request = /^r-?\d/i

const passesLuhn = (number: string): boolean => {
  let sum = 0
  Array.from(number.replace(/\D/g, ''))
    .reverse()
    .forEach((digit, i) => {
      const doubled = Number(digit) * (i % 2 === 1 ? 2 : 1)
      sum += doubled > 9 ? doubled - 9 : doubled
    })
  return sum % 10 === 0
}
const groupedLikeCard = /^(?:\d{4}[ -]\d{4}[ -]\d{4}[ -]\d{1,7}|\d{4}[ -]\d{6}[ -]\d{5})$/
const isDate = (value: string): boolean =>
  /^(?:19|20)\d\d[-. ]\d\d[-. ]\d\d$|^\d\d?[-. ]\d\d?[-. ](?:19|20)\d\d$/.test(value)

function matches(text: string, pattern: RegExp, kind: Found['kind']): Found[] {
  return Array.from(text.matchAll(pattern), (match) => {
    const secret = match.groups?.secret ?? match[0]
    const start = match.index + match[0].lastIndexOf(secret)
    return { start, end: start + secret.length, kind }
  })
}

function findCodes(text: string): Found[] {
  const codes = [aloneOnItsLine, afterCode, beforeCode].flatMap((pattern) => matches(text, pattern, 'code'))
  for (const code of [...codes]) {
    let end = code.end
    for (let more = furtherCodes.exec(text.slice(end)); more !== null; more = furtherCodes.exec(text.slice(end))) {
      const secret = more.groups?.secret ?? ''
      codes.push({ start: end + more[0].length - secret.length, end: end + more[0].length, kind: 'code' })
      end += more[0].length
    }
  }
  return codes.filter(({ start, end }) => !isDate(text.slice(start, end)) && !request.test(text.slice(start, end)))
}

/** Everything found, in order; where two overlap, the one that starts first takes in the other. */
function findAll(text: string): Found[] {
  const found: Found[] = [
    ...keyPatterns.flatMap((pattern) => matches(text, pattern, 'key')),
    ...matches(text, longRun, 'key').filter(({ start, end }) => looksRandom(text.slice(start, end))),
    ...matches(text, card, 'card').filter(
      ({ start, end }) => passesLuhn(text.slice(start, end)) || groupedLikeCard.test(text.slice(start, end)),
    ),
    ...[...findPasswords(text), ...findPasswordsByLook(text)].map((span): Found => ({ ...span, kind: 'password' })),
    ...findPrintedCodes(text).map((span): Found => ({ ...span, kind: 'code' })),
    ...findCodes(text),
  ].filter(({ start, end }) => !/^\[[a-z ]{3,30} removed\]?$/.test(text.slice(start, end)))
  found.sort((a, b) => a.start - b.start || b.end - a.end)
  const apart: Found[] = []
  for (const next of found) {
    const last = apart.at(-1)
    if (last === undefined || next.start >= last.end) apart.push({ ...next })
    else last.end = Math.max(last.end, next.end)
  }
  return apart
}

const visible = (text: string): string => text.replace(invisible, '')

/** The text with a placeholder for each secret. Redacting twice changes nothing more. */
export function redact(text: string): string {
  const plain = visible(text)
  let rest = ''
  let from = 0
  for (const { start, end, kind } of findAll(plain)) {
    rest += plain.slice(from, start) + placeholders[kind]
    from = end
  }
  return rest + plain.slice(from)
}

/** The worst secret in the text: a password must be changed, a key revoked, a code is only good once. */
export function containsSecret(text: string): Secret | undefined {
  const kinds = new Set(findAll(visible(text)).map((found) => found.kind))
  return (['password', 'key', 'code'] as const).find((kind) => kinds.has(kind))
}
