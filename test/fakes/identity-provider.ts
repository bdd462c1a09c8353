// A real OpenID provider on this machine, which is not ours: it signs in whoever the test says, as fresh and by as many factors.
import { generateKeyPairSync } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Provider } from 'oidc-provider'

export interface Account {
  sub: string
  email: string
  amr?: string[] | undefined
  /** Seconds since 1970; now, unless it matters. */
  authTime?: number | undefined
}

export const client = { id: 'latchkey', secret: 'a-secret-of-the-identity-provider' }

export async function startIdentityProvider(redirect: string) {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const signingIn: { account: Account | undefined } = { account: undefined }
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: client.id,
        client_secret: client.secret,
        redirect_uris: [redirect],
        token_endpoint_auth_method: 'client_secret_post',
        require_auth_time: true,
      },
    ],
    jwks: {
      keys: [
        { ...generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' }), use: 'sig' },
      ],
    },
    ttl: { Interaction: 600, Session: 600, Grant: 600, AccessToken: 600, IdToken: 600 },
    pkce: { required: () => true },
    claims: { openid: ['sub', 'amr'], email: ['email', 'email_verified'] },
    conformIdTokenClaims: false,
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_context, interaction) => `/interaction/${interaction.uid}` },
    findAccount: (_context, sub) => ({
      accountId: sub,
      claims: async () => {
        const { email = '', amr } = signingIn.account ?? {}
        return { sub, email, email_verified: true, ...(amr && { amr }) }
      },
    }),
  })
  const handle = provider.callback()
  server.on('request', async (request, response) => {
    if (!request.url?.startsWith('/interaction/')) return void handle(request, response)
    const { prompt, session, grantId } = await provider.interactionDetails(request, response)
    const { account } = signingIn
    if (!account) return void provider.interactionFinished(request, response, { error: 'access_denied' })
    const login = {
      accountId: account.sub,
      ...(account.amr && { amr: account.amr }),
      ...(account.authTime && { ts: account.authTime }),
    }
    if (prompt.name === 'login') return void provider.interactionFinished(request, response, { login })
    const grant =
      (grantId ? await provider.Grant.find(grantId) : undefined) ??
      new provider.Grant({ accountId: session?.accountId ?? account.sub, clientId: client.id })
    grant.addOIDCScope('openid email')
    await provider.interactionFinished(request, response, { consent: { grantId: await grant.save() } })
  })
  return {
    issuer,
    /** Whoever comes next is this person; undefined: they turn back. */
    signIn(account: Account | undefined) {
      signingIn.account = account
    },
    async stop() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}
