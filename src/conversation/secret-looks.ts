// Finds passwords and printed codes that stand there without a word about what they are, by how they look.

interface Span {
  start: number
  end: number
}

const shortest = 10
/** Without a sign that nobody writes inside a word, more must speak for it. */
const shortestPlain = 12
const longest = 200

/** Markup, links and addresses are no passwords, however they look. */
const kept =
  /^[("'`*_]*(?:<(?:[@#!][^<>\s]*|(?:mailto|tel):[^<>\s]*|https?:[^<>\s]*)>|<at\b|[a-z][a-z0-9+.-]{1,15}:\/\/|[\w.+-]{1,64}@[\w-]{1,60}(?:\.[\w-]{1,60}){1,4}[)"'`*_.,;:!?]*$)/iu
const around = /^["'`“”„‘’«»([{*_<]+|["'`“”„‘’«»)\]}*_>.,;:!?]+$/gu
const oddSign = /[!$%#?*^~"<>{}|;§€&`]/gu
const emoji = /\p{Extended_Pictographic}|\p{Regional_Indicator}/gu

/** A printed recovery code: four groups of four; unless it stands there in capitals, letters and digits in one of them. */
const mixed = (gap: string): string => String.raw`(?=(?:[A-Z\d]{4}${gap}){0,3}(?:[A-Z]{1,3}\d|\d{1,3}[A-Z]))`
const groups = (gap: string, first = ''): string =>
  String.raw`(?<![\p{L}\p{N}-])${first}[A-Z\d]{4}(?:${gap}[A-Z\d]{4}){3}(?![\p{L}\p{N}-])`
const printedCodes = [
  new RegExp(groups('-'), 'gu'),
  new RegExp(groups('-', mixed('-')), 'giu'),
  new RegExp(groups(' ', mixed(' ')), 'gu'),
]

export const findPrintedCodes = (text: string): Span[] =>
  printedCodes.flatMap((pattern) =>
    Array.from(text.matchAll(pattern), ({ index, 0: found }) => ({ start: index, end: index + found.length })),
  )

/** Whole tokens, from one space to the next: a quote at its edge may belong to it. */
export const findPasswordsByLook = (text: string): Span[] =>
  Array.from(text.matchAll(/\S+/gu))
    .filter(({ 0: token }) => looksLikePassword(token))
    .map(({ index, 0: token }) => ({ start: index, end: index + token.length }))

function looksLikePassword(token: string): boolean {
  if (token.length < shortest || token.length > longest || kept.test(token)) return false
  const inner = token.replace(around, '')
  const letters = [...inner].map(kindOf)
  const plain = letters.filter((kind) => kind !== '-')
  const has = (kind: string) => letters.includes(kind)
  const odd = (inner.match(oddSign) ?? []).length
  const pictures = (inner.match(emoji) ?? []).length
  const runs = plain.filter((kind, i) => kind === '0' && plain[i - 1] !== '0').length
  const changes = plain.filter((kind, i) => i > 0 && kind !== plain[i - 1]).length / plain.length
  const isMixed = has('a') && has('A') && has('0')
  if (odd > 0 && isMixed && changes >= 0.25) return true
  if (odd > 1 && has('a') && (has('A') || (has('0') && runs > 1))) return true
  if (pictures > 0 && isMixed && changes >= 0.25) return true
  return token.length >= shortestPlain && isMixed && changes >= 0.38 && (runs > 1 || /[^\p{L}\p{N}._/-]/u.test(inner))
}

const kindOf = (letter: string): string =>
  /\p{N}/u.test(letter) ? '0' : /\p{Lu}/u.test(letter) ? 'A' : /\p{L}/u.test(letter) ? 'a' : '-'
