// JumpCloud as an OpenID provider, for the demo and the tests: discovery, keys, signing in, and tokens.
import express, { type Request, type Response, type Router } from 'express'
import type { World } from '../world.ts'
import { type Answer, authorize, type Sent, signIn } from './authorize.ts'
import { redeem } from './redeem.ts'
import { createSigningKey, type SigningKey } from './tokens.ts'

/** Below the sandbox's address; JumpCloud has a host of its own for it. */
export const issuerPath = '/oidc'
const formPath = `${issuerPath}/sign-in`
const cookieName = 'sandbox-signed-in'

export function issuerRouter(world: World): Router {
  const made: { key?: SigningKey } = {}
  // Making one takes a while, and most who start a sandbox sign nobody in.
  const key = (): SigningKey => {
    made.key ??= createSigningKey()
    return made.key
  }
  const issuer = (request: Request): string => `http://${request.headers.host}${issuerPath}`
  const router = express.Router()
  router.use((_request, response, next) => {
    response.set({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer', 'x-frame-options': 'DENY' })
    next()
  })
  router.get('/.well-known/openid-configuration', (request, response) => void response.json(about(issuer(request))))
  router.get('/.well-known/jwks.json', (_request, response) => void response.json({ keys: [key().publicKey] }))
  router.get('/oauth2/auth', (request, response) =>
    send(response, authorize(world, sentIn(request.query), sessionOf(request), formPath)),
  )
  router.post('/sign-in', (request, response) => send(response, signIn(world, sentIn(request.body), formPath)))
  router.post('/oauth2/token', (request, response) => {
    const by = { issuer: issuer(request), key }
    const { status, json } = redeem(world, by, sentIn(request.body), request.headers.authorization)
    response.status(status).json(json)
  })
  return router
}

const about = (issuer: string) => ({
  issuer,
  authorization_endpoint: `${issuer}/oauth2/auth`,
  token_endpoint: `${issuer}/oauth2/token`,
  jwks_uri: `${issuer}/.well-known/jwks.json`,
  response_types_supported: ['code'],
  grant_types_supported: ['authorization_code'],
  subject_types_supported: ['public'],
  id_token_signing_alg_values_supported: ['RS256'],
  token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic'],
  code_challenge_methods_supported: ['S256'],
  scopes_supported: ['openid', 'email'],
  claims_supported: ['sub', 'email', 'email_verified', 'auth_time', 'amr'],
})

function send(response: Response, answer: Answer): void {
  if (answer.session !== undefined)
    response.append('set-cookie', `${cookieName}=${answer.session}; Path=${issuerPath}; HttpOnly; SameSite=Lax`)
  if (answer.go !== undefined) response.redirect(303, answer.go)
  else response.status(answer.status).type('html').send(answer.page)
}

const sentIn =
  (from: unknown): Sent =>
  (name) => {
    const value: unknown = Object(from)[name]
    return typeof value === 'string' ? value : ''
  }

const sessionOf = ({ headers }: Request): string =>
  new RegExp(`(?:^|;\\s*)${cookieName}=([\\w-]+)`).exec(headers.cookie ?? '')?.[1] ?? ''
