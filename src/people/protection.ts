// Protected people: worth most to an attacker, so they get less by self-service. What cannot be read counts as protected.
import type { Directory, User } from '../directory.ts'
import type { Organisation } from '../organisation/organisation.ts'

/** `never`: service and break-glass accounts, which nobody serves through chat. */
export type Protection = 'no' | 'yes' | 'never'

/** JumpCloud admins, members of the it, security and admin roles, listed people and groups. Line managers are not protected for being that. */
export async function protectionOf(
  deps: { directory: Directory; organisation: Organisation },
  user: User,
): Promise<Protection> {
  const { protected: listed, roles } = deps.organisation
  if (isNamed(user, [...listed.serviceAccounts, ...listed.breakGlass])) return 'never'
  // Missing is not "no": only a clear answer from JumpCloud makes somebody an ordinary person.
  if (user.isAdmin !== false) return 'yes'
  // Whoever has no address or user name to compare may be anybody who is listed.
  if (user.email === undefined || user.username === undefined) return 'yes'
  const people = [...listed.people, ...roles.it.people, ...roles.security.people, ...roles.admin.people]
  if (isNamed(user, people)) return 'yes'
  for (const name of [...listed.groups, ...roles.it.groups, ...roles.security.groups, ...roles.admin.groups]) {
    const group = await deps.directory.findGroupId(name)
    // A group that was renamed or removed protects nobody any more, which nobody may profit from.
    if (group === undefined || (await deps.directory.isMember(user.id, group))) return 'yes'
  }
  return 'no'
}

const isNamed = (user: User, listed: readonly string[]): boolean =>
  listed.some((name) => {
    const wanted = name.toLowerCase()
    return wanted === user.email?.toLowerCase() || wanted === user.username?.toLowerCase()
  })
