// The proofs of a plan, read with their seals, and written: each is one person's, for one plan hash, made at one place.
import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { Core } from '../core.ts'
import { type Account, sameAccount, type UserId, userId } from '../ids.ts'
import { proofLevels } from '../policy/policy.ts'
import { type Given, methods } from '../proof/methods.ts'
import type { Tx } from '../store/store.ts'
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

interface Sealed {
  id: string
  request_id: string
  plan_hash: string
  person: string
  platform: string
  tenant: string
  account_user: string
  level: string
  method: string
  completed_at: Date | null
  vouched_by?: string | null
  met?: string | null
}

export const proofSeal = (row: Sealed) => ({
  id: row.id,
  request: row.request_id,
  hash: row.plan_hash,
  person: row.person,
  platform: row.platform,
  tenant: row.tenant,
  account: row.account_user,
  level: row.level,
  method: row.method,
  completed: row.completed_at?.toISOString() ?? null,
  by: row.vouched_by ?? null,
  met: row.met ?? null,
})

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
    if (!read.success || row.completed_at === null || !keys.isMac('proof', proofSeal(row), row.mac)) return []
    const place = { platform: row.platform, tenant: row.tenant, user: row.account_user }
    const vouchedBy = row.vouched_by === null ? undefined : userId.parse(row.vouched_by)
    return [{ ...read.data, person, place, completedAt: row.completed_at, vouchedBy }]
  })
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
  { keys, clock }: Pick<Core, 'keys' | 'clock'>,
  request: Of,
  { method, level, person, place, vouchedBy, met }: Given & Pick<Proof, 'person' | 'place'> & Vouch,
): Promise<void> {
  const now = clock.now()
  const row = {
    id: randomUUID(),
    request_id: request.id,
    plan_hash: request.planHash,
    person,
    platform: place.platform,
    tenant: place.tenant,
    account_user: place.user,
    level,
    method,
    completed_at: now,
    vouched_by: vouchedBy ?? null,
    met: met ?? null,
  }
  await tx.db
    .insertInto('proof')
    .values({
      ...row,
      state: 'completed',
      code_digest: null,
      code_typed_at: null,
      push_endpoint: null,
      push_id: null,
      push_status: null,
      sent_at: now,
      expires_at: now,
      mac: keys.mac('proof', proofSeal(row)),
    })
    .execute()
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
