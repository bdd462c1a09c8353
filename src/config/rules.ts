// What variables ask of one another: a platform is whole or off, one credential and not two, a token host where one is needed.
import { list, type Text, text } from '../words/text.ts'
import { isHttpsOrLoopback, isLoopback } from './address.ts'
import type { Variable } from './variables.ts'

/** What was given, in whatever form, so that a wrong value is not reported as missing too. */
export interface Given {
  has(name: Variable): boolean
  get(name: Variable): string | undefined
}

export function problemsBetween(given: Given): Text[] {
  return [
    ...jumpcloud(given),
    ...tokenHost(given),
    ...slack(given),
    ...teams(given),
    ...model(given),
    ...pair(given, 'SMTP_URL', 'MAIL_FROM'),
    ...ports(given),
  ]
}

function jumpcloud(given: Given): Text[] {
  const problems = [
    ...pair(given, 'JUMPCLOUD_CLIENT_ID', 'JUMPCLOUD_CLIENT_SECRET'),
    ...pair(given, 'JUMPCLOUD_READ_CLIENT_ID', 'JUMPCLOUD_READ_CLIENT_SECRET'),
    ...pair(given, 'JUMPCLOUD_OIDC_CLIENT_ID', 'JUMPCLOUD_OIDC_CLIENT_SECRET'),
    ...issuer(given),
  ]
  const hasClient = given.has('JUMPCLOUD_CLIENT_ID') || given.has('JUMPCLOUD_CLIENT_SECRET')
  if (given.has('JUMPCLOUD_API_KEY') && hasClient) problems.push(text('config.two-credentials'))
  return problems
}

function pair(given: Given, one: Variable, other: Variable): Text[] {
  if (given.has(one) === given.has(other)) return []
  const [set, missing] = given.has(one) ? [one, other] : [other, one]
  return [text('config.half-pair', { given: set, missing })]
}

/** Only the token host of the region us is established (JumpCloud API, "Hosts / regions"); elsewhere it must be given. */
function tokenHost(given: Given): Text[] {
  const name = 'JUMPCLOUD_OAUTH_URL'
  const region = given.get('JUMPCLOUD_REGION') ?? 'us'
  const isElsewhere = region === 'eu' || region === 'in'
  const url = URL.parse(given.get(name) ?? '')
  if (!given.has(name)) {
    const hasClient = given.has('JUMPCLOUD_CLIENT_ID') || given.has('JUMPCLOUD_READ_CLIENT_ID')
    return isElsewhere && hasClient ? [text('config.oauth-missing', { name, region })] : []
  }
  const isAccepted = url === null || (isElsewhere ? isHttpsOrLoopback(url) : isLoopback(url))
  return isAccepted ? [] : [text('config.oauth-region', { name })]
}

/** Likewise: who signs people in is established for the region us only. */
function issuer(given: Given): Text[] {
  const [name, region] = ['JUMPCLOUD_OIDC_ISSUER', given.get('JUMPCLOUD_REGION') ?? 'us'] as const
  const isNeeded = region !== 'us' && given.has('JUMPCLOUD_OIDC_CLIENT_ID')
  return isNeeded && !given.has(name) ? [text('config.issuer-missing', { name, region })] : []
}

function slack(given: Given): Text[] {
  const mine: Variable[] = ['SLACK_BOT_TOKEN', 'SLACK_SIGNING_SECRET', 'SLACK_APP_TOKEN', 'SLACK_API_URL']
  const missing = missingOf(given, ['SLACK_BOT_TOKEN', 'SLACK_SIGNING_SECRET'])
  return half(given, 'Slack', 'SLACK_', mine, missing)
}

function teams(given: Given): Text[] {
  const password = 'TEAMS_APP_PASSWORD'
  const certificate = 'TEAMS_APP_CERTIFICATE'
  const mine: Variable[] = [
    ...(['TEAMS_APP_ID', 'TEAMS_TENANT_ID', password, certificate] as const),
    ...(['TEAMS_OPENID_METADATA_URL', 'TEAMS_LOGIN_URL'] as const),
  ]
  const missing = missingOf(given, ['TEAMS_APP_ID', 'TEAMS_TENANT_ID'])
  if (!given.has(password) && !given.has(certificate))
    missing.push(text('config.either', { first: password, second: certificate }))
  const problems = half(given, 'Microsoft Teams', 'TEAMS_', mine, missing)
  if (given.has(password) && given.has(certificate)) problems.push(text('config.two-teams-credentials'))
  return problems
}

const missingOf = (given: Given, names: Variable[]): (string | Text)[] => names.filter((name) => !given.has(name))

function half(given: Given, platform: string, prefix: string, mine: Variable[], missing: (string | Text)[]): Text[] {
  if (missing.length === 0 || !mine.some((name) => given.has(name))) return []
  return [text('config.half-platform', { platform, prefix, missing: list(missing), count: missing.length })]
}

function model(given: Given): Text[] {
  const name = 'OPENAI_BASE_URL'
  return given.has(name) && !given.has('OPENAI_API_KEY') ? [text('config.base-without-key', { name })] : []
}

/** Whoever may reach the one must not reach the other. */
function ports(given: Given): Text[] {
  const [port = '3000', metrics = '9464'] = [given.get('PORT'), given.get('METRICS_PORT')]
  return port === metrics && Number(port) !== 0 ? [text('config.same-port', { name: 'METRICS_PORT', port })] : []
}
