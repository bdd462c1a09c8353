// From JumpCloud's shapes to ours: checked bodies, ids, dates, users and groups.
import { z } from 'zod'
import type { Group, PasswordRules, PushDevice, User } from '../directory.ts'
import { type GroupId, groupId, type UserId, userId } from '../ids.ts'
import type { PasswordPolicy, PushEndpoints, SystemUser, UserGroup } from './schemas.ts'
import { malformed } from './translate.ts'

/** Throws `jumpcloud-malformed` that names the place, never the value. */
export function readBody<Schema extends z.ZodType>(schema: Schema, body: unknown, what: string): z.output<Schema> {
  const parsed = schema.safeParse(body)
  if (parsed.success) return parsed.data
  throw malformed([what, ...(parsed.error.issues[0]?.path ?? [])].join('.'))
}

export const asUserId = (value: unknown): UserId => readBody(userId, value, 'user id')
export const asGroupId = (value: unknown): GroupId => readBody(groupId, value, 'group id')

export function asDate(value: string | undefined): Date | undefined {
  if (value === undefined) return undefined
  const date = new Date(value)
  return Number.isNaN(date.getTime()) ? undefined : date
}

export function toUser(from: SystemUser): User {
  const id = asUserId(from._id ?? from.id)
  const { mfa, mfaEnrollment: enrolled } = from
  const fullName = [from.firstname, from.lastname].filter(Boolean).join(' ')
  const email = from.email?.toLowerCase()
  return {
    id,
    username: from.username,
    email,
    recoveryEmail: recoveryEmailOf(from),
    firstName: from.firstname,
    lastName: from.lastname,
    name: from.displayname || fullName || from.username || email || id,
    state: from.state,
    locked: from.account_locked,
    lockedAt: asDate(from.account_locked_date),
    passwordExpired: from.password_expired,
    passwordExpiresAt: asDate(from.password_expiration_date),
    passwordChangedAt: asDate(from.password_date),
    mfa: {
      required: from.enable_user_portal_multifactor,
      totpEnrolled: from.totp_enabled ?? isEnrolled(enrolled?.totpStatus),
      pushEnrolled: isEnrolled(enrolled?.pushStatus),
      passkeyEnrolled: isEnrolled(enrolled?.webAuthnStatus),
      excludedUntil: asDate(mfa?.exclusionUntil),
      excluded: mfa?.exclusion,
      overall: enrolled?.overallStatus,
    },
    managerId: userId.safeParse(from.manager).data,
    department: from.department,
    jobTitle: from.jobTitle,
    location: from.location,
    isAdmin: from.admin === undefined ? undefined : from.admin !== null,
    managedElsewhere: managedElsewhere(from),
    passwordOwner: passwordOwner(from),
    createdAt: asDate(from.created),
  }
}

/** Nobody has shown yet that an unverified address is theirs, or anybody's. */
function recoveryEmailOf({ recoveryEmail: given }: SystemUser): User['recoveryEmail'] {
  const address = z.email().max(254).safeParse(given?.address).data
  return given?.verified === true && address ? { address, verifiedAt: asDate(given.verifiedAt) } : undefined
}

/** Active Directory's authority and the older flag name no field, but they mean the password at least. */
function managedElsewhere(from: SystemUser): string[] {
  const fields = (from.restrictedFields ?? []).flatMap(({ field }) => (field ? [field] : []))
  const isDelegated = (from.delegatedAuthority ?? null) !== null || from.externally_managed === true
  return [...new Set(isDelegated ? [...fields, 'password'] : fields)]
}

/** JumpCloud's own words for them (JumpCloud API, 4.5 "ownership"). */
const owners: Record<string, User['passwordOwner']> = {
  active_directory: 'active-directory',
  ActiveDirectory: 'active-directory',
  federated_identity_provider: 'identity-provider',
  scim: 'scim',
}

function passwordOwner(from: SystemUser): User['passwordOwner'] {
  if (!managedElsewhere(from).includes('password')) return undefined
  const restricted = (from.restrictedFields ?? []).find(({ field }) => field === 'password')
  const named = [from.delegatedAuthority?.name, restricted?.type].flatMap((name) => owners[name ?? ''] ?? [])
  return named[0] ?? 'another-system'
}

const isEnrolled = (status: string | undefined): boolean | undefined =>
  status === undefined ? undefined : status === 'ENROLLED'

export const toPasswordRules = ({ policy }: PasswordPolicy): PasswordRules => ({
  minLength: policy.enableMinLength ? policy.minLength : undefined,
  needsUppercase: policy.needsUppercase ?? false,
  needsLowercase: policy.needsLowercase ?? false,
  needsNumeric: policy.needsNumeric ?? false,
  needsSymbolic: policy.needsSymbolic ?? false,
  allowsUsername: policy.allowUsernameSubstring ?? false,
  history: policy.enableMaxHistory ? policy.maxHistory : undefined,
})

export const toPushDevices = (from: PushEndpoints): PushDevice[] =>
  from
    .map(({ id, name, device, state, enrollmentDate, lastUsedDate }) => ({
      id,
      name,
      model: device?.model,
      isActive: state?.toLowerCase() === 'active',
      enrolledAt: asDate(enrollmentDate),
      lastUsedAt: asDate(lastUsedDate),
    }))
    .toSorted((a, b) => Number(b.isActive) - Number(a.isActive) || lastUse(b) - lastUse(a))

const lastUse = ({ lastUsedAt }: PushDevice): number => lastUsedAt?.getTime() ?? 0

export function toGroup(from: UserGroup): Group {
  const id = asGroupId(from.id)
  const { attributes } = from
  // JumpCloud gives `attributes` without `sudo`, or null, to a group that grants none; without `attributes` it said nothing.
  const grantsSudo = attributes === undefined ? undefined : attributes?.sudo ? attributes.sudo.enabled : false
  return {
    id,
    name: from.name || id,
    description: from.description || undefined,
    membership: from.membershipMethod,
    grantsSudo,
  }
}
