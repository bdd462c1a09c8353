// Small readings that the slots share: what somebody quoted, plain comparison, and the words that carry no name.

const comparable = /[^\p{L}\p{M}\p{N}]+/gu

/** Case, dashes, accents' composition and spacing do not tell names apart. */
export const comparison = (text: string): string => text.normalize('NFKC').toLowerCase().replace(comparable, ' ').trim()

/** What stands in backticks or quotes, in order; a backtick is the surer mark and comes first. */
export function quotedParts(text: string): string[] {
  const marks = [
    /`([^`\n]{1,100})`/g,
    /["“„«]([^"“”„«»\n]{1,100})["”“»]/g,
    /(?<![\p{L}\p{N}])['‘]([^'’‘\n]{1,100})['’](?![\p{L}\p{N}])/gu,
  ]
  return marks
    .flatMap((mark) => Array.from(text.matchAll(mark), (match) => (match[1] ?? '').trim()))
    .filter((part) => part !== '')
}

/** Lines that quote somebody else's words say nothing about what the writer wants. */
export const withoutQuotedLines = (text: string): string =>
  text
    .split('\n')
    .filter((line) => !/^\s*(?:>|&gt;)/.test(line))
    .join('\n')
