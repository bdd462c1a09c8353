// The seal of a record: that Latchkey wrote it. The chain only shows that nothing was changed; whoever writes to the database can add to it.
import { randomUUID } from 'node:crypto'
import canonicalize from 'canonicalize'
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

/** Also under a secret of before: the ledger is never written again. */
export function isSealedRecord(keys: Pick<Keys, 'digests'>, record: Sealable, seal: string | undefined): boolean {
  const [id = '', digest = ''] = seal?.split('.') ?? []
  return keys.digests('ledger', worded(id, record)).includes(digest)
}
