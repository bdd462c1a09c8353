// What the sandbox's issuer signs: RS256 with a key of its own, made when it is first needed and told at its JWKS address.
import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'
import type { SystemUser } from '../state.ts'
import type { Grant } from './application.ts'
import { application } from './application.ts'

export interface SigningKey {
  kid: string
  privateKey: KeyObject
  /** As a JWK. */
  publicKey: object
}

export function createSigningKey(): SigningKey {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const kid = randomBytes(8).toString('hex')
  return { kid, privateKey, publicKey: { ...publicKey.export({ format: 'jwk' }), kid, use: 'sig', alg: 'RS256' } }
}

const lifeSeconds = 3600
const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
const seconds = (date: Date): number => Math.floor(date.getTime() / 1000)

export function tokensFor(
  { issuer, key, now, tellsHow }: { issuer: string; key: SigningKey; now: Date; tellsHow: boolean },
  { nonce, signedInAt, amr }: Grant,
  { _id, email }: SystemUser,
): object {
  const accessToken = randomBytes(24).toString('base64url')
  const claims = {
    iss: issuer,
    sub: _id,
    aud: [application.id],
    iat: seconds(now),
    exp: seconds(now) + lifeSeconds,
    auth_time: seconds(signedInAt),
    at_hash: createHash('sha256').update(accessToken).digest().subarray(0, 16).toString('base64url'),
    email,
    email_verified: true,
    ...(nonce !== undefined && { nonce }),
    ...(tellsHow && { amr }),
  }
  const signed = `${part({ alg: 'RS256', typ: 'JWT', kid: key.kid })}.${part(claims)}`
  const signature = sign('sha256', Buffer.from(signed), key.privateKey).toString('base64url')
  return {
    access_token: accessToken,
    token_type: 'bearer',
    expires_in: lifeSeconds,
    scope: 'openid email',
    id_token: `${signed}.${signature}`,
  }
}
