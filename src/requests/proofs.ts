// The proofs of a plan, read with their seals, and written: each is one person's, for one plan hash, made at one place.
import { randomUUID } from 'node:crypto'
import type { Selectable } from 'kysely'
import { z } from 'zod'
import type { Core } from '../core.ts'
import { LatchkeyError } from '../errors.ts'
import { type Account, sameAccount, type UserId, userId } from '../ids.ts'
import { proofLevels } from '../policy/policy.ts'
import { type Given, methods } from '../proof/methods.ts'
import type { Tx } from '../store/store.ts'
import type { ProofTable } from '../store/tables.ts'
import type { Request } from './request.ts'

type Db = Tx['db'] | Core['store']['db']
type Of = Pick<Request, 'id' | 'planHash'>

export interface Proof extends Given {
  person: UserId
  /** Where it was given: the chat account, or the one at which the page's link was. */
  place: Account
  completedAt: Date
  /** Whose word it is, for a vouch; they decide nothing else about this plan. */
  vouchedBy: UserId | undefined
}

type Row = Selectable<ProofTable>
type Unsealed = Omit<Row, 'mac'>

/** All of it, from the moment at which a phone is about to ring: whoever writes an answer into a row has not given one. */
export const proofSeal = ({ mac: _, ...row }: Unsealed & { mac?: string | null }) => ({
  ...row,
  code_typed_at: row.code_typed_at?.toISOString() ?? null,
  sent_at: row.sent_at.toISOString(),
  expires_at: row.expires_at.toISOString(),
  completed_at: row.completed_at?.toISOString() ?? null,
})

const isSealed = ({ keys }: Pick<Core, 'keys'>, row: Row): boolean => keys.isMac('proof', proofSeal(row), row.mac)

export async function insertProofRow(tx: Tx, { keys }: Pick<Core, 'keys'>, row: Unsealed): Promise<void> {
  await tx.db
    .insertInto('proof')
    .values({ ...row, mac: keys.mac('proof', proofSeal(row)) })
    .execute()
}

/** Changes a proof that is on its way. Undefined: it no longer is, or not so that `still` holds. Throws `tampered`. */
export async function changeProof(
  tx: Tx,
  deps: Pick<Core, 'keys'>,
  id: string,
  set: Partial<Unsealed>,
  still: (row: Row) => boolean = () => true,
): Promise<Row | undefined> {
  const row = await tx.db
    .selectFrom('proof')
    .selectAll()
    .where('id', '=', id)
    .where('state', '=', 'sent')
    .forUpdate()
    .executeTakeFirst()
  if (!row) return undefined
  if (!isSealed(deps, row)) throw new LatchkeyError('tampered', { what: 'proof' })
  if (!still(row)) return undefined
  const changed = { ...row, ...set }
  const mac = deps.keys.mac('proof', proofSeal(changed))
  await tx.db
    .updateTable('proof')
    .set({ ...set, mac })
    .where('id', '=', id)
    .execute()
  return { ...changed, mac }
}

/** Ends every one of this request that is on its way: false when there was none. */
export async function endProofs(
  tx: Tx,
  deps: Pick<Core, 'keys'>,
  request: Pick<Request, 'id'>,
  still?: (row: Row) => boolean,
): Promise<boolean> {
  const open = await tx.db
    .selectFrom('proof')
    .select('id')
    .where('request_id', '=', request.id)
    .where('state', '=', 'sent')
    .execute()
  let isAny = false
  for (const { id } of open) if (await changeProof(tx, deps, id, { state: 'failed' }, still)) isAny = true
  return isAny
}

const kind = z.object({ method: z.enum(methods), level: z.enum(proofLevels) })

/** A row without its seal is no proof; who wrote it will not be told apart from nobody. */
export async function proofsOf(db: Db, { keys }: Pick<Core, 'keys'>, request: Of, person: UserId): Promise<Proof[]> {
  const rows = await db
    .selectFrom('proof')
    .selectAll()
    .where('request_id', '=', request.id)
    .where('plan_hash', '=', request.planHash)
    .where('person', '=', person)
    .where('state', '=', 'completed')
    .orderBy('completed_at')
    .execute()
  return rows.flatMap((row) => {
    const read = kind.safeParse(row)
    if (!read.success || row.completed_at === null || !isSealed({ keys }, row)) return []
    const place = { platform: row.platform, tenant: row.tenant, user: row.account_user }
    const vouchedBy = row.vouched_by === null ? undefined : userId.parse(row.vouched_by)
    return [{ ...read.data, person, place, completedAt: row.completed_at, vouchedBy }]
  })
}

/** When this person last proved themselves, for whatever plan, since then. */
export async function lastProven(
  db: Db,
  deps: Pick<Core, 'keys'>,
  person: UserId,
  since: Date,
): Promise<Date | undefined> {
  const rows = await db
    .selectFrom('proof')
    .selectAll()
    .where('person', '=', person)
    .where('state', '=', 'completed')
    .where('completed_at', '>', since)
    .orderBy('completed_at', 'desc')
    .execute()
  return rows.find((row) => isSealed(deps, row))?.completed_at ?? undefined
}

/** The requester's own, given where they asked: what was proven at another account of theirs was proven for something else. */
export async function requesterProofs(
  db: Db,
  deps: Pick<Core, 'keys'>,
  request: Of & Pick<Request, 'requester' | 'account'>,
): Promise<Proof[]> {
  const all = await proofsOf(db, deps, request, request.requester)
  return all.filter(({ place }) => sameAccount(place, request.account))
}

interface Vouch {
  vouchedBy?: UserId
  met?: string
}

/** Stores a proof that was given whole, in one go. A push is stored before, while its phone rings. */
export async function insertProof(
  tx: Tx,
  deps: Pick<Core, 'keys' | 'clock'>,
  request: Of,
  { method, level, person, place, vouchedBy, met }: Given & Pick<Proof, 'person' | 'place'> & Vouch,
): Promise<void> {
  const now = deps.clock.now()
  await insertProofRow(tx, deps, {
    id: randomUUID(),
    request_id: request.id,
    plan_hash: request.planHash,
    person,
    platform: place.platform,
    tenant: place.tenant,
    account_user: place.user,
    level,
    method,
    state: 'completed',
    ...noPush,
    sent_at: now,
    expires_at: now,
    completed_at: now,
    vouched_by: vouchedBy ?? null,
    met: met ?? null,
  })
}

/** What every method but a push leaves empty, and a push that is not sent yet. */
export const noPush = {
  code_digest: null,
  code_typed_at: null,
  tries: 0,
  push_endpoint: null,
  push_id: null,
  push_status: null,
  completed_at: null,
  vouched_by: null,
  browser: null,
  met: null,
}

/** Whoever gave their word for the requester is neither of those who agree. */
export async function vouchersOf(
  db: Db,
  deps: Pick<Core, 'keys'>,
  request: Of & Pick<Request, 'requester'>,
): Promise<UserId[]> {
  const proofs = await proofsOf(db, deps, request, request.requester)
  return proofs.flatMap(({ vouchedBy }) => vouchedBy ?? [])
}
