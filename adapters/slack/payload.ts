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
export function findObject(json: string): Fields | undefined {
  if (!isShallow(json)) return undefined
  try {
    const value: unknown = JSON.parse(json, withoutPrototype)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? fields(value) : undefined
  } catch {
    return undefined
  }
}

/** What Slack sends: an event, a use of something that was shown (button, form, shortcut), or a typed command. */
export type Kind = 'event' | 'interaction' | 'command'

/** One reading only: a form that names a field twice, or holds both a payload and a command, has two. */
function findFormPayload(form: string): { kind: Kind; body: Fields } | undefined {
  const entries = [...new URLSearchParams(form)]
  const names = new Set(entries.map(([name]) => name))
  if (names.size !== entries.length || names.has('payload') === names.has('command')) return undefined
  const sent = new Map(entries)
  if (names.has('command')) return { kind: 'command', body: Object.fromEntries(sent) }
  const body = findObject(sent.get('payload') ?? '')
  return body && { kind: 'interaction', body }
}

/** Over HTTP events are JSON, interactions one form field named `payload`, and commands a form; nothing else is read. */
export function findPayload(content: 'json' | 'form', raw: Buffer): { kind: Kind; body: Fields } | undefined {
  let sent: string
  try {
    sent = new TextDecoder('utf-8', { fatal: true }).decode(raw)
  } catch {
    return undefined
  }
  if (content === 'form') return findFormPayload(sent)
  const body = findObject(sent)
  return body && { kind: 'event', body }
}
