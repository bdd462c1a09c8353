// What is unusual about some of Northwind's accounts: locked, expired, suspended, staged, managed elsewhere, an administrator.
import { days, hours, minutes } from '../../clock.ts'
import { idOf, type SystemUser } from '../state.ts'

/** Who is locked since how long ago, and on which device the wrong passwords were typed. */
export const lockouts: { username: string; agoMs: number; hostname: string; ip: string; attempts: number }[] = [
  { username: 'maya.alvarez', agoMs: minutes(38), hostname: 'MAYA-MBP14', ip: '203.0.113.7', attempts: 5 },
  { username: 'ida.lindqvist', agoMs: hours(2), hostname: 'IDA-THINKPAD', ip: '203.0.113.61', attempts: 6 },
  { username: 'amara.diallo', agoMs: hours(5), hostname: 'CARE-DESK-04', ip: '203.0.113.90', attempts: 5 },
  { username: 'carlos.mendes', agoMs: minutes(12), hostname: 'CARE-DESK-11', ip: '198.51.100.14', attempts: 5 },
  { username: 'viktor.lund', agoMs: minutes(55), hostname: 'VIKTOR-XPS', ip: '203.0.113.33', attempts: 7 },
]

/** What else differs from an ordinary account, by username. */
export function conditions(now: Date): Record<string, Partial<SystemUser>> {
  const ago = (ms: number): string => new Date(now.getTime() - ms).toISOString()
  const directory = idOf('activedirectory', 'northwind')
  return {
    'maya.alvarez': { recoveryEmail: { address: 'maya@alvarez.example', verified: true, verifiedAt: ago(days(400)) } },
    'leo.brandt': { recoveryEmail: { address: 'leo@brandt.example', verified: false } },
    'ida.lindqvist': { password_expired: true, password_expiration_date: ago(days(3)), password_date: ago(days(93)) },
    'noor.haddad': {
      enable_user_portal_multifactor: true,
      totp_enabled: false,
      mfa: { configured: false, exclusion: true, exclusionUntil: ago(days(1)) },
      mfaEnrollment: enrolment('ENROLLMENT_EXPIRED', 'NOT_ENROLLED', 'NOT_ENROLLED'),
    },
    'yuki.sato': { password_expired: true, password_expiration_date: ago(days(1)), password_date: ago(days(91)) },
    'sam.kowalski': { state: 'SUSPENDED', suspended: true },
    'elif.yilmaz': {
      state: 'STAGED',
      activated: false,
      password_date: null,
      password_expiration_date: null,
      alternateEmail: 'elif.yilmaz@home.example',
      totp_enabled: false,
      mfa: { configured: false },
      mfaEnrollment: enrolment('NOT_ENROLLED', 'NOT_ENROLLED', 'NOT_ENROLLED'),
      created: ago(days(2)),
    },
    'grace.mbeki': {
      delegatedAuthority: { name: 'ActiveDirectory', id: directory },
      restrictedFields: ['password', 'email', 'username', 'firstname', 'lastname'].map((field) => ({
        field,
        type: 'active_directory',
        id: directory,
      })),
    },
    'ruth.adler': {
      admin: { id: idOf('admin', 'ruth.adler'), roleName: 'Administrator', roleNames: ['Administrator'] },
    },
    // Stored as it was once typed: `$eq` with the lower-case address does not find it.
    'tomas.novak': { email: 'Tomas.Novak@northwind.example' },
    'svc-backup': {
      displayname: 'Backup service',
      password_never_expires: true,
      enable_user_portal_multifactor: false,
    },
    'break-glass': { displayname: 'Emergency access', password_never_expires: true },
  }
}

export const enrolment = (overallStatus: string, totpStatus: string, pushStatus: string): Record<string, string> => ({
  overallStatus,
  totpStatus,
  pushStatus,
  webAuthnStatus: 'NOT_ENROLLED',
  smsStatus: 'NOT_ENROLLED',
  jcGoStatus: 'NOT_ENROLLED',
})
