// The seal of a record: that Latchkey wrote it. The chain only shows that nothing was changed; whoever writes to the database can add to it.
import { randomUUID } from 'node:crypto'
import canonicalize from 'canonicalize'
import { z } from 'zod'
import type { Keys } from '../keys.ts'

/** Everything that a record says; `body` is its stored body without the seal. */
export interface Sealable {
  at: Date
  actor: string
  event: string
  request: string | undefined
  body: object
}

const worded = (id: string, { at, body, ...said }: Sealable): string =>
  `${id}/${canonicalize({ ...said, at: at.toISOString(), body })}`

/** The id makes two records that say the same two: a copy of one is a copy. */
export function sealRecord(keys: Pick<Keys, 'digest'>, record: Sealable): string {
  const id = randomUUID()
  return `${id}.${keys.digest('ledger', worded(id, record))}`
}

const stored = z.looseObject({ data: z.unknown(), seal: z.string() })

/**
 * What a stored record says, if it is ours; also under a secret of before, for the ledger is never written again. Whatever
 * else stands there is no record of ours either: it must not make its reader fail. The seal tells a record from its copy.
 */
export function ownBody(keys: Pick<Keys, 'digests'>, said: Omit<Sealable, 'body'>, text: string): Sealed | undefined {
  const read = stored.safeParse(parsed(text))
  if (!read.success) return undefined
  const { seal, ...body } = read.data
  const [id = '', digest = ''] = seal.split('.')
  return keys.digests('ledger', worded(id, { ...said, body })).includes(digest) ? { data: body.data, seal } : undefined
}

interface Sealed {
  data: unknown
  seal: string
}

/** Undefined: it is no JSON, so none of ours. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
