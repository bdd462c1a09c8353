// Reads single fields out of what Teams sent; a field of the wrong type is the same as an absent one.

export type Fields = Record<string, unknown>

export const fields = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {}

export const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])

export const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined

type Reviver = (key: string, value: unknown) => unknown

/** A JSON object in UTF-8, or undefined for whatever else the bytes are. */
export function findObject(bytes: Uint8Array, reviver?: Reviver): Fields | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes), reviver)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? fields(value) : undefined
  } catch {
    return undefined
  }
}

/** JSON can spell halves of characters and the zero character, which no database takes. */
export const storable: Reviver = (_, value) =>
  typeof value === 'string' ? value.toWellFormed().replaceAll('\u0000', '') : value

/** Entra's ids of people and tenants, always spelt in lower case. */
export const findUuid = (value: unknown): string | undefined => {
  const id = text(value)?.toLowerCase()
  return id !== undefined && /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id) ? id : undefined
}
