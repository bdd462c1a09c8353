// Votes: one person's decision on one plan hash, sealed; and whether the votes so far satisfy the rules.
import type { Selectable } from 'kysely'
import { z } from 'zod'
import type { Core } from '../core.ts'
import { LatchkeyError } from '../errors.ts'
import { type Account, type PlanHash, type RequestId, type UserId, userId } from '../ids.ts'
import type { Tx } from '../store/store.ts'
import type { VoteTable } from '../store/tables.ts'

export interface Vote {
  person: UserId
  decision: 'approve' | 'deny'
  /** Indices of the rules that this person may satisfy; each vote satisfies one. */
  rules: number[]
  at: Date
}

type Deps = Pick<Core, 'keys' | 'clock'>

const indices = z.array(z.number().int())

type Unsealed = Omit<Selectable<VoteTable>, 'mac' | 'rules'> & { rules: unknown }

/** All of it: also where it was given, and the reason that people read. */
export const voteSeal = ({ mac: _, ...row }: Unsealed & { mac?: string }) => ({ ...row, at: row.at.toISOString() })

/** False when this person has already decided on this plan. */
export async function insertVote(
  tx: Tx,
  deps: Deps,
  on: { request: RequestId; hash: PlanHash; account: Account; reason?: string },
  who: Omit<Vote, 'at'>,
): Promise<boolean> {
  const vote = {
    plan_hash: on.hash,
    request_id: on.request,
    person: who.person,
    decision: who.decision,
    rules: who.rules,
    reason: on.reason ?? null,
    platform: on.account.platform,
    tenant: on.account.tenant,
    account_user: on.account.user,
    at: deps.clock.now(),
  }
  const row = await tx.db
    .insertInto('vote')
    .values({ ...vote, rules: JSON.stringify(vote.rules), mac: deps.keys.mac('vote', voteSeal(vote)) })
    .onConflict((clash) => clash.columns(['plan_hash', 'person']).doNothing())
    .returning('person')
    .executeTakeFirst()
  return row !== undefined
}

/** All votes on exactly this plan. Throws `tampered` for one that does not carry its seal. */
export async function votesOn(
  db: Tx['db'] | Core['store']['db'],
  deps: Pick<Core, 'keys'>,
  request: RequestId,
  hash: PlanHash,
): Promise<Vote[]> {
  const rows = await db
    .selectFrom('vote')
    .selectAll()
    .where('plan_hash', '=', hash)
    .where('request_id', '=', request)
    .orderBy('at')
    .execute()
  return rows.map((row) => {
    if (!deps.keys.isMac('vote', voteSeal(row), row.mac)) throw new LatchkeyError('tampered', { what: 'decision' })
    return {
      person: userId.parse(row.person),
      decision: row.decision,
      rules: indices.parse(row.rules),
      at: row.at,
    }
  })
}

/**
 * True when every rule can be given its own approving person: a bipartite matching, since one person satisfies one rule
 * only. Each rule takes a free person, or one whose present rule can take another (augmenting paths).
 */
export function isSatisfied(ruleCount: number, votes: readonly Pick<Vote, 'person' | 'decision' | 'rules'>[]): boolean {
  const approving = votes.filter((vote) => vote.decision === 'approve')
  const ruleOf = new Map<UserId, number>()
  const place = (rule: number, tried: Set<UserId>): boolean =>
    approving.some(({ person, rules }) => {
      if (!rules.includes(rule) || tried.has(person)) return false
      tried.add(person)
      const present = ruleOf.get(person)
      if (present !== undefined && !place(present, tried)) return false
      ruleOf.set(person, rule)
      return true
    })
  return Array.from({ length: ruleCount }, (_, rule) => rule).every((rule) => place(rule, new Set()))
}
