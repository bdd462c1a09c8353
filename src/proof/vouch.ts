// The live vouch: somebody who knows the person meets them, hears four words, and types them here under their own proof.
import { timingSafeEqual } from 'node:crypto'
import type { Core } from '../core.ts'
import type { Directory } from '../directory.ts'
import { type Account, type PlanHash, sameAccount, type UserId } from '../ids.ts'
import { refreshCard, sayToSecurity } from '../outbox/notices.ts'
import { hasRole } from '../people/relations.ts'
import { roleSince } from '../people/role-since.ts'
import { securityAccounts } from '../people/security.ts'
import { hasSettled } from '../policy/voters.ts'
import { advance } from '../requests/advance.ts'
import { whyNoCredentialVote } from '../requests/credential-voters.ts'
import { move } from '../requests/move.ts'
import { insertProof, proofsOf } from '../requests/proofs.ts'
import type { Request } from '../requests/request.ts'
import { vouchWords } from '../requests/vouch-words.ts'
import type { Tx } from '../store/store.ts'
import { cleanWords } from '../words/four-words.ts'
import { text } from '../words/text.ts'
import { proves } from './solver.ts'

type Deps = Core & { directory: Directory }

/** A phone call is none of them: a voice on a line that was chosen by whoever calls is nobody. */
export const meetings = ['in-person', 'video-started-by-me'] as const
export type Meeting = (typeof meetings)[number]

const mostWrong = 3

/** Never through an account that is not bound. */
export const mayVouch = async (deps: Deps, request: Request, voucher: UserId, account: Account): Promise<boolean> =>
  (await deps.bindings.isBound(account, voucher)) && canVouch(deps, request, voucher)

type Reading = Pick<Core, 'store' | 'keys' | 'clock' | 'actions' | 'organisation' | 'freezes'> & {
  directory: Directory
}

/**
 * Their manager, or somebody of IT, for a day at least; never the requester, nor who was just taken over, is paused, or
 * has to fear the requester. Asked as they vouch, and again by the gate.
 */
export async function canVouch(deps: Reading, request: Request, voucher: UserId): Promise<boolean> {
  if (await whyNoCredentialVote(deps, request, voucher)) return false
  if (await deps.freezes.isFrozen(voucher)) return false
  const matter = { subject: request.subject, groups: [] }
  for (const role of ['manager', 'it'] as const) {
    if (!(await hasRole(deps, voucher, role, matter))) continue
    const of = role === 'manager' ? request.subject : undefined
    if (hasSettled(await roleSince(deps, { role, person: voucher, of }), deps.clock.now())) return true
  }
  return false
}

export interface Vouching {
  voucher: UserId
  account: Account
  /** The plan that the voucher saw. */
  hash: PlanHash
  typed: string
  met: Meeting
}

export type Vouched = 'taken' | 'wrong' | 'frozen' | 'prove-first' | 'nothing-left'

/** Reads; what it returns writes. `mayVouch` was asked before. */
export async function vouch(deps: Deps, request: Request, by: Vouching): Promise<(tx: Tx) => Promise<Vouched>> {
  const contacts = await securityAccounts(deps)
  return async (tx) => {
    const row = await tx.db
      .selectFrom('request')
      .select(['state', 'plan_hash'])
      .where('id', '=', request.id)
      .forUpdate()
      .executeTakeFirst()
    const isOpen = row?.state === 'proving' && row.plan_hash === by.hash && request.planHash === by.hash
    if (!isOpen || request.needs.way !== 'recovery' || request.expiresAt <= deps.clock.now()) return 'nothing-left'
    const own = (await proofsOf(tx.db, deps, request, by.voucher)).filter(({ place }) => sameAccount(place, by.account))
    if (!proves('S2', own, [])) return 'prove-first'
    if (!isSame(cleanWords(by.typed), vouchWords(deps, request))) return wrong(tx, deps, request, by, contacts)
    await insertProof(tx, deps, request, {
      method: 'vouch',
      level: 'S0',
      person: request.requester,
      place: request.account,
      vouchedBy: by.voucher,
      met: by.met,
    })
    await advance(tx, deps, request, {
      from: ['proving'],
      actor: by.voucher,
      event: 'proof.completed',
      body: { method: 'vouch', level: 'S0', met: by.met },
      onPlan: by.hash,
    })
    return 'taken'
  }
}

function isSame(typed: string, words: string): boolean {
  const [left, right] = [Buffer.from(typed), Buffer.from(words)]
  return left.length === right.length && timingSafeEqual(left, right)
}

/** Counted by the ledger, which nobody can set back. The third stops the request and pauses the person: somebody is guessing, or was never met. */
async function wrong(
  tx: Tx,
  deps: Deps,
  request: Request,
  { voucher, met }: Vouching,
  contacts: readonly Account[],
): Promise<Vouched> {
  const before = await wrongBefore(tx, request)
  await deps.ledger.append(tx, {
    actor: voucher,
    event: 'proof.failed',
    request: request.id,
    about: request.requester,
    body: { plan: request.planHash, method: 'vouch', met },
  })
  if (before + 1 < mostWrong) return 'wrong'
  await move(
    tx,
    deps,
    request,
    {
      from: ['proving'],
      to: 'refused',
      actor: voucher,
      event: 'security.alert',
      body: { why: 'vouch-words-wrong' },
      reason: text('vouch.frozen'),
    },
    async () => {
      await deps.freezes.freeze(request.requester, { by: 'system', why: 'vouch-words-wrong' }, tx)
      await refreshCard(tx, deps, request.account, request.id, 'requester', request.requester)
      await sayToSecurity(tx, deps, contacts, {
        tone: 'bad',
        title: text('audit.vouch-frozen', { number: request.number, name: request.shown.requesterName }),
        body: request.shown.steps,
      })
    },
  )
  return 'frozen'
}

async function wrongBefore(tx: Tx, { id, planHash }: Request): Promise<number> {
  const rows = await tx.db
    .selectFrom('ledger')
    .select('body')
    .where('request_id', '=', id)
    .where('event', '=', 'proof.failed')
    .execute()
  return rows.filter(({ body }) => body.includes('"method":"vouch"') && body.includes(`"plan":"${planHash}"`)).length
}
