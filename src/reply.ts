// What Latchkey says, as values: cards, buttons and forms in our own words. Each platform renders them in one file.
import type { Intent, PageOf } from './intent.ts'
import type { Text } from './words/text.ts'

export type Tone = 'plain' | 'waiting' | 'good' | 'bad'

/** Words that a person typed, shown as a quotation and never as markup; at most 200 characters are shown. */
export type Quote = { from: Text } & (
  | { words: string; sealed?: undefined }
  /** Until it is drawn (see `outbox/quotes.ts`). */
  | { sealed: string; words?: undefined }
)

/** Pressed in the chat, or a link to a page of ours. Where there are no pages, a card has no buttons that lead to one. */
export type Button = { label: Text; style?: 'primary' | 'danger' } & (
  | { intent: Intent; page?: undefined }
  | { page: PageOf; intent?: undefined }
)

/** A list of choices that is too long for buttons (every skill, say). */
export interface Menu {
  label: Text
  options: { label: Text; intent: Intent }[]
}

export interface Card {
  tone: Tone
  title: Text
  body?: Text[]
  facts?: { label: Text; value: Text }[]
  quotes?: Quote[]
  /** At most three. */
  buttons?: Button[]
  menu?: Menu
  /** A small last line: request number, fingerprint, what happens if nothing happens. */
  footer?: Text
  /** Cards under this one: only a home has them (see `RenderedCard`). */
  below?: Card[]
}

export type Field = {
  name: string
  label: Text
  hint?: Text
  required: boolean
  initial?: string
} & (
  | { kind: 'line'; maxLength: number }
  | { kind: 'lines'; maxLength: number }
  | { kind: 'number'; min: number; max: number }
  | { kind: 'choice'; options: { value: string; label: Text }[] }
  | { kind: 'code'; digits: number }
)

export interface Form {
  title: Text
  intro?: Text
  fields: Field[]
  submit: Text
}
