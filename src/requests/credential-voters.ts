// Reads about an approver what the rule for credential votes needs: fresh, at the card, at the decision and again by the gate.
import { later } from '../clock.ts'
import type { Core } from '../core.ts'
import type { Directory, User } from '../directory.ts'
import { LatchkeyError } from '../errors.ts'
import type { UserId } from '../ids.ts'
import { comboWindow, recentCredentialEvents } from '../people/recent-credentials.ts'
import { chainAbove, type Voter, type WhyNot, whyNoVote } from '../policy/voters.ts'
import type { Request } from './request.ts'

type Deps = Pick<Core, 'store' | 'keys' | 'clock' | 'actions'> & { directory: Directory }

/** Longer than any company is deep: whoever is further up than this cannot be read. */
const deepest = 30

/** Undefined: they may. For plans about credentials only; a no never needs it. */
export async function whyNoCredentialVote(
  deps: Deps,
  { requester, subject }: Pick<Request, 'requester' | 'subject'>,
  person: UserId,
): Promise<WhyNot | undefined> {
  return whyNoVote(await readVoter(deps, person), { now: deps.clock.now(), requester, subject })
}

export async function readVoter(deps: Deps, person: UserId): Promise<Voter> {
  const nothing: Voter = { person, isActive: undefined, credentialChangedAt: undefined, above: undefined }
  try {
    const user = await deps.directory.user(person)
    return {
      person,
      isActive: user.state === undefined ? undefined : user.state === 'ACTIVATED',
      credentialChangedAt: await credentialChangedAt(deps, user),
      above: await above(deps, user),
    }
  } catch (error) {
    if (!(error instanceof LatchkeyError)) throw error
    return nothing
  }
}

async function credentialChangedAt(deps: Deps, user: User): Promise<Voter['credentialChangedAt']> {
  const now = deps.clock.now()
  // What Latchkey itself replaced within the window is as good as now.
  const { password, mfa } = await recentCredentialEvents(deps.store.db, deps, user.id)
  if (password || mfa) return user.passwordChangedAt === undefined ? undefined : now
  const factor = await deps.store.db
    .selectFrom('factor')
    .select('id')
    .where('person', '=', user.id)
    .where((or) =>
      or.or([or('added_at', '>', later(now, -comboWindow)), or('removed_at', '>', later(now, -comboWindow))]),
    )
    .limit(1)
    .executeTakeFirst()
  return factor ? now : (user.passwordChangedAt ?? 'never')
}

async function above({ directory }: Deps, user: User): Promise<Voter['above']> {
  const managers = new Map<UserId, UserId | 'nobody'>()
  let at: User = user
  for (let depth = 0; depth < deepest && !managers.has(at.id); depth += 1) {
    managers.set(at.id, at.managerId ?? 'nobody')
    if (at.managerId === undefined) break
    at = await directory.user(at.managerId)
  }
  return chainAbove(user.id, (of) => managers.get(of))
}
