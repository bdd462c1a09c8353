// The environment, read once through one schema; no other file looks at process.env. Every problem is told at once.
import { speltAddress } from './config/address.ts'
import { type Environment, envFile, readEnvFile } from './config/env-file.ts'
import { findNearest } from './config/nearest.ts'
import { configInvalid } from './config/problems.ts'
import { problemsBetween } from './config/rules.ts'
import { type ReadFile, readFoundFile, readSecret } from './config/secret-file.ts'
import { type DraftValues, secretNames, type Variable, variableNames, variables } from './config/variables.ts'
import type { Credential } from './jumpcloud/auth.ts'
import type { MailSettings } from './mail/mailer.ts'
import { configWords } from './words/en/config.ts'
import { type Text, text } from './words/text.ts'

export interface Config {
  jumpcloud: {
    /** Undefined: none was given. Whatever needs JumpCloud then says so (`jumpcloud-not-configured`). */
    credential: Credential | undefined
    /** A service account that only reads, for an edge apart from the worker. */
    readCredential: Credential | undefined
    orgId: string | undefined
    region: 'us' | 'eu' | 'in'
    overrides: { consoleUrl?: string; insightsUrl?: string; oauthUrl?: string }
  }
  /** Latchkey as an application at which JumpCloud signs people in; undefined: it does not. */
  signIn: { issuer: string; clientId: string; clientSecret: string } | undefined
  /** A platform that is undefined is off. */
  slack:
    | { botToken: string; signingSecret: string; appToken: string | undefined; apiUrl: string | undefined }
    | undefined
  teams:
    | {
        appId: string
        tenantId: string
        /** `pem` holds the certificate and its private key. */
        credential: { kind: 'password'; password: string } | { kind: 'certificate'; pem: string }
        openIdMetadataUrl: string | undefined
        loginUrl: string | undefined
      }
    | undefined
  openai: { apiKey: string; baseUrl: string | undefined } | undefined
  /** Undefined: nobody is written to by mail. */
  mail: MailSettings | undefined
  /** Undefined: the embedded store in `dataFolder`. */
  databaseUrl: string | undefined
  dataFolder: string
  /** Where what is dangerous is noted as well, before it is done. Undefined: in the ledger alone. */
  auditFile?: string | undefined
  /** The path of latchkey.yaml. */
  policyFile: string
  /** Without a slash at its end. */
  publicUrl: string | undefined
  port: number
  /** Where health, readiness and metrics are told. */
  metrics: { port: number; host: string }
  logLevel: 'error' | 'warn' | 'info' | 'debug'
  secret: string
  /** The one before, while everything is sealed again under the new one. */
  previousSecret?: string | undefined
}

/** What this process was started with. */
export const startedWith = (): Environment => process.env

/** With what stands in `.env` where that says nothing: whoever starts Latchkey has the last word. Throws `config-invalid`. */
function environmentHere(): Environment {
  const found = readEnvFile(envFile)
  if ('problem' in found) throw configInvalid([found.problem])
  return { ...found.values, ...startedWith() }
}

/** Throws `config-invalid` with every problem. No value ever stands in a problem, only names. */
export function readConfig(
  environment: Environment = environmentHere(),
  { readFile = readFoundFile }: { readFile?: ReadFile } = {},
): Config {
  const { checked, problems } = examine(environment, readFile)
  if (problems.length > 0 || !checked.success) throw configInvalid(problems)
  return { ...arrange(checked.data), secret: checked.data.LATCHKEY_SECRET }
}

/** A configuration in the making: what is sound of it. */
export type Draft = Omit<Config, 'secret'> & { secret: string | undefined }

/**
 * For commands that help to set up: what is sound, beside the problems of the rest, for which it stands as if unset.
 * Throws `config-invalid` where nothing may be sent anywhere.
 */
export function readDraft(
  environment: Environment = environmentHere(),
  { readFile = readFoundFile }: { readFile?: ReadFile } = {},
): { config: Draft; values: DraftValues; problems: Text[] } {
  const { gathered, checked, problems } = examine(environment, readFile)
  const tlsOff = problems.filter(({ key }) => key === 'config.tls-off')
  if (tlsOff.length > 0) throw configInvalid(tlsOff)
  const unsound = new Set((checked.error?.issues ?? []).map(({ path }) => String(path[0])))
  // A token host that the rules refuse must not be given the secret.
  if (problems.some(({ key }) => key === 'config.oauth-region')) unsound.add('JUMPCLOUD_OAUTH_URL')
  const sound = Object.entries(gathered.values).filter(([name]) => !unsound.has(name))
  const values = variables.partial({ LATCHKEY_SECRET: true }).parse(Object.fromEntries(sound))
  return { config: { ...arrange(values), secret: values.LATCHKEY_SECRET }, values, problems }
}

function examine(environment: Environment, readFile: ReadFile) {
  const gathered = gather(environment, readFile)
  const checked = variables.safeParse(gathered.values)
  const problems = [
    ...(environment.NODE_TLS_REJECT_UNAUTHORIZED?.trim() === '0' ? [text('config.tls-off')] : []),
    ...strangers(environment),
    ...gathered.problems,
    ...(checked.error?.issues ?? []).flatMap((issue) => {
      const name = String(issue.path[0])
      return gathered.failed.has(name) ? [] : [told(issue.message, name)]
    }),
    ...problemsBetween({
      has: (name) => gathered.values[name] !== undefined || gathered.failed.has(name),
      get: (name) => gathered.values[name],
    }),
  ]
  return { gathered, checked, problems }
}

interface Gathered {
  values: Partial<Record<Variable, string>>
  problems: Text[]
  /** Given, but not to be had: already reported, and not missing. */
  failed: Set<string>
}

/** Blank means unset, but a secret set to nothing is a mistake that must not pass for "this platform is off". */
function gather(environment: Environment, readFile: ReadFile): Gathered {
  const gathered: Gathered = { values: {}, problems: [], failed: new Set() }
  const fail = (name: Variable, problem: Text): void => {
    gathered.failed.add(name)
    gathered.problems.push(problem)
  }
  for (const name of variableNames) {
    const plain = environment[name]
    if (!secretNames.includes(name)) {
      if (plain?.trim()) gathered.values[name] = plain.trim()
      continue
    }
    const path = environment[`${name}_FILE`]
    if (plain !== undefined && path !== undefined) fail(name, text('config.both-forms', { name }))
    else if (plain?.trim() === '') fail(name, text('config.blank-secret', { name }))
    else if (path?.trim() === '') fail(name, text('config.blank-secret', { name: `${name}_FILE` }))
    else if (path !== undefined) {
      const read = readSecret(name, path, readFile)
      if ('value' in read) gathered.values[name] = read.value
      else fail(name, read.problem)
    } else if (plain !== undefined) gathered.values[name] = plain
  }
  return gathered
}

/** A misspelt setting would silently do nothing, so a name under one of our prefixes that we do not know is a problem. */
function strangers(environment: Environment): Text[] {
  const known = [...variableNames, ...secretNames.map((name) => `${name}_FILE`)]
  return Object.keys(environment)
    .filter((name) => environment[name] !== undefined)
    .filter((name) => /^(?:JUMPCLOUD|SLACK|TEAMS|LATCHKEY)_/i.test(name) && !known.includes(name))
    .map((name) => {
      // Only secrets can stand in files: for any other `…_FILE` the plain name is meant.
      const suggestion = findNearest(name, known) ?? findNearest(name.replace(/_FILE$/i, ''), known)
      return suggestion ? text('config.unknown-near', { name, suggestion }) : text('config.unknown', { name })
    })
}

/** The schema's messages are word keys. Any other would be a form that nobody put into words; it is refused all the same. */
const told = (message: string, name: string): Text =>
  message in configWords ? text(message as keyof typeof configWords, { name }) : text('config.token', { name })

function arrange(values: DraftValues): Omit<Config, 'secret'> {
  return {
    jumpcloud: {
      credential: values.JUMPCLOUD_API_KEY
        ? { kind: 'api-key', key: values.JUMPCLOUD_API_KEY }
        : client(values.JUMPCLOUD_CLIENT_ID, values.JUMPCLOUD_CLIENT_SECRET),
      readCredential: client(values.JUMPCLOUD_READ_CLIENT_ID, values.JUMPCLOUD_READ_CLIENT_SECRET),
      orgId: values.JUMPCLOUD_ORG_ID,
      region: values.JUMPCLOUD_REGION,
      overrides: {
        ...(values.JUMPCLOUD_CONSOLE_URL && { consoleUrl: values.JUMPCLOUD_CONSOLE_URL }),
        ...(values.JUMPCLOUD_INSIGHTS_URL && { insightsUrl: values.JUMPCLOUD_INSIGHTS_URL }),
        ...(values.JUMPCLOUD_OAUTH_URL && { oauthUrl: speltAddress(values.JUMPCLOUD_OAUTH_URL) }),
      },
    },
    signIn: signIn(values),
    slack: slack(values),
    teams: teams(values),
    openai: values.OPENAI_API_KEY ? { apiKey: values.OPENAI_API_KEY, baseUrl: values.OPENAI_BASE_URL } : undefined,
    mail: values.SMTP_URL && values.MAIL_FROM ? { url: values.SMTP_URL, from: values.MAIL_FROM } : undefined,
    databaseUrl: values.DATABASE_URL,
    dataFolder: values.LATCHKEY_DATA,
    auditFile: values.LATCHKEY_AUDIT_FILE,
    policyFile: values.LATCHKEY_POLICY,
    publicUrl: values.PUBLIC_URL,
    port: values.PORT,
    metrics: { port: values.METRICS_PORT, host: values.METRICS_HOST },
    logLevel: values.LOG_LEVEL,
    previousSecret: values.LATCHKEY_SECRET_PREVIOUS,
  }
}

const client = (id: string | undefined, secret: string | undefined): Credential | undefined =>
  id && secret ? { kind: 'client', id, secret } : undefined

function signIn(values: DraftValues): Config['signIn'] {
  const { JUMPCLOUD_OIDC_CLIENT_ID: clientId, JUMPCLOUD_OIDC_CLIENT_SECRET: clientSecret } = values
  const issuer = values.JUMPCLOUD_OIDC_ISSUER ?? (values.JUMPCLOUD_REGION === 'us' ? issuerOfUs : undefined)
  return clientId && clientSecret && issuer ? { issuer, clientId, clientSecret } : undefined
}

/** JumpCloud's documentation, "SSO using OIDC". */
const issuerOfUs = 'https://oauth.id.jumpcloud.com/'

function slack(values: DraftValues): Config['slack'] {
  const { SLACK_BOT_TOKEN: botToken, SLACK_SIGNING_SECRET: signingSecret } = values
  if (!botToken || !signingSecret) return undefined
  return { botToken, signingSecret, appToken: values.SLACK_APP_TOKEN, apiUrl: values.SLACK_API_URL }
}

function teams(values: DraftValues): Config['teams'] {
  const { TEAMS_APP_ID: appId, TEAMS_TENANT_ID: tenantId } = values
  const { TEAMS_APP_PASSWORD: password, TEAMS_APP_CERTIFICATE: pem } = values
  const credential = pem
    ? ({ kind: 'certificate', pem } as const)
    : password && ({ kind: 'password', password } as const)
  if (!appId || !tenantId || !credential) return undefined
  return {
    appId,
    tenantId,
    credential,
    openIdMetadataUrl: values.TEAMS_OPENID_METADATA_URL,
    loginUrl: values.TEAMS_LOGIN_URL,
  }
}
