// The sandbox's credentials: named keys with scopes, API keys and OAuth tokens, and the answers to a bad one.
import { randomBytes, timingSafeEqual } from 'node:crypto'
import { objectOf, type Reply, type Route } from './route.ts'
import { routes } from './routes.ts'
import { idOf } from './state.ts'

export interface Key {
  name: string
  /** Sent as `x-api-key`. */
  apiKey?: string
  client?: { id: string; secret: string }
  scopes: Set<string>
  revoked: boolean
}

export interface Keys {
  named: Map<string, Key>
  tokens: Map<string, { key: string; expiresAt: Date }>
}

export const sandboxKey = 'jca_sandbox_key'
/** The key that the command `sandbox` hands out: exactly the role that `doctor` asks for (a test compares the two). */
export const latchkeyKey = 'jca_sandbox_latchkey'
export const sandboxClient = { id: 'sandbox-client', secret: 'sandbox-client-secret' }
const tokenLifeSeconds = 3600

/** Every scope by its narrowest name, so that taking one away takes exactly one ability away. */
export const allScopes = (): string[] => [...new Set(routes.map((route) => route.scopes[0] ?? ''))]

const latchkeyScopes =
  'users.readonly groups.readonly organizations.readonly directoryinsights.readonly protect users.state.unlock groups users.password.set users.notification.send-activation-email users.mfa.reset users.mfa.enforce users users.state.suspend'
const writeScopes =
  'users.state.unlock groups users.password.set users.notification.send-activation-email users.mfa.reset users.mfa.enforce users users.state.suspend'
const readScopes =
  'users.readonly groups.readonly organizations.readonly applications.readonly directoryinsights.readonly'

export function freshKeys(): Keys {
  const client = (name: string) => ({ id: `sandbox-${name}`, secret: `sandbox-${name}-secret` })
  const one = (name: string, scopes: string[], how: Pick<Key, 'apiKey' | 'client'>): [string, Key] => [
    name,
    { name, scopes: new Set(scopes), revoked: false, ...how },
  ]
  const limited = (name: string, scopes: string[]) =>
    one(name, scopes, { apiKey: `jca_sandbox_${name}`, client: client(name) })
  return {
    named: new Map([
      one('full', allScopes(), { apiKey: sandboxKey }),
      one('client', allScopes(), { client: sandboxClient }),
      limited('latchkey', latchkeyScopes.split(' ')),
      limited('read', readScopes.split(' ')),
      limited('verify', ['protect', 'users.readonly']),
      limited('write', writeScopes.split(' ')),
      // What the two halves of a Latchkey that runs apart are given.
      limited('edge', [...readScopes.split(' '), 'protect']),
      limited('worker', `${readScopes} ${writeScopes}`.split(' ')),
    ]),
    tokens: new Map(),
  }
}

const same = (a: string, b: string): boolean => a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b))

export function findKey(keys: Keys, headers: Record<string, unknown>, now: Date): Key | undefined {
  const apiKey = headers['x-api-key']
  const [, bearer] = /^Bearer (.+)$/i.exec(String(headers.authorization ?? '')) ?? []
  const token = bearer === undefined ? undefined : keys.tokens.get(bearer)
  const key =
    token && now < token.expiresAt
      ? keys.named.get(token.key)
      : [...keys.named.values()].find((one) => one.apiKey !== undefined && same(one.apiKey, String(apiKey ?? '')))
  return key && !key.revoked ? key : undefined
}

const holds = (key: Key, route: Route): boolean => route.scopes.some((scope) => key.scopes.has(scope))

/**
 * Why this call may not be made, in JumpCloud's own bodies: 401 unknown credential, 403 missing scope, and the
 * `x-org-id` rules (JumpCloud API, "Organisation header"): the header is not for organisation routes, it must name
 * this organisation, and Insights wants it from a service token.
 */
export function findRefusal(
  route: Route,
  key: Key | undefined,
  headers: Record<string, unknown>,
  organisation: string,
): Reply | undefined {
  const unauthorized = (message: string): Reply => ({ status: 401, json: { error: 'Unauthorized', message } })
  if (!key)
    return route.api === 'insights'
      ? { status: 401, json: { message: 'Unauthorized' } }
      : unauthorized('Unauthorized: api key user not found')
  const org = headers['x-org-id']
  if (org !== undefined) {
    if (route.path.startsWith('/organizations')) return forbidden
    if (!/^[0-9a-f]{24}$/.test(String(org)))
      return { status: 400, json: { message: 'Bad Request: malformed x-org-id' } }
    if (org !== organisation) return { status: 404, json: { code: 404, message: 'Not Found', status: 'NOT_FOUND' } }
  } else if (route.api === 'insights' && headers.authorization !== undefined) {
    return { status: 401, json: { message: 'Unauthorized: no organization selected' } }
  }
  return holds(key, route) ? undefined : forbidden
}

const forbidden: Reply = { status: 403, json: { code: 403, message: 'Forbidden', status: 'PERMISSION_DENIED' } }

/** POST /oauth2/token, client credentials in a Basic header. */
export function issueToken(keys: Keys, authorization: string | undefined, body: unknown, now: Date): Reply {
  const [, encoded = ''] = /^Basic (.+)$/i.exec(authorization ?? '') ?? []
  const [id = '', secret = ''] = Buffer.from(encoded, 'base64').toString('utf8').split(/:(.*)/s)
  const key = [...keys.named.values()].find(
    ({ client }) => client && same(client.id, id) && same(client.secret, secret),
  )
  if (!key || key.revoked)
    return { status: 401, json: { error: 'invalid_client', error_description: 'Client authentication failed' } }
  const { grant_type, scope } = objectOf(body)
  if (grant_type !== 'client_credentials') return { status: 400, json: { error: 'unsupported_grant_type' } }
  if (scope !== 'api') return { status: 400, json: { error: 'invalid_scope' } }
  const expiresAt = new Date(now.getTime() + tokenLifeSeconds * 1000)
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const claims = { sub: idOf('client', id), scp: ['api'], exp: Math.floor(expiresAt.getTime() / 1000) }
  const token = `${part({ alg: 'none' })}.${part(claims)}.${randomBytes(18).toString('base64url')}`
  keys.tokens.set(token, { key: key.name, expiresAt })
  return {
    status: 200,
    json: { access_token: token, expires_in: tokenLifeSeconds, scope: 'api', token_type: 'bearer' },
  }
}
