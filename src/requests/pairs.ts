// Two who agree again and again about credentials: what the ledger says of them, and whom it is told (T-C2).
import type { Core } from '../core.ts'
import type { Directory } from '../directory.ts'
import { type RequestId, type UserId, userId } from '../ids.ts'
import { sayToSecurity } from '../outbox/notices.ts'
import { securityAccounts } from '../people/security.ts'
import { isWornPair, type Yes } from '../policy/voters.ts'
import type { Tx } from '../store/store.ts'
import { text } from '../words/text.ts'
import { nameOf } from './decisions.ts'
import type { Request } from './request.ts'
import { votesOn } from './votes.ts'

type Deps = Pick<Core, 'store' | 'keys' | 'clock' | 'actions'>

/** Of those who have agreed to this plan, the one with whom this person has agreed too often lately. */
export async function wornPartner(deps: Deps, request: Request, person: UserId): Promise<UserId | undefined> {
  const votes = await votesOn(deps.store.db, deps, request.id, request.planHash)
  const others = votes.flatMap((vote) => (vote.decision === 'approve' && vote.person !== person ? vote.person : []))
  if (others.length === 0) return undefined
  const yeses = await yesesOf(deps, { people: [person, ...others], except: request.id })
  return others.find((other) => isWornPair(yeses, person, other, deps.clock.now()))
}

/** By the ledger, from which nothing can be taken. What the rule counts is the rule's; this is every one there is. */
export async function yesesOf(
  { store, actions }: Pick<Deps, 'store' | 'actions'>,
  { people, except, since }: { people?: readonly UserId[]; except?: RequestId; since?: Date },
): Promise<Yes[]> {
  const credential = [...actions.values()].filter(({ sensitivity }) => sensitivity === 'credential')
  let asked = store.db
    .selectFrom('ledger')
    .select(['request_id', 'actor', 'at'])
    .where('event', 'in', ['approval.approved', 'approval.narrowed'])
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('step')
          .select('step.seq')
          .whereRef('step.request_id', '=', 'ledger.request_id')
          .where(
            'step.action',
            'in',
            credential.map(({ name }) => name),
          ),
      ),
    )
  if (people) asked = asked.where('actor', 'in', people)
  if (except !== undefined) asked = asked.where('request_id', '!=', except)
  if (since) asked = asked.where('at', '>', since)
  return (await asked.execute()).flatMap(({ request_id: request, actor, at }) => {
    const person = userId.safeParse(actor).data
    return request !== null && person !== undefined ? [{ request, person, at }] : []
  })
}

/** Reads; what it returns writes. Undefined: it is not because of a pair that this person may not say yes. */
export async function sayWornPair(
  deps: Deps & Pick<Core, 'organisation' | 'bindings' | 'log' | 'ledger'> & { directory: Directory },
  request: Request,
  person: UserId,
) {
  const other = await wornPartner(deps, request, person)
  if (other === undefined) return undefined
  const contacts = await securityAccounts(deps)
  const [name, partner] = [nameOf(request, person), nameOf(request, other)]
  return {
    title: text('approval.same-pair'),
    why: text('approval.same-pair-why', { partner }),
    tell: async (tx: Tx): Promise<void> => {
      const title = text('audit.same-pair', { number: request.number, name, partner })
      const card = { tone: 'bad' as const, title, body: request.shown.steps }
      await sayToSecurity(tx, deps, contacts, card, { dedupe: `same-pair/${request.planHash}` })
    },
  }
}
