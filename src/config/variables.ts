// The one schema of the environment: every variable by name, with the form that its value must have.
import { z } from 'zod'
import { anyAddress, loopbackAddress, safeAddress } from './address.ts'
import type { ConfigWord } from './problems.ts'

const word = (key: ConfigWord): ConfigWord => key

const text = z.string()
const printable = /^[\x21-\x7e]+$/
const token = text.regex(printable, word('config.token'))
/** A service account's id stands before a colon in the Basic header, so it may hold none. */
const clientId = token.regex(/^[^:]+$/, word('config.token'))
const uuid = z.uuid(word('config.uuid')).toLowerCase()
const isPem = (pem: string): boolean =>
  pem.includes('-----BEGIN CERTIFICATE-----') && /-----BEGIN (?:RSA |EC )?PRIVATE KEY-----/.test(pem)

/** Long enough, and not a sample or a key held down: a random one of 32 hex digits has 8 different ones. */
const isStrong = (secret: string): boolean => secret.length >= 32 && new Set(secret).size >= 8

const isDatabase = (address: string): boolean => {
  const url = URL.parse(address)
  return url !== null && ['postgres:', 'postgresql:'].includes(url.protocol) && !/\s/.test(address)
}

function canDecode(part: string): boolean {
  try {
    return decodeURIComponent(part).length >= 0
  } catch {
    return false
  }
}

/** A mail server, with its user and password where it asks for them; nothing that could change what the address means. */
const isMailServer = (address: string): boolean => {
  const url = URL.parse(address)
  const isOne = url !== null && ['smtp:', 'smtps:'].includes(url.protocol) && url.hostname !== ''
  if (!isOne || !/^\/?$/.test(url.pathname) || /[?#\s\\]/.test(address)) return false
  return (url.username === '') === (url.password === '') && canDecode(url.username) && canDecode(url.password)
}

/** An address, alone or behind a name: `Latchkey <latchkey@example.com>`. */
const sender = /^(?:[\p{L}\p{N} .'’-]{1,60} <)?[\w.+-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,8}>?$/iu
const isSender = (from: string): boolean => sender.test(from) && from.includes('<') === from.endsWith('>')

const port = text
  .regex(/^\d{1,5}$/, word('config.port'))
  .transform(Number)
  .refine((number) => number <= 65_535, word('config.port'))

export const variables = z.object({
  JUMPCLOUD_API_KEY: token.optional(),
  JUMPCLOUD_CLIENT_ID: clientId.optional(),
  JUMPCLOUD_CLIENT_SECRET: token.optional(),
  JUMPCLOUD_READ_CLIENT_ID: clientId.optional(),
  JUMPCLOUD_READ_CLIENT_SECRET: token.optional(),
  JUMPCLOUD_ORG_ID: text.regex(/^[0-9a-f]{24}$/, word('config.organisation-id')).optional(),
  JUMPCLOUD_REGION: z.enum(['us', 'eu', 'in'], word('config.region')).default('us'),
  JUMPCLOUD_CONSOLE_URL: loopbackAddress.optional(),
  JUMPCLOUD_INSIGHTS_URL: loopbackAddress.optional(),
  /** Where it may point depends on the region: see rules.ts. */
  JUMPCLOUD_OAUTH_URL: anyAddress.optional(),
  JUMPCLOUD_OIDC_CLIENT_ID: clientId.optional(),
  JUMPCLOUD_OIDC_CLIENT_SECRET: token.optional(),
  JUMPCLOUD_OIDC_ISSUER: safeAddress.optional(),

  SLACK_BOT_TOKEN: text.regex(/^xoxb-[\x21-\x7e]+$/, word('config.slack-bot-token')).optional(),
  SLACK_SIGNING_SECRET: text.regex(/^[\x21-\x7e]{16,}$/, word('config.slack-signing-secret')).optional(),
  SLACK_APP_TOKEN: text.regex(/^xapp-[\x21-\x7e]+$/, word('config.slack-app-token')).optional(),
  SLACK_API_URL: loopbackAddress.optional(),

  TEAMS_APP_ID: uuid.optional(),
  TEAMS_APP_PASSWORD: token.optional(),
  TEAMS_APP_CERTIFICATE: text.refine(isPem, word('config.certificate')).optional(),
  TEAMS_TENANT_ID: uuid.optional(),
  TEAMS_OPENID_METADATA_URL: loopbackAddress.optional(),
  TEAMS_LOGIN_URL: loopbackAddress.optional(),

  OPENAI_API_KEY: token.optional(),
  OPENAI_BASE_URL: safeAddress.optional(),

  SMTP_URL: text.refine(isMailServer, word('config.smtp')).optional(),
  MAIL_FROM: text.refine(isSender, word('config.mail-from')).optional(),

  DATABASE_URL: text.refine(isDatabase, word('config.database')).optional(),
  PUBLIC_URL: safeAddress.optional(),
  PORT: port.default(3000),
  METRICS_PORT: port.default(9464),
  /** Which of this machine's addresses: by default nobody else can reach it. */
  METRICS_HOST: z.union([z.ipv4(), z.ipv6()], word('config.host')).default('127.0.0.1'),
  LOG_LEVEL: z.enum(['error', 'warn', 'info', 'debug'], word('config.log-level')).default('info'),
  LATCHKEY_SECRET: z
    .string(word('config.secret-missing'))
    .regex(printable, word('config.token'))
    .refine(isStrong, word('config.secret-short')),
  LATCHKEY_SECRET_PREVIOUS: text.min(32, word('config.secret-short')).optional(),
  LATCHKEY_DATA: text.default('.latchkey/data'),
  LATCHKEY_AUDIT_FILE: text.optional(),
  LATCHKEY_POLICY: text.default('latchkey.yaml'),
})

export type Variable = keyof typeof variables.shape
type Values = z.output<typeof variables>
/** Of a configuration in the making, the secret may not be made yet. */
export type DraftValues = Omit<Values, 'LATCHKEY_SECRET'> & { LATCHKEY_SECRET?: string | undefined }

export const variableNames = variables.keyof().options

/** What must not stand in a process list or a unit file: each of these can be given as `…_FILE` instead. */
export const secretNames: readonly Variable[] = [
  'JUMPCLOUD_API_KEY',
  'JUMPCLOUD_CLIENT_ID',
  'JUMPCLOUD_CLIENT_SECRET',
  'JUMPCLOUD_READ_CLIENT_ID',
  'JUMPCLOUD_READ_CLIENT_SECRET',
  'JUMPCLOUD_OIDC_CLIENT_SECRET',
  'SLACK_BOT_TOKEN',
  'SLACK_SIGNING_SECRET',
  'SLACK_APP_TOKEN',
  'TEAMS_APP_PASSWORD',
  'TEAMS_APP_CERTIFICATE',
  'OPENAI_API_KEY',
  'SMTP_URL',
  'DATABASE_URL',
  'LATCHKEY_SECRET',
  'LATCHKEY_SECRET_PREVIOUS',
]
