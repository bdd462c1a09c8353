// A text that people will read: a key and its values, rendered late, in the reader's own language and time zone.
import type { en } from './en/index.ts'

export type WordKey = keyof typeof en

/** What may be put into a text. A nested text is rendered for the same reader; an instant in the reader's zone. */
export type TextValue = string | number | boolean | Text | { at: string } | { list: TextValue[] }

export interface Text {
  key: WordKey
  values?: Record<string, TextValue>
}

/** The reader of a text. `language` is a BCP 47 tag, `timeZone` an IANA name. */
export interface Reader {
  language: string
  timeZone: string
}

export const text = (key: WordKey, values?: Record<string, TextValue>): Text => (values ? { key, values } : { key })

/** An instant, to be shown in the reader's time zone. */
export const at = (instant: Date): { at: string } => ({ at: instant.toISOString() })

export const list = (values: TextValue[]): { list: TextValue[] } => ({ list: values })
