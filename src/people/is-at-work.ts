// Whether a mailbox is the organisation's: it opens with what is lost, so it is no way of its own.
import type { Core } from '../core.ts'
import type { User } from '../directory.ts'

/** Also one below, and one at the domain of the person's work mail. */
export function isAtWork(
  { organisation }: Pick<Core, 'organisation'>,
  { email }: Pick<User, 'email'>,
  address: string,
): boolean {
  const domain = address.slice(address.lastIndexOf('@') + 1).toLowerCase()
  const ours = [...organisation.organisation.domains, ...(email === undefined ? [] : [email.replace(/^.*@/, '')])]
  return ours.some((one) => domain === one.toLowerCase() || domain.endsWith(`.${one.toLowerCase()}`))
}
