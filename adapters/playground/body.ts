// Reads fields out of a JSON body; what does not fit is refused with the field's name and never guessed.
import { LatchkeyError } from '#latchkey/adapter'

export type Body = Record<string, unknown>

/** Names the part that does not fit; its value is never repeated. */
export const unusable = (field: string): LatchkeyError =>
  new LatchkeyError('bad-input', { reason: `unusable: ${field}` })

export const isBody = (value: unknown): value is Body =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export function bodyOf(value: unknown): Body {
  if (!isBody(value)) throw unusable('body')
  return value
}

export function text(body: Body, name: string, max: number): string {
  const value = Object.hasOwn(body, name) ? body[name] : undefined
  if (typeof value !== 'string' || value.length > max) throw unusable(name)
  return value
}

export const optionalText = (body: Body, name: string, max: number): string | undefined =>
  Object.hasOwn(body, name) ? text(body, name, max) : undefined

export function whole(body: Body, name: string, min: number, max: number): number {
  const value = body[name]
  if (typeof value !== 'number' || !Number.isInteger(value) || value < min || value > max) throw unusable(name)
  return value
}

export function oneOf<Choice extends string>(body: Body, name: string, choices: readonly Choice[]): Choice {
  const found = choices.find((choice) => choice === body[name])
  if (found === undefined) throw unusable(name)
  return found
}
