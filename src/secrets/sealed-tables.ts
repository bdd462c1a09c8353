// Every table whose rows carry a seal, and how each row is sealed again: only if it is sealed now as it was written.
import type { Selectable, Updateable } from 'kysely'
import { z } from 'zod'
import { hasCode, LatchkeyError } from '../errors.ts'
import type { Account } from '../ids.ts'
import type { Keys } from '../keys.ts'
import { acceptedSeal } from '../outbox/accepted.ts'
import { handleSeal } from '../outbox/handles.ts'
import { noticeBody, noticeSeal, type Place } from '../outbox/notices.ts'
import { pageLinkSeal } from '../outbox/page-links.ts'
import { quoteAgain } from '../outbox/quotes.ts'
import { referenceSeal } from '../outbox/references.ts'
import { bindingRowSeal } from '../people/bindings.ts'
import { freezeSeal } from '../people/freeze.ts'
import { roleSeal } from '../people/role-since.ts'
import { factorSeal } from '../proof/read-factors.ts'
import { recoveryCodeSeal } from '../proof/recovery-codes.ts'
import { proofSeal } from '../requests/proofs.ts'
import { planSeal, reasonSeal, shownSeal } from '../requests/request.ts'
import { begunSeal } from '../requests/states.ts'
import { voteSeal } from '../requests/votes.ts'
import type { Tables } from '../store/tables.ts'
import { placeSeal } from './own-place.ts'

export interface Change {
  from: Keys
  to: Keys
}

type Name = keyof Tables
type Row = Readonly<Record<string, unknown>>

export interface SealedTable {
  table: Name
  /** Its primary key. */
  key: readonly string[]
  /** What to set; nothing: it is sealed under the new secret, or not at all. Throws `tampered`. */
  again(row: Row, change: Change): Row
}

function sealedTable<One extends Name>(
  table: One,
  key: readonly (keyof Selectable<Tables[One]> & string)[],
  again: (row: Selectable<Tables[One]>, change: Change) => Updateable<Tables[One]>,
): SealedTable {
  return { table, key, again: (row, change) => again(row as Selectable<Tables[One]>, change) as Row }
}

/** What to set; undefined: the row is not as it was written. */
export function again(of: Pick<SealedTable, 'again'>, row: Row, change: Change): Row | undefined {
  try {
    return of.again(row, change)
  } catch (error) {
    // A row that is no longer of the form that it was written in is not sound either.
    if (hasCode(error, 'tampered') || error instanceof z.ZodError) return undefined
    throw error
  }
}

/** Undefined: nothing is to be done. */
function macAgain(kind: string, value: object, mac: string | null, { from, to }: Change): string | undefined {
  // What has no seal yet has its time before it; a seal that was emptied is as foreign as any other.
  if (mac === null || to.isMac(kind, value, mac)) return undefined
  if (!from.isMac(kind, value, mac)) throw new LatchkeyError('tampered', { what: kind })
  return to.mac(kind, value)
}

const withMac = (
  kind: string,
  value: object,
  { mac: old }: { mac: string | null },
  change: Change,
): { mac?: string } => {
  const mac = macAgain(kind, value, old, change)
  return mac === undefined ? {} : { mac }
}

function sealedAgain(about: string, sealed: string, { from, to }: Change): string | undefined {
  try {
    to.open(about, sealed)
    return undefined
  } catch {
    return to.sealAgain(about, sealed, from)
  }
}

export const sealedTables: readonly SealedTable[] = [
  // First, since nothing of the ledger's personal words can be read without them.
  sealedTable('person_key', ['user_id'], (row, change) => {
    const sealed_key = sealedAgain(`person-key/${row.user_id}`, row.sealed_key, change)
    return sealed_key === undefined ? {} : { sealed_key }
  }),
  sealedTable('plan', ['hash'], (row, change) => withMac('plan', planSeal(row), row, change)),
  sealedTable('request', ['id'], (row, change) => {
    const begun_mac = macAgain('begun', begunSeal(row.id, row.plan_hash), row.begun_mac, change)
    const shown_mac = macAgain('shown', shownSeal(row.id, accountOf(row), row), row.shown_mac, change)
    const reason_mac =
      row.reason && macAgain('reason', reasonSeal(row.id, row.state, row.reason), row.reason_mac, change)
    return { ...(begun_mac && { begun_mac }), ...(shown_mac && { shown_mac }), ...(reason_mac && { reason_mac }) }
  }),
  sealedTable('incoming', ['id'], incomingAgain),
  sealedTable('handle', ['digest'], (row, change) =>
    withMac('handle', handleSeal(row.digest, accountOf(row), row.intent, row.expires_at), row, change),
  ),
  sealedTable('vote', ['plan_hash', 'person'], (row, change) => withMac('vote', voteSeal(row), row, change)),
  sealedTable('proof', ['id'], proofAgain),
  sealedTable('binding', ['platform', 'tenant', 'account_user'], (row, change) =>
    withMac('binding', bindingRowSeal(row), row, change),
  ),
  sealedTable('freezing', ['scope'], ({ mac, ...row }, change) => withMac('freeze', freezeSeal(row), { mac }, change)),
  sealedTable('accepted_notice', ['request_id', 'channel'], (row, change) =>
    withMac('accepted-notice', acceptedSeal(row.request_id, row.channel, row.at), row, change),
  ),
  sealedTable('factor', ['id'], ({ mac, ...row }, change) => withMac('factor', factorSeal(row), { mac }, change)),
  sealedTable('recovery_code', ['digest'], (row, change) =>
    withMac('recovery-code', recoveryCodeSeal(row), row, change),
  ),
  sealedTable('page_link', ['digest'], (row, change) => withMac('page-link', pageLinkSeal(row), row, change)),
  sealedTable('role_seen', ['role', 'person', 'of'], ({ mac, ...row }, change) =>
    withMac('role-seen', roleSeal(row), { mac }, change),
  ),
  sealedTable('own_place', ['id'], (row, change) => withMac('own-place', placeSeal(row), row, change)),
  sealedTable('notice', ['id'], noticeAgain),
  sealedTable('reference', ['platform', 'tenant', 'account_user'], (row, change) =>
    withMac('reference', referenceSeal(row), row, change),
  ),
]

/** A code that is on its way was made with what is retired, so it ends. */
function proofAgain(row: Selectable<Tables['proof']>, change: Change): Updateable<Tables['proof']> {
  const { mac } = withMac('proof', proofSeal(row), row, change)
  if (mac === undefined || row.state !== 'sent') return mac === undefined ? {} : { mac }
  return { state: 'failed', mac: change.to.mac('proof', proofSeal({ ...row, state: 'failed' })) }
}

const withWords = z.looseObject({ sealed: z.string().optional() })

/** What waits to be answered is opened under the new secret: its words are sealed inside of what the seal is over. */
function incomingAgain(row: Selectable<Tables['incoming']>, change: Change): Updateable<Tables['incoming']> {
  if (row.state !== 'open') return {}
  const { mac } = withMac('incoming', { id: row.id, kept: row.body }, row, change)
  if (mac === undefined) return {}
  const { sealed, ...kept } = withWords.parse(row.body)
  const about = `incoming/${row.id}`
  const again = sealed === undefined ? kept : { ...kept, sealed: change.to.sealAgain(about, sealed, change.from) }
  return { body: JSON.stringify(again), mac: change.to.mac('incoming', { id: row.id, kept: again }) }
}

/** Its seal is over the sealed address and the sealed words as well, so all are made anew, or none. */
function noticeAgain(row: Selectable<Tables['notice']>, change: Change): Updateable<Tables['notice']> {
  // What was sent is emptied, and is never looked at again.
  if (row.state !== 'pending') return {}
  const seal = (to: Place, body: object) => noticeSeal({ id: row.id, request: row.request_id, to, body })
  const before = row.destination as Place
  const { mac } = withMac('notice', seal(before, row.body), row, change)
  if (mac === undefined) return {}
  const [to, body] = [placeAgain(before, change), bodyAgain(row.body, change)]
  return { destination: JSON.stringify(to), body: JSON.stringify(body), mac: change.to.mac('notice', seal(to, body)) }
}

const placeAgain = (to: Place, { from, to: next }: Change): Place =>
  to.to === 'mail' ? { ...to, sealed: next.sealAgain(`mail-box/${to.box}`, to.sealed, from) } : to

function bodyAgain(body: object, change: Change): object {
  const read = noticeBody.parse(body)
  const quotes = read.kind === 'say' ? read.card.quotes : undefined
  if (read.kind !== 'say' || quotes === undefined) return body
  return { ...read, card: { ...read.card, quotes: quotes.map((quote) => quoteAgain(quote, change)) } }
}

const accountOf = (row: { platform: string; tenant: string; account_user: string }): Account => ({
  platform: row.platform,
  tenant: row.tenant,
  user: row.account_user,
})
