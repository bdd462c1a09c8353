// Words of people that wait in the outbox: sealed, because nobody can recognise every secret that somebody pastes.
import type { Core } from '../core.ts'
import { hasCode } from '../errors.ts'
import type { Keys } from '../keys.ts'
import type { Quote } from '../reply.ts'

type Deps = Pick<Core, 'keys'>

export const sealQuote = ({ keys }: Deps, words: string): string => keys.seal('quote', Buffer.from(words))

/** The same, where the secret is replaced by another. */
export const quoteAgain = (quote: Quote, { from, to }: { from: Keys; to: Keys }): Quote =>
  quote.sealed === undefined ? quote : { ...quote, sealed: to.sealAgain('quote', quote.sealed, from) }

/** The words of a quotation; none where they were sealed under another secret: the rest of the message still counts. */
export function wordsOf({ keys }: Deps, { words, sealed }: Quote): string[] {
  if (sealed === undefined) return [words]
  try {
    return [keys.open('quote', sealed).toString()]
  } catch (error) {
    if (hasCode(error, 'tampered')) return []
    throw error
  }
}
