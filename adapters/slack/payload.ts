// Parses what Slack signed and reads single fields out of it; a field of the wrong type is the same as an absent one.

export type Fields = Record<string, unknown>

const deepest = 32

export const fields = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {}

export const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])

export const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined

/** Counts brackets before anything is built, so that a deep body costs one pass and no recursion. */
function isShallow(json: string): boolean {
  let depth = 0
  let quoted = false
  for (let at = 0; at < json.length; at++) {
    const sign = json[at]
    if (quoted) {
      if (sign === '\\') at++
      else if (sign === '"') quoted = false
    } else if (sign === '"') quoted = true
    else if (sign === '{' || sign === '[') {
      if (++depth > deepest) return false
    } else if (sign === '}' || sign === ']') depth--
  }
  return true
}

function withoutPrototype(key: string, value: unknown): unknown {
  if (key === '__proto__') throw new SyntaxError('a key that names a prototype')
  return value
}

/** An object that is safe to walk, or undefined for whatever else was sent. */
function findObject(json: string): Fields | undefined {
  if (!isShallow(json)) return undefined
  try {
    const value: unknown = JSON.parse(json, withoutPrototype)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? fields(value) : undefined
  } catch {
    return undefined
  }
}

/** Slack sends events as JSON and interactions as one form field named `payload`; nothing else is read. */
export function findPayload(kind: 'json' | 'form', raw: Buffer): Fields | undefined {
  let body: string
  try {
    body = new TextDecoder('utf-8', { fatal: true }).decode(raw)
  } catch {
    return undefined
  }
  if (kind === 'json') return findObject(body)
  const payloads = new URLSearchParams(body).getAll('payload')
  return payloads.length === 1 && payloads[0] !== undefined ? findObject(payloads[0]) : undefined
}
