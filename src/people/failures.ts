// How somebody's failed sign-ins look: like their own slips, or like somebody else who tries the door.
import { days, hours } from '../clock.ts'
import type { Directory, DirectoryEvent, User } from '../directory.ts'
import { LatchkeyError } from '../errors.ts'

/** `unread`: what Directory Insights does not tell is not known to be usual. */
export type FailuresLook = 'usual' | 'odd' | 'unread'

const lookedBackDays = 30
/** Who comes on Monday was locked out on Friday. */
const lately = hours(24 * 7)
/** One person changes between office, home and phone; more than that is a list being worked through. */
const mostAddresses = 3
/** Newest first; what is cut off is old, and then a place seems unknown rather than known. */
const mostEvents = 200

export const failedLately = (events: readonly DirectoryEvent[], now: Date): DirectoryEvent[] =>
  events.filter(({ success, at }) => success === false && at.getTime() > now.getTime() - lately)

/** Odd: from a place at which they never signed in before, within 30 days, or from many places. */
export function lookOfFailures(events: readonly DirectoryEvent[], now: Date): 'usual' | 'odd' {
  const failed = failedLately(events, now)
  const since = now.getTime() - days(lookedBackDays)
  const done = events.filter(({ success, at }) => success === true && at.getTime() > since)
  const addresses = new Set(failed.flatMap(({ clientIp }) => clientIp ?? []))
  const isOdd = addresses.size > mostAddresses || failed.some((one) => isStrange(one, before(done, one)))
  return isOdd ? 'odd' : 'usual'
}

/** A sign-in that came after the failures makes nothing usual: it may be the one that got in. */
const before = (done: readonly DirectoryEvent[], { at }: DirectoryEvent): DirectoryEvent[] =>
  done.filter((one) => one.at < at)

function isStrange(failed: DirectoryEvent, known: readonly DirectoryEvent[]): boolean {
  const { clientIp, country } = failed
  const system = systemOf(failed)
  const isSame = (one: DirectoryEvent) =>
    (clientIp !== undefined && one.clientIp === clientIp) || (system !== undefined && systemOf(one) === system)
  // An address of a country in which they never were is strange on their own laptop, too.
  const countries = known.flatMap((one) => one.country ?? [])
  const isAbroad = country !== undefined && countries.length > 0 && !countries.includes(country)
  return isAbroad || !known.some(isSame)
}

/** Only a device is a place. An application is the same from everywhere. */
const systemOf = ({ service, source }: DirectoryEvent): string | undefined =>
  service === 'systems' ? source?.toLowerCase() : undefined

export const eventsOf = (directory: Directory, { id, username }: Pick<User, 'id' | 'username'>) =>
  directory.events({ user: id, username }, { days: lookedBackDays, limit: mostEvents })

export async function readFailuresLook(
  directory: Directory,
  user: Pick<User, 'id' | 'username'>,
  now: Date,
): Promise<FailuresLook> {
  try {
    return lookOfFailures(await eventsOf(directory, user), now)
  } catch (error) {
    if (!(error instanceof LatchkeyError)) throw error
    return 'unread'
  }
}
