// Every table whose rows carry a seal, and how each row is sealed again: only if it is sealed now as it was written.
import type { Selectable, Updateable } from 'kysely'
import { LatchkeyError } from '../errors.ts'
import type { Account } from '../ids.ts'
import type { Keys } from '../keys.ts'
import { acceptedSeal } from '../outbox/accepted.ts'
import { handleSeal } from '../outbox/handles.ts'
import { noticeSeal, type Place } from '../outbox/notices.ts'
import { pageLinkSeal } from '../outbox/page-links.ts'
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

/** Undefined: nothing is to be done. */
function macAgain(kind: string, value: object, mac: string | null, { from, to }: Change): string | undefined {
  // Rows that were never sealed are believed by nobody already.
  if (!mac || to.isMac(kind, value, mac)) return undefined
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
  sealedTable('incoming', ['id'], (row, change) =>
    row.state === 'open' ? withMac('incoming', { id: row.id, kept: row.body }, row, change) : {},
  ),
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

/** Its seal is over the sealed address as well, so both are made anew, or neither. */
function noticeAgain(row: Selectable<Tables['notice']>, change: Change): Updateable<Tables['notice']> {
  // What was sent is emptied, and is never looked at again.
  if (row.state !== 'pending') return {}
  const to = row.destination as Place
  const seal = (place: Place) => noticeSeal({ id: row.id, request: row.request_id, to: place, body: row.body })
  const { mac } = withMac('notice', seal(to), row, change)
  if (mac === undefined || to.to !== 'mail') return mac === undefined ? {} : { mac }
  const place = { ...to, sealed: change.to.sealAgain(`mail-box/${to.box}`, to.sealed, change.from) }
  return { destination: JSON.stringify(place), mac: change.to.mac('notice', seal(place)) }
}

const accountOf = (row: { platform: string; tenant: string; account_user: string }): Account => ({
  platform: row.platform,
  tenant: row.tenant,
  user: row.account_user,
})
