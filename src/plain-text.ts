// Makes any words safe to show: nothing invisible, nothing that turns the reading direction, never longer than a platform takes.

/** Letters that look like nothing: they push text out of sight or split a word that a reader would recognise. */
const blankLetters = /[\u115F\u1160\u2800\u3164\uFFA0]/gu
const unseen = /[[\p{Cc}\p{Cf}\p{Co}\p{Cs}]--[\n]]/gv
const lineEnds = /\r\n?|[\u0085\u2028\u2029]/gu
/** More than three marks on one letter climb over the lines above and below it. */
const marks = /(\p{M}{3})\p{M}+/gu

/** What PostgreSQL can keep: neither the null character nor half of a pair. Whoever sends one would get no answer at all. */
export const storable = (words: string): string => words.toWellFormed().replaceAll('\0', '')

/** Words that may have several lines. */
export const paragraph = (words: string): string =>
  words
    .replace(lineEnds, '\n')
    .replaceAll('\t', ' ')
    .replace(unseen, '')
    .replace(blankLetters, '')
    .replace(marks, '$1')
    .trim()

/** Words that have exactly one line. */
export const line = (words: string): string => paragraph(words).replace(/\s+/gu, ' ')

/** Cut to `max` UTF-16 units, with an ellipsis, never through the middle of a character. */
export function cut(words: string, max: number): string {
  if (words.length <= max) return words
  const kept = words.slice(0, max - 1)
  return `${/[\uD800-\uDBFF]$/.test(kept) ? kept.slice(0, -1) : kept}…`
}

/** One line that is never empty: platforms refuse a button or an input without words. */
export const label = (words: string, max: number): string => cut(line(words), max) || '…'

/** Nothing that becomes a link, a call, a tag, or a date that Adaptive Cards compute. */
const harmless = (words: string): string =>
  words
    .replace(/[a-z][a-z0-9+.-]{0,20}:\/\//giu, '')
    .replace(/@(?=here|channel|everyone)/giu, '＠')
    .replaceAll('<', '‹')
    .replaceAll('>', '›')
    .replace(/\{(?=\{)/g, '{ ')

/** What a person typed, shown as a quotation: one line, at most 200 characters. */
export const quoted = (words: string): string => cut(harmless(line(words)), 200)

/** What somebody else chose (a name, a reason, a label), as it stands inside a sentence of ours: one line, and not the whole card. */
export const inserted = (words: string): string => cut(harmless(line(words)), 300)
