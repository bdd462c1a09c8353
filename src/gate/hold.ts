// What the gate holds back while something is frozen: it stays as it is, is looked at each minute, and goes on afterwards.
import { actionOf } from '../action.ts'
import { later } from '../clock.ts'
import type { GateCore } from '../core.ts'
import { comboWindow, replacedByLatchkey } from '../people/recent-credentials.ts'
import { isOtherHalf } from '../policy/decide.ts'
import { replacedBy } from '../policy/facts.ts'
import { heldBy } from '../requests/held.ts'
import type { Request } from '../requests/request.ts'
import type { Tx } from '../store/store.ts'
import type { Claim, Phase } from './claim.ts'
import { freezeIfTooMany } from './too-many.ts'

/** Inside a transaction, pass its `db`. */
export const isHeld = async (
  deps: Pick<GateCore, 'freezes' | 'actions'>,
  { requester, subject, plan: { steps } }: Request,
  phase: Phase,
  db?: Tx['db'],
): Promise<boolean> =>
  (await heldBy(deps, { requester, subject, steps }, { isEnding: phase === 'end', ...(db ? { db } : {}) })) !==
  undefined

/**
 * Looked at once more in the very transaction that says "about to", by whoever holds the ledger's end (`holdEnd`): a freeze
 * of this moment is not overtaken.
 */
export async function isHeldNow(tx: Tx, deps: GateCore, request: Request, claim: Claim): Promise<boolean> {
  if (await isHeld(deps, request, claim.phase, tx.db)) return true
  const isCredential = actionOf(deps.actions, claim.step).sensitivity === 'credential'
  // Looking again at a step whose call may have left is no new one.
  return isCredential && claim.phase === 'run' && !claim.mayHaveRun && freezeIfTooMany(tx, deps)
}

/**
 * Password and second factor of one person, asked for side by side: neither was begun when policy looked at the other. Its
 * caller holds the ledger's end, so whichever says "about to" second sees the first, in whatever process that was.
 */
export async function overtakes(tx: Tx, deps: GateCore, request: Request, claim: Claim): Promise<boolean> {
  const replaces = replacedBy(deps, request.plan.steps)
  if (request.needs.way === 'recovery' || claim.phase !== 'run' || claim.mayHaveRun || replaces.length === 0)
    return false
  const since = later(deps.clock.now(), -comboWindow)
  return isOtherHalf(replaces, await replacedByLatchkey(tx.db, deps, request.subject, since, request.id))
}
