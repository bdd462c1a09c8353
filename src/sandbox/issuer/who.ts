// Whether somebody may sign in at the sandbox: an active account that is not locked, its password, and its second factor.
import { record } from '../events.ts'
import { isItsPassword } from '../passwords.ts'
import type { State, SystemUser } from '../state.ts'

interface Typed {
  email: string
  password: string
  code: string
}

/** The user with the methods that were used (RFC 8176), or what the page says: never which of the two was wrong. */
export function whoSignsIn(
  state: State,
  { email, password, code }: Typed,
  now: Date,
): { user: SystemUser; amr: string[] } | { problem: string } {
  const wanted = email.trim().toLowerCase()
  const user = [...state.users.values()].find((one) => [one.email.toLowerCase(), one.username].includes(wanted))
  const isRight = user !== undefined && user.state === 'ACTIVATED' && isItsPassword(state, user, password)
  const asksForMore = user?.totp_enabled === true
  const hasCode = /^\d{6}$/.test(code.trim())
  if (user)
    record(
      { state, now, key: 'portal' },
      {
        event_type: 'user_login_attempt',
        service: 'directory',
        resource: { type: 'systemuser', id: user._id, username: user.username },
        initiated_by: { type: 'systemuser', id: user._id, username: user.username },
        mfa: asksForMore,
        success: isRight && !user.account_locked && (hasCode || !asksForMore),
      },
    )
  if (!isRight) return { problem: 'E-mail or password is wrong.' }
  if (user.account_locked) return { problem: 'This account is locked.' }
  if (asksForMore && !hasCode) return { problem: 'Type the six digits of your authenticator app as well.' }
  return { user, amr: asksForMore ? ['pwd', 'otp'] : ['pwd'] }
}
