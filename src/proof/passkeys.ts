// Passkeys: asked for over one plan, and believed only with the person verified, from our own origin, and counting upwards.
import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server'
import { z } from 'zod'
import type { Core } from '../core.ts'
import type { User } from '../directory.ts'
import { newChallenge, type Place, takeChallenge } from './challenges.ts'
import { type Factor, factorsOf, isRested } from './read-factors.ts'

type Deps = Pick<Core, 'keys' | 'clock' | 'store' | 'log'>

/** Who a passkey is for: the address of our pages. */
export interface RelyingParty {
  id: string
  origin: string
  name: string
}

export const relyingParty = (url: string, organisation: string): RelyingParty => {
  const { hostname, origin } = new URL(url)
  return { id: hostname, origin, name: `Latchkey · ${organisation}` }
}

/** EdDSA, ES256, RS256 (COSE algorithm registry). */
const algorithms = [-8, -7, -257]

const base64url = z
  .string()
  .regex(/^[\w-]+$/)
  .max(4000)
const common = { id: base64url, rawId: base64url, type: z.literal('public-key'), clientExtensionResults: z.object({}) }
const assertion = z.object({
  ...common,
  response: z.object({
    clientDataJSON: base64url,
    authenticatorData: base64url,
    signature: base64url,
    userHandle: base64url.optional(),
  }),
})
const attestation = z.object({
  ...common,
  response: z.object({
    clientDataJSON: base64url,
    attestationObject: base64url,
    transports: z.array(z.string().max(20)).max(10).optional(),
  }),
})
const clientData = z.object({ challenge: base64url })

function challengeIn(encoded: string): string | undefined {
  try {
    return clientData.parse(JSON.parse(Buffer.from(encoded, 'base64url').toString())).challenge
  } catch {
    return undefined
  }
}

export async function askForPasskey(deps: Deps, rp: RelyingParty, at: Place) {
  const known = (await factorsOf(deps.store.db, deps, at.link.person)).flatMap(({ credential }) => credential ?? [])
  const challenge = await deps.store.tx((tx) => newChallenge(tx, deps, 'prove', at))
  return generateAuthenticationOptions({
    rpID: rp.id,
    challenge: new Uint8Array(challenge),
    allowCredentials: known.map(({ id, transports }) => ({ id, transports })),
    userVerification: 'required',
    timeout: 300_000,
  })
}

/** The passkey that answered and how far it has counted; undefined: this proves nothing. */
export async function readPasskey(
  deps: Deps,
  rp: RelyingParty,
  at: Place,
  given: unknown,
): Promise<{ factor: Factor; counter: number } | undefined> {
  const read = assertion.safeParse(given)
  const challenge = read.success ? challengeIn(read.data.response.clientDataJSON) : undefined
  if (!read.success || challenge === undefined) return undefined
  if (!(await deps.store.tx((tx) => takeChallenge(tx, deps, 'prove', at, challenge)))) return undefined
  const factors = await factorsOf(deps.store.db, deps, at.link.person)
  const factor = factors.find(({ credential }) => credential?.id === read.data.id)
  if (!factor?.credential || !isRested(factor, deps.clock.now())) return undefined
  const { id, publicKey, counter, transports } = factor.credential
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: read.data as AuthenticationResponseJSON,
      expectedChallenge: challenge,
      expectedOrigin: rp.origin,
      expectedRPID: rp.id,
      requireUserVerification: true,
      credential: { id, publicKey: new Uint8Array(Buffer.from(publicKey, 'base64url')), counter, transports },
    })
    return verified ? { factor, counter: authenticationInfo.newCounter } : undefined
  } catch (error) {
    deps.log.info({ err: error }, 'a passkey was not believed')
    return undefined
  }
}

export async function askForNewPasskey(
  deps: Deps,
  rp: RelyingParty,
  at: Place,
  person: Pick<User, 'id' | 'username' | 'name'>,
) {
  const known = (await factorsOf(deps.store.db, deps, at.link.person)).flatMap(({ credential }) => credential ?? [])
  const challenge = await deps.store.tx((tx) => newChallenge(tx, deps, 'add', at))
  return generateRegistrationOptions({
    rpName: rp.name,
    rpID: rp.id,
    userID: new Uint8Array(Buffer.from(person.id, 'hex')),
    userName: person.username ?? person.name,
    userDisplayName: person.name,
    challenge: new Uint8Array(challenge),
    attestationType: 'none',
    excludeCredentials: known.map(({ id, transports }) => ({ id, transports })),
    authenticatorSelection: { residentKey: 'preferred', userVerification: 'required' },
    supportedAlgorithmIDs: algorithms,
    timeout: 300_000,
  })
}

/** What to keep of a new passkey; undefined: it was not made as asked. */
export async function readNewPasskey(
  deps: Deps,
  rp: RelyingParty,
  at: Place,
  given: unknown,
): Promise<NonNullable<Factor['credential']> | undefined> {
  const read = attestation.safeParse(given)
  const challenge = read.success ? challengeIn(read.data.response.clientDataJSON) : undefined
  if (!read.success || challenge === undefined) return undefined
  if (!(await deps.store.tx((tx) => takeChallenge(tx, deps, 'add', at, challenge)))) return undefined
  try {
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response: read.data as RegistrationResponseJSON,
      expectedChallenge: challenge,
      expectedOrigin: rp.origin,
      expectedRPID: rp.id,
      requireUserVerification: true,
      supportedAlgorithmIDs: algorithms,
    })
    if (!verified) return undefined
    const { id, publicKey, counter } = registrationInfo.credential
    const transports = read.data.response.transports ?? []
    return { id, publicKey: Buffer.from(publicKey).toString('base64url'), counter, transports }
  } catch (error) {
    deps.log.info({ err: error }, 'a new passkey was not as asked')
    return undefined
  }
}
