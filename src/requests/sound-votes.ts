// The votes that count: where a rule asks the approver to prove who they are, a press in a chat alone satisfies nothing.
import { later, minutes } from '../clock.ts'
import type { Core } from '../core.ts'
import type { UserId } from '../ids.ts'
import { proves } from '../proof/solver.ts'
import type { Tx } from '../store/store.ts'
import { proofsOf, vouchersOf } from './proofs.ts'
import type { Request } from './request.ts'
import { type Vote, votesOn } from './votes.ts'

type Db = Tx['db'] | Core['store']['db']
type Of = Pick<Request, 'id' | 'planHash' | 'needs' | 'requester'>

/** Whoever proved themselves and then left their desk has not said yes. */
export const deciderProofLasts = minutes(10)

/** Of these rules, the ones for which this person has proven themselves over exactly this plan, shortly before then. */
export async function provenRules(
  db: Db,
  deps: Pick<Core, 'keys'>,
  request: Of,
  person: UserId,
  rules: readonly number[],
  then: Date,
): Promise<number[]> {
  const { approvals } = request.needs
  if ((await vouchersOf(db, deps, request)).includes(person)) return []
  if (rules.every((rule) => approvals[rule]?.proof === undefined)) return [...rules]
  const from = later(then, -deciderProofLasts)
  const proofs = (await proofsOf(db, deps, request, person)).filter(({ completedAt }) => completedAt > from)
  return rules.filter((rule) => proves(approvals[rule]?.proof ?? 'S0', proofs, []))
}

export async function soundVotes(db: Db, deps: Pick<Core, 'keys'>, request: Of): Promise<Vote[]> {
  const votes = await votesOn(db, deps, request.id, request.planHash)
  const sound: Vote[] = []
  for (const vote of votes) {
    // A no counts from whoever may decide, proven or not.
    const rules =
      vote.decision === 'deny' ? vote.rules : await provenRules(db, deps, request, vote.person, vote.rules, vote.at)
    sound.push({ ...vote, rules })
  }
  return sound
}
