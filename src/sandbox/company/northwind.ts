// Northwind as the sandbox starts with it: the same in every run, with times that count back from now.
import { days } from '../../clock.ts'
import { idOf, type PasswordPolicy, type Phone, type State, type SystemUser } from '../state.ts'
import { conditions, enrolment, lockouts } from './conditions.ts'
import { applications, groups } from './groups.ts'
import { history } from './history.ts'
import { type Person, people } from './people.ts'

const organisation = { _id: idOf('organization', 'northwind'), displayName: 'Northwind' }

export function northwind(now: Date): State {
  const unusual = conditions(now)
  const users = people.map((person) => ({ ...userOf(person, now), ...unusual[person.username] }))
  const state: State = {
    organisation,
    insights: true,
    users: new Map(users.map((user) => [user._id, user])),
    groups: new Map(groups().map((group) => [group.id, group])),
    applications: applications(),
    phones: people.flatMap((person) => phoneOf(person, now)),
    pushes: [],
    passwordPolicy: passwordPolicy(),
    passwords: new Map(),
    totpEnrolledAt: new Map(
      users.flatMap(({ _id, totp_enabled }) => (totp_enabled ? [[_id, enrolledAt(now)] as const] : [])),
    ),
    mails: [],
    events: [],
    made: 0,
  }
  history(state, now)
  return state
}

const enrolledAt = (now: Date): string => new Date(now.getTime() - days(200)).toISOString()

/** Long rather than odd, as most companies have it by now. */
const passwordPolicy = (): PasswordPolicy => ({
  enableMinLength: true,
  minLength: 12,
  needsUppercase: true,
  needsLowercase: true,
  needsNumeric: true,
  needsSymbolic: false,
  allowUsernameSubstring: false,
  disallowCommonlyUsedPasswords: true,
  disallowSequentialOrRepetitiveChars: false,
  enableMaxHistory: true,
  maxHistory: 5,
  enableMinChangePeriodInDays: false,
  minChangePeriodInDays: 1,
})

function userOf(person: Person, now: Date): SystemUser {
  const date = (fromNowMs: number): string => new Date(now.getTime() + fromNowMs).toISOString()
  const { first, last, username } = person
  const lockout = lockouts.find((one) => one.username === username)
  const hasPhone = person.phone !== undefined
  return {
    _id: idOf('user', username),
    username,
    email: `${username}@northwind.example`,
    ...(first ? { firstname: first, lastname: last, displayname: `${first} ${last}` } : {}),
    state: 'ACTIVATED',
    activated: true,
    suspended: false,
    account_locked: lockout !== undefined,
    account_locked_date: lockout ? date(-lockout.agoMs) : null,
    badLoginAttempts: lockout?.attempts ?? 0,
    password_expired: false,
    password_expiration_date: date(days(60)),
    password_date: date(-days(30)),
    password_never_expires: false,
    enable_user_portal_multifactor: true,
    totp_enabled: person.employeeType !== 'Service',
    mfa: { configured: person.employeeType !== 'Service', exclusion: false },
    mfaEnrollment: enrolment('ENROLLED', 'ENROLLED', hasPhone ? 'ENROLLED' : 'NOT_ENROLLED'),
    ...(person.manager ? { manager: idOf('user', person.manager) } : {}),
    department: person.department,
    company: organisation.displayName,
    jobTitle: person.title,
    employeeType: person.employeeType,
    ...(person.location ? { location: person.location } : {}),
    admin: null,
    created: date(-days(500)),
    organization: organisation._id,
  }
}

function phoneOf(person: Person, now: Date): Phone[] {
  if (!person.phone) return []
  const ago = (ms: number): string => new Date(now.getTime() - ms).toISOString()
  const isApple = person.phone.startsWith('iPhone')
  return [
    {
      id: idOf('phone', person.username),
      user: idOf('user', person.username),
      name: `${person.first}'s ${person.phone}`,
      state: 'active',
      make: isApple ? 'Apple' : person.phone.startsWith('Pixel') ? 'Google' : 'Samsung',
      model: person.phone,
      os: isApple ? 'iOS' : 'Android',
      osVersion: isApple ? '19.1' : '16',
      enrolledAt: ago(days(200)),
      lastUsedAt: ago(days(1)),
      auto: 'ask',
    },
  ]
}
