// Checks the whole ledger without trusting the database's own functions: every record, its place, and the end.
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Keys } from '../keys.ts'
import type { Store } from '../store/store.ts'
import { ownBody } from './record-seal.ts'

/** The end of the chain. Kept somewhere else, it shows later that no record before it was changed or cut off. */
export interface LedgerHead {
  seq: number
  hash: string
}

export type LedgerVerdict =
  | { ok: true; head: LedgerHead }
  /** `firstBad` is the first number at which a record is missing, changed, or not the one that was anchored. */
  | { ok: false; firstBad: number; why: 'missing' | 'changed' | 'not-ours' | 'not-the-head' | 'not-the-anchor' }

const emptyHead: LedgerHead = { seq: 0, hash: '0'.repeat(64) }
const pageSize = 1000

export async function readHead({ db }: Pick<Store, 'db'>): Promise<LedgerHead> {
  return db.selectFrom('ledger_head').select(['seq', 'hash']).where('id', '=', 1).executeTakeFirstOrThrow()
}

/**
 * `anchors` are heads that were kept outside: only they show a tail that was replaced together with the head. With `keys`,
 * each record must be one that Latchkey wrote, and no copy of one.
 */
export async function verifyLedger(
  store: Pick<Store, 'db'>,
  anchors: readonly LedgerHead[] = [],
  keys?: Pick<Keys, 'digests'>,
): Promise<LedgerVerdict> {
  const seals = new Set<string>()
  const stored = await readHead(store)
  const expected = new Map(anchors.map(({ seq, hash }) => [seq, hash]))
  let last = emptyHead
  for (;;) {
    const page = await readPage(store, last.seq, stored.seq)
    for (const record of page) {
      const seq = last.seq + 1
      if (record.seq !== seq) return { ok: false, firstBad: seq, why: 'missing' }
      if (record.prev !== last.hash || record.hash !== hashOf(record))
        return { ok: false, firstBad: seq, why: 'changed' }
      if ((expected.get(seq) ?? record.hash) !== record.hash) return { ok: false, firstBad: seq, why: 'not-the-anchor' }
      if (keys && !isOurs(keys, seals, record)) return { ok: false, firstBad: seq, why: 'not-ours' }
      last = { seq, hash: record.hash }
    }
    if (page.length < pageSize) break
  }
  if (last.seq < stored.seq) return { ok: false, firstBad: last.seq + 1, why: 'missing' }
  const beyond = [...expected.keys()].filter((seq) => seq > last.seq)
  if (beyond.length > 0) return { ok: false, firstBad: last.seq + 1, why: 'not-the-anchor' }
  if (last.hash !== stored.hash || (await hasStray(store)))
    return { ok: false, firstBad: last.seq + 1, why: 'not-the-head' }
  return { ok: true, head: last }
}

interface Row {
  seq: number
  at: string
  actor: string
  event: string
  request: string | null
  body: string
  prev: string
  hash: string
}

function isOurs(keys: Pick<Keys, 'digests'>, seals: Set<string>, record: Row): boolean {
  const { actor, event, request } = record
  const said = { at: new Date(`${record.at}Z`), actor, event, request: request ?? undefined }
  const own = ownBody(keys, said, record.body)
  if (!own || seals.has(own.seal)) return false
  seals.add(own.seal)
  return true
}

/** Only up to the head that was read first, so that what is appended meanwhile does not disturb. */
async function readPage({ db }: Pick<Store, 'db'>, after: number, upTo: number): Promise<Row[]> {
  const { rows } =
    await sql<Row>`SELECT seq, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US') AS at, actor, event,
    request_id::text AS request, body, prev, hash FROM ledger WHERE seq > ${after} AND seq <= ${upTo}
    ORDER BY seq LIMIT ${pageSize}`.execute(db)
  return rows
}

/** Records outside the chain that were put there by hand: a real append moves the head in the same transaction. */
async function hasStray({ db }: Pick<Store, 'db'>): Promise<boolean> {
  const { rows } = await sql<{ stray: boolean }>`SELECT EXISTS (SELECT 1 FROM ledger
    WHERE seq > (SELECT seq FROM ledger_head WHERE id = 1) OR seq < 1) AS stray`.execute(db)
  return rows[0]?.stray ?? false
}

function hashOf({ prev, seq, at, actor, event, request, body }: Row): string {
  const sum = createHash('sha256')
  for (const part of [prev, String(seq), at, actor, event, request ?? '', body])
    sum.update(`${Buffer.byteLength(part)}:${part}`)
  return sum.digest('hex')
}
