// What people keep with us to prove who they are: passkeys and printed codes, each sealed, resting before it counts, and removable.
import { randomUUID } from 'node:crypto'
import type { Selectable } from 'kysely'
import { z } from 'zod'
import { days, hours, later } from '../clock.ts'
import type { Core } from '../core.ts'
import { LatchkeyError } from '../errors.ts'
import { type UserId, userId } from '../ids.ts'
import { type CredentialReaders, tellCredentialEvent } from '../outbox/credential-events.ts'
import type { FactorTable } from '../store/page-tables.ts'
import type { Tx } from '../store/store.ts'
import { at, text } from '../words/text.ts'

export type FactorDeps = Pick<
  Core,
  'store' | 'keys' | 'clock' | 'ledger' | 'bindings' | 'mail' | 'pages' | 'organisation' | 'log'
>
type Deps = FactorDeps
type Db = Tx['db'] | Core['store']['db']

/** Whoever sits in a stolen session for an hour gains nothing by adding a key of their own (security reference, T-B5). */
const rests = hours(72)
/** A person who has just begun has nothing that a thief could have waited for. */
const beginsFor = days(7)

export interface Factor {
  id: string
  person: UserId
  kind: FactorTable['kind']
  label: string
  /** Of a passkey: base64url. */
  credential: { id: string; publicKey: string; counter: number; transports: string[] } | undefined
  addedAt: Date
  usableFrom: Date
  lastUsedAt: Date | undefined
}

type Row = Selectable<FactorTable>

const sealed = (row: Omit<Row, 'mac'>) => ({
  ...row,
  added_at: row.added_at.toISOString(),
  usable_from: row.usable_from.toISOString(),
  last_used_at: row.last_used_at?.toISOString() ?? null,
  removed_at: row.removed_at?.toISOString() ?? null,
})

function factorOf({ keys }: Pick<Core, 'keys'>, { mac, ...row }: Row): Factor {
  if (!keys.isMac('factor', sealed(row), mac)) throw new LatchkeyError('tampered', { what: 'factor' })
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
    addedAt: row.added_at,
    usableFrom: row.usable_from,
    lastUsedAt: row.last_used_at ?? undefined,
  }
}

/** All that were not removed, oldest first. Throws `tampered` when any row is not as it was written. */
export async function factorsOf(db: Db, deps: Pick<Core, 'keys'>, person: UserId): Promise<Factor[]> {
  const rows = await db
    .selectFrom('factor')
    .selectAll()
    .where('person', '=', person)
    .where('removed_at', 'is', null)
    .orderBy('added_at')
    .execute()
  return rows.map((row) => factorOf(deps, row))
}

export const isRested = ({ usableFrom }: Factor, now: Date): boolean => usableFrom <= now

/** When something added now may be used: at once for whoever is new in JumpCloud, signed in freshly and has nothing yet. */
export function usableFrom(
  now: Date,
  person: { createdAt: Date | undefined; isSignedIn: boolean; has: readonly Factor[] },
): Date {
  const { createdAt, isSignedIn, has } = person
  const isNew = createdAt !== undefined && createdAt <= now && now < later(createdAt, beginsFor)
  return isNew && isSignedIn && has.length === 0 ? now : later(now, rests)
}

interface Added {
  kind: Factor['kind']
  label: string
  credential?: Factor['credential']
  /** By which proof the person was known. */
  addedBy: string
  usableFrom: Date
}

/** Its owner is told on every way that there is: `readers` were looked up before. */
export async function addFactor(tx: Tx, deps: Deps, readers: CredentialReaders, added: Added): Promise<string> {
  const { person } = readers
  const row = {
    id: randomUUID(),
    person,
    kind: added.kind,
    label: added.label,
    credential_id: added.credential?.id ?? null,
    public_key: added.credential?.publicKey ?? null,
    counter: added.credential?.counter ?? 0,
    transports: added.credential?.transports ?? [],
    added_by: added.addedBy,
    added_at: deps.clock.now(),
    usable_from: added.usableFrom,
    last_used_at: null,
    removed_at: null,
  }
  const mac = deps.keys.mac('factor', sealed(row))
  await tx.db
    .insertInto('factor')
    .values({ ...row, transports: JSON.stringify(row.transports), mac })
    .execute()
  const more = text('factor.usable-from', { when: at(added.usableFrom) })
  await tellCredentialEvent(tx, deps, readers, { event: 'factor-added', more })
  await note(tx, deps, 'factor.added', person, { factor: row.id, kind: added.kind, by: added.addedBy })
  return row.id
}

/** At once. False: it was not theirs, or was gone already. */
export async function removeFactor(tx: Tx, deps: Deps, readers: CredentialReaders, id: string): Promise<boolean> {
  const { person } = readers
  const row = await changed(tx, deps, { person, id, set: { removed_at: deps.clock.now() } })
  if (!row) return false
  await tellCredentialEvent(tx, deps, readers, { event: 'factor-removed' })
  await note(tx, deps, 'factor.removed', person, { factor: id, kind: row.kind })
  return true
}

/** False when another use of it was counted meanwhile, or it was removed: then this one does not count. */
export async function markFactorUsed(tx: Tx, deps: Deps, factor: Factor, counter = 0): Promise<boolean> {
  const set = { last_used_at: deps.clock.now(), counter }
  const row = await changed(tx, deps, { person: factor.person, id: factor.id, set, since: factor })
  if (row) await note(tx, deps, 'factor.used', factor.person, { factor: factor.id, kind: factor.kind })
  return row !== undefined
}

interface Change {
  person: UserId
  id: string
  set: Partial<Pick<Row, 'removed_at' | 'last_used_at' | 'counter'>>
  /** Only while it is as it was read here. */
  since?: Factor
}

async function changed(tx: Tx, deps: Deps, { person, id, set, since }: Change): Promise<Row | undefined> {
  const row = await tx.db
    .selectFrom('factor')
    .selectAll()
    .where('id', '=', id)
    .where('person', '=', person)
    .where('removed_at', 'is', null)
    .forUpdate()
    .executeTakeFirst()
  if (!row) return undefined
  const factor = factorOf(deps, row)
  if (since && factor.credential?.counter !== since.credential?.counter) return undefined
  const { mac: _, ...before } = row
  await tx.db
    .updateTable('factor')
    .set({ ...set, mac: deps.keys.mac('factor', sealed({ ...before, ...set })) })
    .where('id', '=', id)
    .execute()
  return row
}

const note = (
  tx: Tx,
  deps: Deps,
  event: 'factor.added' | 'factor.removed' | 'factor.used',
  person: UserId,
  body: Record<string, string>,
) => deps.ledger.append(tx, { actor: person, event, about: person, body })
