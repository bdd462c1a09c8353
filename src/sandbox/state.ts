// What the sandbox remembers: the directory, the phones and their pushes, and the event log.
import { createHash } from 'node:crypto'

/** A system user under JumpCloud's own field names; what is not set is absent. */
export interface SystemUser {
  _id: string
  username: string
  email: string
  firstname?: string
  lastname?: string
  displayname?: string
  state: 'ACTIVATED' | 'SUSPENDED' | 'STAGED'
  activated: boolean
  suspended: boolean
  account_locked: boolean
  account_locked_date?: string | null
  badLoginAttempts?: number
  password_expired: boolean
  password_expiration_date?: string | null
  password_date?: string | null
  password_never_expires?: boolean
  enable_user_portal_multifactor?: boolean
  totp_enabled?: boolean
  mfa?: { configured: boolean; exclusion?: boolean; exclusionUntil?: string; exclusionDays?: number }
  mfaEnrollment?: Record<string, string>
  manager?: string
  department?: string
  company?: string
  jobTitle?: string
  employeeType?: string
  location?: string
  alternateEmail?: string
  recoveryEmail?: { address: string; verified: boolean; verifiedAt?: string }
  restrictedFields?: { field: string; type: string; id: string }[]
  delegatedAuthority?: { name: string; id: string } | null
  admin?: { id: string; roleName: string; roleNames?: string[] } | null
  created?: string
  organization: string
}

export interface UserGroup {
  id: string
  name: string
  description: string
  membershipMethod: 'NOTSET' | 'STATIC' | 'DYNAMIC_REVIEW_REQUIRED' | 'DYNAMIC_AUTOMATED'
  sudo: { enabled: boolean; withoutPassword: boolean }
  /** What a dynamic group asks for, as JumpCloud's own filter strings. */
  query?: string[]
  members: Set<string>
}

export interface Application {
  _id: string
  name: string
  displayName: string
  displayLabel: string
}

/** One device with JumpCloud Protect. `auto` is the sandbox's own: what the person does with every push. */
export interface Phone {
  id: string
  user: string
  name: string
  state: 'active' | 'inactive'
  make: string
  model: string
  os: string
  osVersion: string
  enrolledAt: string
  lastUsedAt: string
  auto: PhoneMode
}
type PhoneMode = 'ask' | 'accept' | 'deny' | 'ignore'

export interface Push {
  id: string
  user: string
  phone: string
  message: string
  confirmationCode: string
  sentAt: Date
  expiresAt: Date
  answer: 'ACCEPTED' | 'DENIED' | 'ERRORED' | undefined
}

/** One Directory Insights event; the fields differ by service. */
export type InsightsEvent = {
  id: string
  event_type: string
  service: string
  timestamp: string
  organization: string
} & Record<string, unknown>

/** JumpCloud's rules for passwords; a number counts only if its `enable…` flag is true. */
export interface PasswordPolicy {
  enableMinLength: boolean
  minLength: number
  needsUppercase: boolean
  needsLowercase: boolean
  needsNumeric: boolean
  needsSymbolic: boolean
  allowUsernameSubstring: boolean
  disallowCommonlyUsedPasswords: boolean
  disallowSequentialOrRepetitiveChars: boolean
  enableMaxHistory: boolean
  maxHistory: number
  enableMinChangePeriodInDays: boolean
  minChangePeriodInDays: number
}

/** A mail that JumpCloud itself sent. */
interface Mail {
  user: string
  to: string
  kind: 'password-reset' | 'activation'
  at: string
}

export interface State {
  organisation: { _id: string; displayName: string }
  /** Off means that Insights answers 402, as for an organisation that did not buy it. */
  insights: boolean
  users: Map<string, SystemUser>
  groups: Map<string, UserGroup>
  applications: Application[]
  phones: Phone[]
  pushes: Push[]
  passwordPolicy: PasswordPolicy
  /** Digests of each user's passwords, the newest first. */
  passwords: Map<string, string[]>
  /** Since when a user has a TOTP key, by the user's id. */
  totpEnrolledAt: Map<string, string>
  mails: Mail[]
  events: InsightsEvent[]
  /** Counts what was made since the start, so that ids are the same in every run. */
  made: number
}

/** A 24-hex id that is the same in every run for the same thing. */
export const idOf = (kind: string, name: string): string =>
  createHash('sha256').update(`${kind}:${name}`).digest('hex').slice(0, 24)

export function nextId(state: State, kind: string): string {
  state.made += 1
  return idOf(kind, String(state.made))
}
