// The choices of one organisation, as the rest of Latchkey reads them: plain data, every default filled in.
import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'
import type { ApprovalRule, ApproverRole, Limit, ProofLevel } from '../policy/policy.ts'

/** The roles that `latchkey.yaml` maps; `manager` and `owner` depend on the matter. */
export type MappedRole = Exclude<ApproverRole, 'manager' | 'owner'>

/** What `limits` may say at most (security reference, T-D3 and T-O1). */
export const mostCredentials = { perHour: 20, perPersonPerDay: 3 }

/** E-mail addresses are in lower case; groups are JumpCloud's names, to the letter. Empty means nobody. */
interface Holders {
  groups: readonly string[]
  people: readonly string[]
}

/** A group that people may ask for. Times in milliseconds. */
export interface RequestableGroup {
  name: string
  title: string | undefined
  aliases: readonly string[]
  owners: readonly string[]
  ownerGroup: string | undefined
  tier: 'ordinary' | 'privileged'
  longestMs: number
  usualMs: number
  approver: 'owner' | 'manager' | 'owner-or-manager'
}

/** Undefined leaves the skill's own policy as it is; everything else can only make it stricter. */
export interface SkillChoice {
  enabled: boolean
  proof: ProofLevel | undefined
  /** On top of the skill's own. */
  approvals: readonly ApprovalRule[] | undefined
  limit: Limit | undefined
}

export interface Organisation {
  version: 1
  organisation: { name: string; language: string; timeZone: string; domains: readonly string[] }
  languages: readonly string[]
  /** `days` by their first three letters; `fromMs` and `toMs` since midnight in the organisation's time zone. */
  workingHours: { days: readonly string[]; fromMs: number; toMs: number }
  roles: Record<MappedRole, Holders>
  securityContacts: readonly string[]
  audit: { channel: { platform: string; id: string } } | undefined
  approvals: { remindAfterMs: number; escalateAfterMs: number; expireAfterMs: number }
  /** How many passwords, factors and accounts may be changed; beyond the first, Latchkey freezes itself. */
  limits: { credentialsPerHour: number; credentialsPerPersonPerDay: number }
  groups: readonly RequestableGroup[]
  /** Service and break-glass accounts by e-mail address or user name. */
  protected: Holders & { serviceAccounts: readonly string[]; breakGlass: readonly string[] }
  /** How a new password is given, and how long somebody may be without a second factor while they set up a new one. */
  recovery: { password: 'page' | 'email'; mfaWindowMs: number }
  skills: Readonly<Record<string, SkillChoice>>
}

/** Changes with every choice, and with nothing else: comments, order of keys and spelling of durations do not count. */
export const organisationVersion = (organisation: Organisation): string =>
  createHash('sha256')
    .update(canonicalize(organisation) ?? '')
    .digest('hex')
    .slice(0, 16)
