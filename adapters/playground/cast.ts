// The people of the playground: who can be played, and what the platform would say about each.
import type { Account, Profile, Refusal } from '#latchkey/adapter'
import { sameAccount } from '#latchkey/adapter'

export const platform = 'playground'

export interface CastMember {
  /** The chat account's own id, unique in the cast. */
  user: string
  name: string
  email: string
  /** Which seat of the page suits the person: it only sorts the pickers. */
  role: 'employee' | 'approver'
  /** What stands under the name: "Finance", "owner of Looker – Analyst". */
  title: string
  kind: 'employee' | 'guest' | 'bot' | 'foreign'
  jumpcloudUserId?: string
  /** Sentences that the page offers as a first try. */
  tryThis?: string[]
  language?: string
  timeZone?: string
}

const whyRefused = { guest: 'guest', bot: 'bot', foreign: 'foreign-tenant' } as const satisfies Record<string, Refusal>

export interface Cast {
  readonly members: readonly CastMember[]
  find(user: string): CastMember | undefined
  account(of: CastMember): Account
  findByAccount(account: Account): CastMember | undefined
  refusal(of: CastMember): Refusal | undefined
  profile(account: Account): Profile
  findAccount(email: string): Account | undefined
}

export function createCast(members: readonly CastMember[], tenant: string): Cast {
  const byUser = new Map(members.map((member) => [member.user, member]))
  if (byUser.size !== members.length) throw new Error('Two members of the playground cast share one user id.')
  const account = (of: CastMember): Account => ({
    platform,
    tenant: of.kind === 'foreign' ? `not-${tenant}` : tenant,
    user: of.user,
  })
  const refusal = (of: CastMember): Refusal | undefined => (of.kind === 'employee' ? undefined : whyRefused[of.kind])
  const findByAccount = (wanted: Account): CastMember | undefined => {
    const member = byUser.get(wanted.user)
    return member && sameAccount(account(member), wanted) ? member : undefined
  }
  return {
    members,
    find: (user) => byUser.get(user),
    account,
    findByAccount,
    refusal,
    profile(of) {
      const member = findByAccount(of)
      if (!member) return { kind: 'refused', why: 'stranger' }
      const why = refusal(member)
      if (why) return { kind: 'refused', why }
      return {
        kind: 'employee',
        displayName: member.name,
        email: member.email,
        language: member.language ?? 'en',
        timeZone: member.timeZone ?? 'UTC',
      }
    },
    findAccount(email) {
      const wanted = email.toLowerCase()
      const member = members.find((each) => each.kind === 'employee' && each.email.toLowerCase() === wanted)
      return member && account(member)
    },
  }
}
