// Reads what people keep with us to prove who they are: passkeys, printed codes and an address of their own, each under its seal.
import type { Selectable } from 'kysely'
import { z } from 'zod'
import type { Core } from '../core.ts'
import { LatchkeyError } from '../errors.ts'
import { type UserId, userId } from '../ids.ts'
import { ownRecords, recordsAbout } from '../ledger/records.ts'
import { createSealer } from '../ledger/seal.ts'
import type { FactorTable } from '../store/page-tables.ts'
import type { Tx } from '../store/store.ts'

type Db = Tx['db'] | Core['store']['db']

export interface Factor {
  id: string
  person: UserId
  kind: FactorTable['kind']
  label: string
  /** Of a passkey: base64url. */
  credential: { id: string; publicKey: string; counter: number; transports: string[] } | undefined
  /** Of an address: sealed under its owner's own key. */
  sealedAddress: string | undefined
  addedAt: Date
  usableFrom: Date
  lastUsedAt: Date | undefined
}

export type FactorRow = Selectable<FactorTable>

export const factorSeal = ({ sealed_address, ...row }: Omit<FactorRow, 'mac'>) => ({
  ...row,
  // Rows that were sealed before there were addresses keep their seal.
  ...(sealed_address === null ? {} : { sealed_address }),
  added_at: row.added_at.toISOString(),
  usable_from: row.usable_from.toISOString(),
  last_used_at: row.last_used_at?.toISOString() ?? null,
  removed_at: row.removed_at?.toISOString() ?? null,
})

/** Throws `tampered` when it is not as it was written. */
export function factorOf({ keys }: Pick<Core, 'keys'>, { mac, ...row }: FactorRow): Factor {
  if (!keys.isMac('factor', factorSeal(row), mac)) throw new LatchkeyError('tampered', { what: 'factor' })
  const isPasskey = row.credential_id !== null && row.public_key !== null
  return {
    id: row.id,
    person: userId.parse(row.person),
    kind: row.kind,
    label: row.label,
    credential: isPasskey
      ? {
          id: row.credential_id ?? '',
          publicKey: row.public_key ?? '',
          counter: Number(row.counter),
          transports: z.array(z.string()).parse(row.transports),
        }
      : undefined,
    sealedAddress: row.sealed_address ?? undefined,
    addedAt: row.added_at,
    usableFrom: row.usable_from,
    lastUsedAt: row.last_used_at ?? undefined,
  }
}

const named = z.object({ factor: z.string() })

/** By the ledger: a row that somebody deleted, or put back from a copy, is no other way to have fewer or more of them. */
async function idsOf(db: Db, deps: Pick<Core, 'keys'>, person: UserId): Promise<Set<string>> {
  const added = await ownRecords(db, deps, { person }, ['factor.added'])
  const ids = new Set(added.map(({ data }) => named.parse(data).factor))
  for (const { data } of await recordsAbout(db, person, 'factor.removed')) ids.delete(named.parse(data).factor)
  return ids
}

/** All that were not removed, oldest first. Throws `tampered` when any row is not as it was written, or not there. */
export async function factorsOf(db: Db, deps: Pick<Core, 'keys'>, person: UserId): Promise<Factor[]> {
  const rows = await db
    .selectFrom('factor')
    .selectAll()
    .where('person', '=', person)
    .where('removed_at', 'is', null)
    .orderBy('added_at')
    .execute()
  const ids = await idsOf(db, deps, person)
  if (rows.length !== ids.size || !rows.every(({ id }) => ids.has(id)))
    throw new LatchkeyError('tampered', { what: 'factor' })
  return rows.map((row) => factorOf(deps, row))
}

export const isRested = ({ usableFrom }: Factor, now: Date): boolean => usableFrom <= now

/** Undefined: it holds none, or its owner's key was destroyed. */
export const addressIn = async (
  db: Db,
  deps: Pick<Core, 'keys' | 'clock'>,
  { person, sealedAddress }: Pick<Factor, 'person' | 'sealedAddress'>,
): Promise<string | undefined> =>
  sealedAddress === undefined ? undefined : createSealer(deps).open({ db }, person, sealedAddress)

/** Those to which its owner may be written. */
export async function personalAddresses(
  db: Db,
  deps: Pick<Core, 'keys' | 'clock'>,
  person: UserId,
): Promise<{ factor: Factor; address: string; isRested: boolean }[]> {
  const found: { factor: Factor; address: string; isRested: boolean }[] = []
  for (const factor of await factorsOf(db, deps, person)) {
    const address = await addressIn(db, deps, factor)
    if (address !== undefined) found.push({ factor, address, isRested: isRested(factor, deps.clock.now()) })
  }
  return found
}
