// Every problem of a configuration in one error, one line each, in the reader's language.
import { LatchkeyError } from '../errors.ts'
import type { configWords } from '../words/en/config.ts'
import { type Text, text } from '../words/text.ts'

export type ConfigWord = keyof typeof configWords

/** More lines than this help nobody; the rest is counted. */
const mostLines = 100

export function configInvalid(problems: readonly Text[]): LatchkeyError {
  const shown = problems.slice(0, mostLines)
  const rest = problems.length - shown.length
  const lines = rest > 0 ? [...shown, text('config.more', { count: rest })] : shown
  const [first, ...others] = lines
  if (!first) throw new TypeError('an invalid configuration has at least one problem')
  const said = others.reduce(
    (before, line) => text('config.next-line', { before, line }),
    text('config.first-line', { line: first }),
  )
  return new LatchkeyError('config-invalid', { count: problems.length, problems: said })
}
