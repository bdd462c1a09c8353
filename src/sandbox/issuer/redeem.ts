// The back half of signing in: a code is worth tokens once, to the application and address that it was made for.
import { createHash } from 'node:crypto'
import type { Reply } from '../route.ts'
import type { World } from '../world.ts'
import { application } from './application.ts'
import type { Sent } from './authorize.ts'
import { type SigningKey, tokensFor } from './tokens.ts'

interface By {
  issuer: string
  key(): SigningKey
}

/** `authorization`: the header; an application may send its secret there or in the form. */
export function redeem(world: World, { issuer, key }: By, sent: Sent, authorization: string | undefined): Reply {
  const [id, secret] = basic(authorization) ?? [sent('client_id'), sent('client_secret')]
  if (id !== application.id || secret !== application.secret) return refused(401, 'invalid_client')
  if (sent('grant_type') !== 'authorization_code') return refused(400, 'unsupported_grant_type')
  const grant = world.issuer.grants.get(sent('code'))
  world.issuer.grants.delete(sent('code'))
  const now = world.clock.now()
  const user = grant && world.state.users.get(grant.user)
  const isGood =
    grant !== undefined &&
    grant.expiresAt > now &&
    grant.redirect === sent('redirect_uri') &&
    isVerifier(sent('code_verifier'), grant.challenge)
  if (!isGood || !user) return refused(400, 'invalid_grant')
  return { status: 200, json: tokensFor({ issuer, key: key(), now, tellsHow: world.issuer.tellsHow }, grant, user) }
}

const refused = (status: number, error: string): Reply => ({ status, json: { error } })

/** RFC 7636, 4.6. */
const isVerifier = (verifier: string, challenge: string): boolean =>
  /^[\w.~-]{43,128}$/.test(verifier) && createHash('sha256').update(verifier).digest('base64url') === challenge

function basic(authorization = ''): [string, string] | undefined {
  const [, encoded] = /^Basic (.+)$/i.exec(authorization) ?? []
  if (encoded === undefined) return undefined
  const [id = '', secret = ''] = Buffer.from(encoded, 'base64').toString().split(/:(.*)/s)
  return [id, secret]
}
