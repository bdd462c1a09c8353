// The one error class. Its code is from a closed set; its message is safe to show; the cause is for the log.
import type { errorWords } from './words/en/errors.ts'
import { english } from './words/render.ts'
import { type Text, type TextValue, text } from './words/text.ts'

export type ErrorCode = keyof typeof errorWords extends `error.${infer Code}` ? Code : never

export class LatchkeyError extends Error {
  override readonly name = 'LatchkeyError'
  readonly code: ErrorCode
  /** The same sentence for readers of other languages. */
  readonly text: Text

  constructor(code: ErrorCode, values: Record<string, TextValue> = {}, options: { cause?: unknown } = {}) {
    const said = text(`error.${code}`, values)
    super(english(said), options)
    this.code = code
    this.text = said
  }
}

export const hasCode = (error: unknown, ...codes: ErrorCode[]): error is LatchkeyError =>
  error instanceof LatchkeyError && codes.includes(error.code)

/** For what is good to know and must keep nothing from happening: undefined where it cannot be told now. */
export async function ifTold<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked
  } catch (error) {
    if (error instanceof LatchkeyError) return undefined
    throw error
  }
}
