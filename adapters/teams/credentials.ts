// Our own token for the connector: asked for with the app's password or certificate, kept until shortly before it ends.
import { createAssertion, readCertificate } from './assertion.ts'
import { unavailable } from './failure.ts'
import { bodyOf, codeIn, send } from './http.ts'
import { text } from './payload.ts'

export type TeamsCredential =
  | { kind: 'password'; password: string }
  /** `pem` holds the certificate and its private key. */
  | { kind: 'certificate'; pem: string }

export interface TokenOptions {
  appId: string
  tenantId: string
  credential: TeamsCredential
  /** Another address of Entra's login, for tests. */
  loginUrl?: string | undefined
  clock: { now(): Date }
  /** Called when Entra begins to say no. */
  onRefused?(): void
}

export interface TokenSource {
  get(): Promise<string>
  /** The connector did not accept it: the next one is asked for anew. */
  drop(): void
  /** Entra's last answer was a no: password or certificate have ended, or the app is gone from the tenant. */
  isRefused(): boolean
}

const publicLogin = 'https://login.microsoftonline.com'
const scope = 'https://api.botframework.com/.default'
const renewBeforeMs = 5 * 60_000

/**
 * OAuth 2.0 client credentials with Entra, as a single-tenant bot (learn.microsoft.com, "Authenticate requests from
 * your bot to the Bot Connector service"). Not through the SDK: its cache is one for the whole process, by app id.
 */
export function createTokenSource(options: TokenOptions): TokenSource {
  const { appId, tenantId, credential, loginUrl = publicLogin, clock, onRefused = () => {} } = options
  const endpoint = `${loginUrl}/${tenantId}/oauth2/v2.0/token`
  const certificate = credential.kind === 'certificate' ? readCertificate(credential.pem) : undefined
  let held: { token: string; renewAt: number } | undefined
  let asking: Promise<string> | undefined
  let isRefused = false

  async function ask(): Promise<string> {
    const form = new URLSearchParams({ grant_type: 'client_credentials', client_id: appId, scope })
    if (credential.kind === 'password') form.set('client_secret', credential.password)
    if (certificate !== undefined) {
      form.set('client_assertion_type', 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer')
      form.set('client_assertion', createAssertion(certificate, { appId, endpoint, now: clock.now() }))
    }
    const headers = { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' }
    const answer = await send(endpoint, { method: 'POST', headers, body: form.toString() })
    const body = bodyOf(answer)
    const token = text(body.access_token)
    const lasts = Number(body.expires_in)
    const wasRefused = isRefused
    isRefused = answer.status >= 400 && answer.status < 500 && answer.status !== 429
    if (isRefused && !wasRefused) onRefused()
    if (answer.status !== 200 || token === undefined || !/^[\x21-\x7e]+$/.test(token) || !(lasts > 0))
      throw unavailable(`the login answered ${answer.status}, ${codeIn(body.error) ?? 'without a token'}`)
    held = { token, renewAt: clock.now().getTime() + lasts * 1000 - renewBeforeMs }
    return token
  }

  return {
    async get() {
      if (held !== undefined && held.renewAt > clock.now().getTime()) return held.token
      asking ??= ask().finally(() => {
        asking = undefined
      })
      return asking
    },
    drop() {
      held = undefined
    },
    isRefused: () => isRefused,
  }
}
