// What people are told by chat, letter or page: in their language, and with nothing in it that somebody else's words could fake.
import { inserted } from '../plain-text.ts'
import { render } from '../words/render.ts'
import type { Reader, Text } from '../words/text.ts'

/** Names, reasons and labels come from directories and people: inside a sentence they are one harmless line. */
export const spoken = (words: Text, reader: Reader): string => render(words, reader, inserted)
