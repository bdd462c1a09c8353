// Wrong codes, counted by the ledger: neither a new code nor a row that is put back as it was gives new tries.
import { hours, later } from '../clock.ts'
import type { Core } from '../core.ts'
import type { RequestId, UserId } from '../ids.ts'
import { recordsAbout } from '../ledger/records.ts'
import { lastProven } from '../requests/proofs.ts'
import type { Store, Tx } from '../store/store.ts'
import type { Method } from './methods.ts'

type Deps = Pick<Core, 'clock' | 'keys'>
type Db = Tx['db'] | Store['db']

const aDayAgo = ({ clock }: Pick<Core, 'clock'>): Date => later(clock.now(), -hours(24))

/** Over all codes of one person, since they last proved themselves; of the last day, for whoever mistyped last week starts anew. */
export async function wrongInARow(db: Db, deps: Deps, person: UserId): Promise<number> {
  const proven = await lastProven(db, deps, person, aDayAgo(deps))
  return (await wrongCodes(db, person, proven ?? aDayAgo(deps))).length
}

/** At this one code: none lasts as long as a day. */
export async function wrongAt(db: Db, deps: Deps, person: UserId, proof: string): Promise<number> {
  return (await wrongCodes(db, person, aDayAgo(deps))).filter((of) => of === proof).length
}

/** Which code each was typed for. */
async function wrongCodes(db: Db, person: UserId, since: Date): Promise<unknown[]> {
  const failed = await recordsAbout(db, person, 'proof.failed', since)
  return failed.flatMap(({ data }) => data.proof ?? [])
}

/** Last in its transaction, like every record. */
export async function noteWrongCode(
  tx: Tx,
  { ledger }: Pick<Core, 'ledger'>,
  of: { proof: string; request: RequestId; plan: string; person: UserId; method: Method },
): Promise<void> {
  const { person, request, ...body } = of
  await ledger.append(tx, { actor: person, event: 'proof.failed', request, about: person, body })
}
