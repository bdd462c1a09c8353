// What people are told by chat, letter or page: in their language, and with nothing in it that somebody else's words could fake.
import { cut, inserted } from '../plain-text.ts'
import { render } from '../words/render.ts'
import type { Reader, Text } from '../words/text.ts'

/** Names, reasons and labels come from directories and people: inside a sentence they are one harmless line. */
export const spoken = (words: Text, reader: Reader): string => render(words, reader, inserted)

const longestTitle = 150
/** Longer than the names of most; what is asked must still be read behind it. */
const longestInTitle = 60

/** A title, as long as every platform takes it, and never somebody's name alone. */
export const headline = (words: Text, reader: Reader): string =>
  cut(
    render(words, reader, (one) => cut(inserted(one), longestInTitle)),
    longestTitle,
  )
