// The fields of JumpCloud's answers that Latchkey reads, and no others. JumpCloud leaves out what is not set and
// its own descriptions are wrong in places, so a field of an unexpected type counts as missing, never as a failure.
import { z } from 'zod'

const words = z.string().optional().catch(undefined)
const flag = z.boolean().optional().catch(undefined)
const count = z.number().int().nonnegative().optional().catch(undefined)

/** Null where JumpCloud says "none", undefined where it says nothing. */
const presence = z.looseObject({}).nullable().optional().catch(undefined)

export const systemUser = z.object({
  _id: words,
  id: words,
  username: words,
  email: words,
  recoveryEmail: z.object({ address: words, verified: flag, verifiedAt: words }).optional().catch(undefined),
  firstname: words,
  lastname: words,
  displayname: words,
  state: z.enum(['ACTIVATED', 'SUSPENDED', 'STAGED']).optional().catch(undefined),
  account_locked: flag,
  account_locked_date: words,
  password_expired: flag,
  password_expiration_date: words,
  password_date: words,
  enable_user_portal_multifactor: flag,
  totp_enabled: flag,
  mfa: z.object({ exclusion: flag, exclusionUntil: words }).optional().catch(undefined),
  mfaEnrollment: z
    .object({ totpStatus: words, pushStatus: words, webAuthnStatus: words, overallStatus: words })
    .optional()
    .catch(undefined),
  manager: words,
  department: words,
  jobTitle: words,
  location: words,
  admin: presence,
  delegatedAuthority: z.looseObject({ name: words }).nullable().optional().catch(undefined),
  externally_managed: flag,
  restrictedFields: z
    .array(z.object({ field: words, type: words }).catch({}))
    .optional()
    .catch(undefined),
  created: words,
})
export type SystemUser = z.infer<typeof systemUser>

export const systemUserList = z.object({ results: z.array(systemUser), totalCount: count })

export const userGroup = z.object({
  id: z.string(),
  name: words,
  description: words,
  membershipMethod: z
    .enum(['STATIC', 'NOTSET', 'DYNAMIC_REVIEW_REQUIRED', 'DYNAMIC_AUTOMATED'])
    .optional()
    .catch(undefined),
  attributes: z
    .object({ sudo: z.object({ enabled: flag }).nullable().optional().catch({}) })
    .nullable()
    .optional()
    .catch(undefined),
})
export type UserGroup = z.infer<typeof userGroup>

export const userGroups = z.array(userGroup)

/** Direct members. */
export const groupMembers = z.array(z.object({ to: z.object({ id: z.string(), type: words }) }))

/** Effective members. */
export const groupMembership = z.array(z.object({ id: z.string(), type: words }))

/** A path is a list of connections; a path of one connection is a direct membership. */
export const memberOf = z.array(
  z.object({
    id: z.string(),
    type: words,
    paths: z
      .array(z.array(z.looseObject({})))
      .optional()
      .catch(undefined),
  }),
)

const pushEndpoint = z.object({
  id: z.string(),
  state: words,
  name: words,
  device: z.object({ model: words }).optional().catch(undefined),
  enrollmentDate: words,
  lastUsedDate: words,
})

export const pushEndpoints = z.array(pushEndpoint)
export type PushEndpoints = z.infer<typeof pushEndpoints>

export const totpInfo = z.object({ enrollmentDate: words })

/** Each number counts only if its `enable…` flag is true (JumpCloud API, "Passwords"). */
export const passwordPolicy = z.object({
  policy: z.object({
    enableMinLength: flag,
    minLength: count,
    needsUppercase: flag,
    needsLowercase: flag,
    needsNumeric: flag,
    needsSymbolic: flag,
    allowUsernameSubstring: flag,
    enableMaxHistory: flag,
    maxHistory: count,
  }),
})
export type PasswordPolicy = z.infer<typeof passwordPolicy>

/** `confirmationCode` is deliberately absent: what is not read cannot be shown in a chat. */
export const pushVerification = z.object({
  id: z.string(),
  status: z.string(),
  userObjectId: z.string(),
  pushEndpointId: z.string(),
  expiresAt: words,
})

const party = z.object({ type: words, id: words, username: words, email: words }).nullable().optional().catch(undefined)

const insightsEvent = z.object({
  id: words,
  event_type: words,
  service: words,
  timestamp: words,
  success: flag,
  sso_token_success: flag,
  resource: party,
  initiated_by: party,
  username: words,
  client_ip: words,
  geoip: z.object({ country_code: words }).nullable().optional().catch(undefined),
  error_message: words,
  application: z.object({ name: words, display_label: words }).nullable().optional().catch(undefined),
  system: z.object({ hostname: words, displayName: words }).nullable().optional().catch(undefined),
})
export type InsightsEvent = z.infer<typeof insightsEvent>

export const insightsEvents = z.array(insightsEvent)

export const organisationList = z.object({
  results: z.array(z.object({ _id: words, id: words, displayName: words })),
  totalCount: count,
})
