// Who stands behind a chat account: a bound person, somebody whose e-mail matches but who has proven nothing, or nobody.
import type { Profile } from '../adapter.ts'
import type { Core } from '../core.ts'
import type { Directory } from '../directory.ts'
import { LatchkeyError } from '../errors.ts'
import type { Account, UserId } from '../ids.ts'
import { type Text, text } from '../words/text.ts'

export type Identity =
  | { kind: 'bound'; user: UserId; since: Date }
  /** A hint, never an identity: good for choosing whose phone to ring. */
  | { kind: 'candidate'; user: UserId }
  | { kind: 'unknown'; why: Text }

type Deps = Pick<Core, 'bindings' | 'organisation'> & { directory: Directory }

export async function identify(
  deps: Deps,
  account: Account,
  profile: Extract<Profile, { kind: 'employee' }>,
): Promise<Identity> {
  const binding = await deps.bindings.find(account)
  if (binding) return { kind: 'bound', user: binding.user, since: binding.since }
  const email = profile.email?.toLowerCase()
  if (email === undefined) return { kind: 'unknown', why: text('people.no-email') }
  // The Kelvin sign is a "k" in lower case: an address that only looks like somebody's is nobody's.
  if (!/^[\x21-\x7e]+$/.test(profile.email ?? '')) return { kind: 'unknown', why: text('people.no-match') }
  const domain = email.slice(email.lastIndexOf('@') + 1)
  if (!deps.organisation.organisation.domains.includes(domain))
    return { kind: 'unknown', why: text('people.foreign-domain') }
  try {
    const user = await deps.directory.findUser({ email })
    return user?.state === 'ACTIVATED'
      ? { kind: 'candidate', user: user.id }
      : { kind: 'unknown', why: text('people.no-match') }
  } catch (error) {
    if (!(error instanceof LatchkeyError)) throw error
    // Whoever cannot be looked up is nobody for now: help and a person are still there for them.
    return { kind: 'unknown', why: error.code === 'ambiguous' ? text('people.no-match') : error.text }
  }
}
