// Second factors: resetting one with a window to enrol again, asking for one again, and when TOTP was enrolled.
import { days } from '../clock.ts'
import { enrolment } from './company/conditions.ts'
import { personEvent } from './events.ts'
import { badRequest, type Call, json, notFound, objectOf, type Reply, type Route } from './route.ts'
import type { SystemUser } from './state.ts'
import { systemUser } from './users.ts'

export const factorRoutes: Route[] = [
  {
    api: 'v1',
    method: 'POST',
    path: '/systemusers/{user}/resetmfa',
    scopes: ['users.mfa.reset', 'users'],
    handle: reset,
  },
  {
    api: 'v1',
    method: 'POST',
    path: '/systemusers/{user}/mfa/enforce',
    scopes: ['users.mfa.enforce', 'users.mfa', 'users'],
    handle: enforce,
  },
  {
    api: 'v1',
    method: 'GET',
    path: '/systemusers/{user}/totpinfo',
    scopes: ['users.readonly', 'users'],
    handle: (call) => {
      const { totp_enabled, _id } = systemUser(call)
      return totp_enabled ? json({ enrollmentDate: call.state.totpEnrolledAt.get(_id) }) : notFound()
    },
  },
]

/**
 * Takes the TOTP key away every time it is called, also from somebody who enrolled since; phones and passkeys stay
 * (JumpCloud API, 7.1: push goes only where Unified MFA is on). Without a window nobody has time to enrol.
 */
function reset(call: Call): Reply {
  const user = systemUser(call)
  const { exclusion, exclusionUntil, exclusionDays } = objectOf(call.body)
  if (exclusion !== undefined && typeof exclusion !== 'boolean') badRequest('"exclusion" must be a boolean')
  if (exclusionUntil !== undefined && Number.isNaN(Date.parse(String(exclusionUntil))))
    badRequest('"exclusionUntil" must be a date')
  if (exclusionDays !== undefined && !(Number.isInteger(exclusionDays) && Number(exclusionDays) >= 1))
    badRequest('"exclusionDays" must be a whole number')
  const wasEnrolled = user.totp_enabled === true
  user.totp_enabled = false
  call.state.totpEnrolledAt.delete(user._id)
  const until =
    exclusionUntil !== undefined
      ? new Date(String(exclusionUntil))
      : new Date(call.now.getTime() + days(Number(exclusionDays ?? 0)))
  user.mfa =
    exclusion === true ? { configured: false, exclusion, exclusionUntil: until.toISOString() } : { configured: false }
  user.mfaEnrollment = enrolmentOf(call, user)
  if (wasEnrolled) personEvent(call, 'totp_delete_enrollment', user)
  return { status: 200, text: 'OK', changed: true }
}

/** Ends the window. Whoever has enrolled keeps what they have. */
function enforce(call: Call): Reply {
  const user = systemUser(call)
  const { enable_user_portal_multifactor: isWanted, mfa } = objectOf(call.body)
  if (typeof isWanted !== 'boolean') badRequest('"enable_user_portal_multifactor" must be a boolean')
  const { exclusion } = objectOf(mfa)
  const before = JSON.stringify([user.enable_user_portal_multifactor, user.mfa])
  user.enable_user_portal_multifactor = isWanted === true
  if (exclusion === false) user.mfa = { configured: user.mfa?.configured ?? false, exclusion: false }
  user.mfaEnrollment = enrolmentOf(call, user)
  return { status: 200, text: 'OK', changed: before !== JSON.stringify([isWanted, user.mfa]) }
}

/** The person takes the phone in hand: a new TOTP key, as JumpCloud's own portal would let them enrol. */
export function enrolTotp(by: Pick<Call, 'state' | 'now' | 'key'>, user: SystemUser): void {
  user.totp_enabled = true
  by.state.totpEnrolledAt.set(user._id, by.now.toISOString())
  user.mfa = { ...user.mfa, configured: true }
  user.mfaEnrollment = enrolmentOf(by, user)
  personEvent(by, 'totp_finish_enrollment', user)
}

export function enrolmentOf({ state, now }: Pick<Call, 'state' | 'now'>, user: SystemUser): Record<string, string> {
  const isOpen = user.mfa?.exclusion === true && user.mfa.exclusionUntil !== undefined
  const isOver = isOpen && new Date(user.mfa?.exclusionUntil ?? 0) <= now
  const missing = isOver ? 'ENROLLMENT_EXPIRED' : isOpen ? 'IN_ENROLLMENT' : 'NOT_ENROLLED'
  const hasPush = state.phones.some((phone) => phone.user === user._id && phone.state === 'active')
  const webAuthnStatus = user.mfaEnrollment?.webAuthnStatus ?? 'NOT_ENROLLED'
  const hasAny = user.totp_enabled === true || hasPush || webAuthnStatus === 'ENROLLED'
  const totp = user.totp_enabled ? 'ENROLLED' : missing
  return {
    ...enrolment(hasAny ? 'ENROLLED' : missing, totp, hasPush ? 'ENROLLED' : 'NOT_ENROLLED'),
    webAuthnStatus,
  }
}
