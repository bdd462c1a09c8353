// The Bot Framework SDK behind our own checks: its validator with a hook, our token, our HTTP client, no retries, no redirects.
import { CloudAdapter, ConfigurationBotFrameworkAuthentication } from 'botbuilder'
import type { TokenSource } from './credentials.ts'
import { refusedBy, unreachable } from './failure.ts'
import { bodyOf, codeIn, send } from './http.ts'
import { fields } from './payload.ts'
import type { ServiceUrls } from './serviceurl.ts'
import { connectorIssuer } from './token.ts'

type Given = ConstructorParameters<typeof ConfigurationBotFrameworkAuthentication>
type CredentialsFactory = NonNullable<Given[1]>
type ClaimRules = NonNullable<Given[2]>
type HttpClient = NonNullable<NonNullable<Given[4]>['httpClient']>

export interface SdkOptions {
  appId: string
  tenantId: string
  metadataUrl: string
  token: TokenSource
  serviceUrls: ServiceUrls
}

/** Who the connector's own API is for, and the scope of our token. */
export const connectorAudience = 'https://api.botframework.com'

/**
 * The SDK would also take a token that was issued *to* this bot: as one of the Emulator's, or under the channel "AseChannel".
 * Whoever caught one of the bot's own outbound tokens could then speak as any person. Only the connector's tokens are left.
 */
const createClaimRules = (appId: string): ClaimRules => ({
  requiredEndorsements: ['msteams'],
  async validateClaims(claims) {
    const named = (name: string) => claims.filter(({ type }) => type === name).map(({ value }) => value)
    const isOnly = (values: string[], wanted: string) => values.length === 1 && values[0] === wanted
    if (!isOnly(named('iss'), connectorIssuer) || !isOnly(named('aud'), appId))
      throw new Error('this token was not made by the connector for this bot')
  },
})

/** The token is put on at the last moment, and only for an address that may have it. */
const createHttpClient = (token: TokenSource, serviceUrls: ServiceUrls): HttpClient => ({
  async sendRequest(request) {
    if (!serviceUrls.mayCarryToken(request.url)) throw unreachable()
    const headers = {
      authorization: `Bearer ${await token.get()}`,
      accept: 'application/json',
      'content-type': 'application/json; charset=utf-8',
    }
    const body = typeof request.body === 'string' ? request.body : undefined
    const answer = await send(request.url, { method: request.method, headers, body })
    if (answer.status === 401) token.drop()
    if (answer.status < 200 || answer.status > 299)
      throw refusedBy({ status: answer.status, code: codeIn(fields(bodyOf(answer).error).code) })
    const shown = request.headers.clone()
    shown.set('content-type', answer.contentType)
    return { request, status: answer.status, headers: shown, bodyAsText: answer.text }
  },
})

export function createCloudAdapter({ appId, tenantId, metadataUrl, token, serviceUrls }: SdkOptions): CloudAdapter {
  // Without an app id the SDK switches all authentication off.
  if (appId === '' || tenantId === '') throw new TypeError('the app id or the tenant id of Teams is empty')
  const credentials: CredentialsFactory = {
    isValidAppId: async (id) => id === appId,
    isAuthenticationDisabled: async () => false,
    async createCredentials(id) {
      if (id !== appId) throw new Error('another app than ours')
      return { signRequest: async (request) => request }
    },
  }
  const settings = {
    MicrosoftAppId: appId,
    MicrosoftAppTenantId: tenantId,
    MicrosoftAppType: 'SingleTenant',
    ToBotFromChannelTokenIssuer: connectorIssuer,
    ToBotFromChannelOpenIdMetadataUrl: metadataUrl,
    // Not Entra's: no key is known there with which a token of the Emulator could have been signed.
    ToBotFromEmulatorOpenIdMetadataUrl: metadataUrl,
    ToChannelFromBotLoginUrl: `https://login.microsoftonline.com/${tenantId}`,
    ToChannelFromBotOAuthScope: connectorAudience,
    OAuthUrl: 'https://token.botframework.com',
    ValidateAuthority: 'true',
  }
  const httpClient = createHttpClient(token, serviceUrls)
  return new CloudAdapter(
    new ConfigurationBotFrameworkAuthentication(settings, credentials, createClaimRules(appId), undefined, {
      httpClient,
    }),
  )
}
