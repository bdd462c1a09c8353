// Read access to JumpCloud as skills and policy see it. Every fact may be missing: a missing fact means no.
import type { GroupId, UserId } from './ids.ts'

export interface User {
  id: UserId
  username: string | undefined
  /** Lower case. */
  email: string | undefined
  /** An address of their own, only when JumpCloud says that they have verified it; good for notices, and half a proof at most. */
  recoveryEmail: { address: string; verifiedAt: Date | undefined } | undefined
  firstName: string | undefined
  lastName: string | undefined
  /** displayname, else first and last name, else username: always something a person can be called. */
  name: string
  state: 'ACTIVATED' | 'SUSPENDED' | 'STAGED' | undefined
  locked: boolean | undefined
  lockedAt: Date | undefined
  passwordExpired: boolean | undefined
  passwordExpiresAt: Date | undefined
  passwordChangedAt: Date | undefined
  mfa: {
    required: boolean | undefined
    totpEnrolled: boolean | undefined
    pushEnrolled: boolean | undefined
    passkeyEnrolled: boolean | undefined
    /** The enrolment window is open until then; a window that is over with nothing enrolled keeps people out. */
    excludedUntil: Date | undefined
    excluded: boolean | undefined
    overall: string | undefined
  }
  managerId: UserId | undefined
  department: string | undefined
  jobTitle: string | undefined
  location: string | undefined
  /** True when this person is also a JumpCloud administrator; undefined when JumpCloud did not say. */
  isAdmin: boolean | undefined
  /** Fields that Active Directory, an identity provider or SCIM owns and JumpCloud cannot change. */
  managedElsewhere: string[]
  /** The system that owns the password, where JumpCloud does not. */
  passwordOwner: 'active-directory' | 'identity-provider' | 'scim' | 'another-system' | undefined
  createdAt: Date | undefined
}

/** JumpCloud's rules for one user's password. What JumpCloud does not say, or does not enforce, is undefined or false. */
export interface PasswordRules {
  minLength: number | undefined
  needsUppercase: boolean
  needsLowercase: boolean
  needsNumeric: boolean
  needsSymbolic: boolean
  allowsUsername: boolean
  /** So many earlier passwords are remembered and refused. */
  history: number | undefined
}

/** A phone with JumpCloud Protect. */
export interface PushDevice {
  id: string
  name: string | undefined
  model: string | undefined
  isActive: boolean
  enrolledAt: Date | undefined
  lastUsedAt: Date | undefined
}

export interface Group {
  id: GroupId
  name: string
  description: string | undefined
  /** STATIC groups keep manual members; a DYNAMIC_AUTOMATED group overrides them by its query. */
  membership: 'STATIC' | 'NOTSET' | 'DYNAMIC_REVIEW_REQUIRED' | 'DYNAMIC_AUTOMATED' | undefined
  /** True when the group grants sudo on devices: never requestable as an ordinary group. */
  grantsSudo: boolean | undefined
}

export interface DirectoryEvent {
  id: string
  type: string
  service: string
  at: Date
  success: boolean | undefined
  /** Whose account it concerns, by id where JumpCloud names one. */
  userId: UserId | undefined
  username: string | undefined
  initiatedBy: string | undefined
  /** The device or application it came from, where known. */
  source: string | undefined
  clientIp: string | undefined
  /** Two letters, where JumpCloud placed the address. */
  country: string | undefined
  message: string | undefined
}

/** All reads throw LatchkeyError (`jumpcloud-*`); `get`-like ones throw `jumpcloud-not-found`, `find…` may miss. */
export interface Directory {
  user(id: UserId): Promise<User>
  /** Exactly one match or none; several throw `ambiguous`. Comparison is case-insensitive and exact. */
  findUser(by: { email: string } | { username: string }): Promise<User | undefined>
  /** Everyone, streamed page by page in a stable order. */
  users(): AsyncIterable<User>
  /** People whose manager is this user. */
  reports(of: UserId): AsyncIterable<User>
  manager(of: UserId): Promise<User | undefined>
  group(id: GroupId): Promise<Group>
  groups(): AsyncIterable<Group>
  /** Exact name, case-insensitive; several throw `ambiguous`. */
  findGroup(name: string): Promise<Group | undefined>
  /** Effective members, streamed. */
  members(of: GroupId): AsyncIterable<UserId>
  /** Its id by exact name. Where the name led is remembered for five minutes; a name that led nowhere is not. */
  findGroupId(name: string): Promise<GroupId | undefined>
  /** The groups that this person is in, directly or through another group. */
  groupIds(of: UserId): Promise<GroupId[]>
  isMember(user: UserId, group: GroupId): Promise<boolean>
  memberOf(user: UserId): Promise<{ group: Group; direct: boolean }[]>
  passwordRules(of: UserId): Promise<PasswordRules>
  /** Since when the user has a TOTP key; undefined for who has none, or of whom JumpCloud does not say. */
  totpEnrolledAt(of: UserId): Promise<Date | undefined>
  /** Active ones first, each kind by last use. */
  pushDevices(of: UserId): Promise<PushDevice[]>
  /** Newest first; at most `limit` (default 20) within the last `days` (default 7). */
  events(
    about: { user: UserId; username: string | undefined },
    options?: { days?: number; limit?: number },
  ): Promise<DirectoryEvent[]>
  organisation(): Promise<{ id: string; name: string }>
}
