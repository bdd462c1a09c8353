// The journal: every call that was made of the sandbox, in order, with its secrets removed.

export interface Entry {
  seq: number
  at: string
  method: string
  path: string
  query: string
  body: unknown
  /** What was, or would have been, answered; 0 when the call was dropped before it was handled. */
  status: number
  /** False when the caller never saw this answer. */
  answered: boolean
  /** The name of the key, never the key. */
  key: string | null
  changed: boolean
  fault: string | null
}

export interface Journal {
  entries: Entry[]
  seq: number
}

const kept = 10_000

export function write(journal: Journal, entry: Omit<Entry, 'seq' | 'body'> & { body: unknown }): Entry {
  journal.seq += 1
  const written = { seq: journal.seq, ...entry, body: withoutSecrets(entry.body) }
  journal.entries.push(written)
  if (journal.entries.length > kept) journal.entries.shift()
  return written
}

const secretNames = /password|secret|token|api_?key|public_key|ssh_keys/i

/** A push's text carries the code that the person will type: its digits are as secret as a password. */
function withoutSecrets(value: unknown, name = ''): unknown {
  if (secretNames.test(name)) return '[removed]'
  if (typeof value === 'string') return name === 'message' ? value.replace(/\d{4,}/g, '[code removed]') : value
  if (Array.isArray(value)) return value.map((item) => withoutSecrets(item, name))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, held]) => [key, withoutSecrets(held, key)]))
}
