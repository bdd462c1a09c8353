// Who may not decide about somebody's password or factors, although they have the role: a pure rule over what was read.
import { days, hours } from '../clock.ts'
import type { UserId } from '../ids.ts'

const rests = hours(72)

/** Undefined is what could not be read: it closes the door. */
export interface Voter {
  person: UserId
  isActive: boolean | undefined
  /** When their own password, second factor, or a factor that they keep with Latchkey last changed. */
  credentialChangedAt: Date | 'never' | undefined
  /** Their manager, that one's manager and so on, up to who has none; undefined where one of them could not be read. */
  above: readonly UserId[] | undefined
}

const whyNots = ['themselves', 'not-active', 'fresh-credential', 'reports-to-requester', 'unreadable'] as const
export type WhyNot = (typeof whyNots)[number]

/** Whoever was just taken over, is gone, or has to fear the requester decides nothing here. */
export function whyNoVote(
  voter: Voter,
  { now, requester, subject }: { now: Date; requester: UserId; subject: UserId },
): WhyNot | undefined {
  const { person, isActive, credentialChangedAt, above } = voter
  if (person === requester || person === subject) return 'themselves'
  if (isActive === undefined || credentialChangedAt === undefined || above === undefined) return 'unreadable'
  if (!isActive) return 'not-active'
  if (credentialChangedAt !== 'never' && !(credentialChangedAt.getTime() + rests <= now.getTime()))
    return 'fresh-credential'
  if (above.includes(requester)) return 'reports-to-requester'
  return undefined
}

/** `from-the-start`: since Latchkey began to look. Undefined: not seen before, which is as good as just now. */
export type Since = Date | 'from-the-start' | undefined
const settles = hours(24)

/** Whoever was made an approver today may have been made one for this very request. */
export const hasSettled = (since: Since, now: Date): boolean =>
  since === 'from-the-start' || (since !== undefined && since.getTime() + settles <= now.getTime())

/** Two who decide together are two only while neither is above the other. */
export const areIndependent = (one: Voter, other: Voter): boolean =>
  one.person !== other.person &&
  one.above !== undefined &&
  other.above !== undefined &&
  !one.above.includes(other.person) &&
  !other.above.includes(one.person)

/** Somebody's yes to a plan about credentials. */
export interface Yes {
  request: string
  person: UserId
  at: Date
}

const countedFor = days(30)
const mostTogether = 3

/** Two who have agreed three times in thirty days decide no fourth time together: a third person has to look. */
export function isWornPair(yeses: readonly Yes[], one: UserId, other: UserId, now: Date): boolean {
  const lately = yeses.filter(({ at }) => !(at.getTime() + countedFor <= now.getTime()))
  const of = (whose: UserId) => new Set(lately.flatMap(({ person, request }) => (person === whose ? request : [])))
  const others = of(other)
  return [...of(one)].filter((request) => others.has(request)).length >= mostTogether
}

/** The chain above somebody; undefined when one link cannot be read. A circle ends where it closes. */
export function chainAbove(
  person: UserId,
  managerOf: (of: UserId) => UserId | 'nobody' | undefined,
): readonly UserId[] | undefined {
  const chain: UserId[] = []
  for (let at = managerOf(person); ; at = managerOf(at)) {
    if (at === undefined) return undefined
    if (at === 'nobody' || chain.includes(at)) return chain
    chain.push(at)
  }
}
