// The schema of latchkey.yaml: what may stand in it, with its explanation for editors. Unknown keys are refused.
import { z } from 'zod'
import { type ApproverRole, proofLevels, roles } from '../policy/policy.ts'
import { languages } from '../words/render.ts'
import {
  about,
  domain,
  duration,
  email,
  groupName,
  line,
  listOf,
  login,
  nobodyOr,
  noneOr,
  timeOfDay,
  timeZone,
  word,
} from './fields.ts'
import { mostCredentials } from './organisation.ts'

const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
const approvers = roles.filter((role): role is ApproverRole => role !== 'self')
const byDefault = z.literal('default').transform(() => undefined)

// Keys whose absence would open something are required: a deleted line is refused instead of falling back.
const organisation = z.strictObject({
  name: line,
  language: about('schema.language', z.enum(languages())),
  timeZone: about('schema.time-zone', timeZone),
  domains: about('schema.domains', listOf(domain).min(1)),
})

const workingHours = z.strictObject({
  days: z.array(z.enum(weekdays)).min(1).max(7),
  from: timeOfDay,
  to: timeOfDay,
})

const holders = z.strictObject({
  groups: about('schema.role-groups', nobodyOr(groupName)),
  people: about('schema.role-people', nobodyOr(email)),
})

const approvals = z.strictObject({
  remindAfter: duration('5m', '7d'),
  escalateAfter: duration('10m', '14d'),
  expireAfter: duration('1h', '30d'),
})

const channel = z.strictObject({
  platform: z.string().regex(/^[a-z]{2,20}$/, word('organisation.channel')),
  id: z.string(word('organisation.channel')).regex(/^[\x21-\x7e]{1,200}$/, word('organisation.channel')),
})

const group = z.strictObject({
  name: about('schema.group-name', groupName),
  title: about('schema.group-title', line.optional()),
  aliases: about('schema.group-aliases', listOf(line).default([])),
  owners: about('schema.group-owners', listOf(email).default([])),
  ownerGroup: about('schema.group-owner-group', groupName.optional()),
  tier: about('schema.group-tier', z.enum(['ordinary', 'privileged'])),
  longest: about('schema.group-longest', duration('1h', '180d')),
  usual: about('schema.group-usual', duration('1h', '180d')),
  approver: about('schema.group-approver', z.enum(['owner', 'manager', 'owner-or-manager'])),
})

const protectedAccounts = z.strictObject({
  groups: noneOr(groupName),
  people: noneOr(email),
  serviceAccounts: noneOr(login),
  breakGlass: noneOr(login),
})

const recovery = z.strictObject({
  password: about('schema.recovery-password', z.enum(['page', 'email'])),
  mfaWindow: about('schema.recovery-window', duration('5m', '24h')),
})

const proof = z.enum(['default', ...proofLevels]).transform((level) => (level === 'default' ? undefined : level))

const limit = z.strictObject({
  times: z.int().min(1).max(1000),
  per: z.enum(['hour', 'day', 'week']),
})

const chosenApprovals = z
  .array(z.enum(approvers))
  .min(1, word('organisation.empty-approvals'))
  .max(approvers.length)
  .transform((chosen) => chosen.map((role) => ({ by: [role] as const })))

/** Complete or absent: a choice whose line was deleted would silently be the weaker default. */
const skill = z.strictObject({
  enabled: about('schema.skill-enabled', z.boolean()),
  proof: about('schema.skill-proof', proof),
  approvals: about(
    'schema.skill-approvals',
    z.union([byDefault, chosenApprovals], word('organisation.skill-approvals')),
  ),
  limit: about('schema.skill-limit', z.union([byDefault, limit], word('organisation.skill-limit'))),
})

/** Only ever lower than what is built in: beyond it, an attack is likelier than a bad day. */
const limits = z.strictObject({
  credentialsPerHour: about('schema.credentials-per-hour', z.int().min(1).max(mostCredentials.perHour)),
  credentialsPerPersonPerDay: about(
    'schema.credentials-per-person',
    z.int().min(1).max(mostCredentials.perPersonPerDay),
  ),
})

const skillName = z.string().regex(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/, word('organisation.skill-name'))
const skills = z.union(
  [
    z.literal('default').transform((): Record<string, z.output<typeof skill>> => ({})),
    z.record(skillName, skill).refine((chosen) => Object.keys(chosen).length > 0, word('organisation.empty-skills')),
  ],
  word('organisation.skills'),
)

export const organisationSchema = about(
  'schema.file',
  z.strictObject({
    version: about('schema.version', z.literal(1)),
    organisation: about('schema.organisation', organisation),
    languages: about('schema.languages', z.array(z.enum(languages())).min(1).max(50)),
    workingHours: about('schema.working-hours', workingHours),
    roles: about('schema.roles', z.strictObject({ it: holders, hr: holders, security: holders, admin: holders })),
    securityContacts: about('schema.security-contacts', listOf(email).min(1)),
    audit: about('schema.audit', z.strictObject({ channel }).optional()),
    approvals: about('schema.approvals', approvals),
    limits: about('schema.limits', limits),
    groups: about('schema.groups', z.array(group).max(1000)),
    protected: about('schema.protected', protectedAccounts),
    recovery: about('schema.recovery', recovery),
    skills: about('schema.skills', skills),
  }),
)

export type Written = z.output<typeof organisationSchema>
