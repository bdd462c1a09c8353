// Adds, uses and removes what people keep with us to prove who they are: each rests before it counts, and its owner is told.
import { randomUUID } from 'node:crypto'
import { days, hours, later } from '../clock.ts'
import type { Core } from '../core.ts'
import type { UserId } from '../ids.ts'
import { recordsAbout } from '../ledger/records.ts'
import { createSealer } from '../ledger/seal.ts'
import { type CredentialReaders, tellCredentialEvent } from '../outbox/credential-events.ts'
import type { Tx } from '../store/store.ts'
import { at, type Text, text } from '../words/text.ts'
import { addressIn, type Factor, type FactorRow, factorOf, factorSeal } from './read-factors.ts'

export type FactorDeps = Pick<
  Core,
  'store' | 'keys' | 'clock' | 'ledger' | 'bindings' | 'mail' | 'pages' | 'organisation' | 'log'
>
type Deps = FactorDeps

/** Whoever sits in a stolen session for an hour gains nothing by adding a key of their own (security reference, T-B5). */
export const rests = hours(72)
/** A person who has just begun has nothing that a thief could have waited for. */
const beginsFor = days(7)

/** When something added now may be used: at once for whoever is new in JumpCloud, signed in freshly and never had anything. */
export function usableFrom(
  now: Date,
  person: { createdAt: Date | undefined; isSignedIn: boolean; hadAny: boolean },
): Date {
  const { createdAt, isSignedIn, hadAny } = person
  const isNew = createdAt !== undefined && createdAt <= now && now < later(createdAt, beginsFor)
  return isNew && isSignedIn && !hadAny ? now : later(now, rests)
}

/** Ever: whoever removes what somebody has does not make a beginner of them. */
export const hadAny = async ({ store }: Pick<Core, 'store'>, person: UserId): Promise<boolean> =>
  (await recordsAbout(store.db, person, 'factor.added')).length > 0

interface Added {
  kind: Factor['kind']
  label: string
  credential?: Factor['credential']
  /** Of one's own: sealed here, and never told to anybody else. */
  address?: string
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
    sealed_address: added.address === undefined ? null : await createSealer(deps).seal(tx, person, added.address),
    added_by: added.addedBy,
    added_at: deps.clock.now(),
    usable_from: added.usableFrom,
    last_used_at: null,
    removed_at: null,
  }
  const mac = deps.keys.mac('factor', factorSeal(row))
  await tx.db
    .insertInto('factor')
    .values({ ...row, transports: JSON.stringify(row.transports), mac })
    .execute()
  const more = [whatItIs(added), text('factor.usable-from', { when: at(added.usableFrom) })]
  const alsoTo = added.address === undefined ? [] : [added.address]
  await tellCredentialEvent(tx, deps, readers, { event: 'factor-added', more, alsoTo })
  await note(tx, deps, 'factor.added', person, { factor: row.id, kind: added.kind, by: added.addedBy })
  return row.id
}

const whatItIs = ({ kind, label }: Pick<Factor, 'kind' | 'label'>): Text => text(`factor.is-${kind}`, { label })

/** At once. False: it was not theirs, or was gone already. */
export async function removeFactor(tx: Tx, deps: Deps, readers: CredentialReaders, id: string): Promise<boolean> {
  const { person } = readers
  const row = await changed(tx, deps, { person, id, set: { removed_at: deps.clock.now(), sealed_address: null } })
  if (!row) return false
  const address = await addressIn(tx.db, deps, factorOf(deps, row))
  const alsoTo = address === undefined ? [] : [address]
  await tellCredentialEvent(tx, deps, readers, { event: 'factor-removed', more: [whatItIs(row)], alsoTo })
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

/** What its owner calls it. False: it is none of theirs. */
export async function renameFactor(tx: Tx, deps: Deps, person: UserId, id: string, label: string): Promise<boolean> {
  const row = await changed(tx, deps, { person, id, set: { label } })
  if (row) await note(tx, deps, 'factor.renamed', person, { factor: id })
  return row !== undefined
}

interface Change {
  person: UserId
  id: string
  set: Partial<Pick<FactorRow, 'label' | 'removed_at' | 'last_used_at' | 'counter' | 'sealed_address'>>
  /** Only while it is as it was read here. */
  since?: Factor
}

async function changed(tx: Tx, deps: Deps, { person, id, set, since }: Change): Promise<FactorRow | undefined> {
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
    .set({ ...set, mac: deps.keys.mac('factor', factorSeal({ ...before, ...set })) })
    .where('id', '=', id)
    .execute()
  return row
}

const note = (
  tx: Tx,
  deps: Deps,
  event: 'factor.added' | 'factor.removed' | 'factor.renamed' | 'factor.used',
  person: UserId,
  body: Record<string, string>,
) => deps.ledger.append(tx, { actor: person, event, about: person, body })
