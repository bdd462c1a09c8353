// Signing in at JumpCloud, now and not some time ago: who did, and whether with several factors.
import * as oidc from 'openid-client'
import { z } from 'zod'
import { minutes, seconds, systemClock } from '../clock.ts'
import type { Core } from '../core.ts'
import type { User } from '../directory.ts'
import { LatchkeyError } from '../errors.ts'
import type { ProofLevel } from '../policy/policy.ts'

/** How Latchkey is known to JumpCloud as an application. */
export interface SignInSettings {
  issuer: string
  clientId: string
  clientSecret: string
}

/** What must come back unseen. */
export const begun = z.object({
  verifier: z.string(),
  nonce: z.string(),
  state: z.string(),
  at: z.number(),
  path: z.string(),
})
export type Begun = z.infer<typeof begun>

export interface SignIn {
  /** Where to send the browser. `path` is where it comes back to in the end. */
  begin(path: string): Promise<{ url: string; begun: Begun }>
  /** Throws `sign-in-failed` with the reason, and `sign-in-unavailable` when JumpCloud does not answer. */
  finish(came: URL, of: Begun): Promise<SignedIn>
  /** Asks where people sign in, and sends nobody there. Throws `sign-in-unavailable`. */
  check(): Promise<void>
}

export interface SignedIn {
  sub: string
  email: string | undefined
  level: ProofLevel
}

/** Clocks differ a little; JumpCloud tells the time of signing in by whole seconds. */
const skew = seconds(30)
const longest = minutes(5)

const claims = z.object({
  sub: z.string().min(1),
  email: z.string().optional(),
  email_verified: z.boolean().optional(),
  auth_time: z.number(),
  amr: z.array(z.string()).optional(),
})

/** RFC 8176. Codes by message or call are no second factor here. */
const known = ['pwd', 'pin']
const held = ['otp', 'hwk', 'swk', 'sc', 'pop', 'fpt', 'face', 'iris']

/** Without word of several factors it was one (ASVS 6.8.4). */
const levelOf = (amr: readonly string[] | undefined): ProofLevel =>
  amr?.includes('mfa') || (amr?.some((one) => known.includes(one)) && amr.some((one) => held.includes(one)))
    ? 'S2'
    : 'S1'

/** JumpCloud's own id where it tells one; else the address, which within one directory is one person's. */
export function isSameUser({ sub, email }: SignedIn, user: Pick<User, 'id' | 'email'>): boolean {
  if (/^[0-9a-f]{24}$/.test(sub)) return sub === user.id
  return email !== undefined && user.email !== undefined && email.toLowerCase() === user.email.toLowerCase()
}

export function createSignIn(
  { issuer, clientId, clientSecret }: SignInSettings,
  { clock, redirect, log }: Pick<Core, 'clock' | 'log'> & { redirect: string },
): SignIn {
  const isPlain = issuer.startsWith('http:')

  async function configured(): Promise<oidc.Configuration> {
    try {
      const metadata = {
        client_secret: clientSecret,
        // The library asks the machine for the time; ours may have been moved.
        [oidc.clockSkew]: (clock.now().getTime() - systemClock.now().getTime()) / 1000,
        [oidc.clockTolerance]: skew / 1000,
      }
      const how = { timeout: 10, execute: isPlain ? [oidc.allowInsecureRequests] : [] }
      return await oidc.discovery(new URL(issuer), clientId, metadata, undefined, how)
    } catch (cause) {
      throw new LatchkeyError('sign-in-unavailable', {}, { cause })
    }
  }

  return {
    check: async () => void (await configured()),

    async begin(path) {
      const config = await configured()
      const of = {
        verifier: oidc.randomPKCECodeVerifier(),
        nonce: oidc.randomNonce(),
        state: oidc.randomState(),
        at: clock.now().getTime(),
        path,
      }
      const url = oidc.buildAuthorizationUrl(config, {
        redirect_uri: redirect,
        scope: 'openid email',
        code_challenge: await oidc.calculatePKCECodeChallenge(of.verifier),
        code_challenge_method: 'S256',
        nonce: of.nonce,
        state: of.state,
        max_age: '0',
        prompt: 'login',
      })
      return { url: url.href, begun: of }
    },

    async finish(came, { verifier, nonce, state, at }) {
      const config = await configured()
      const url = new URL(redirect)
      url.search = came.search
      try {
        const checks = { pkceCodeVerifier: verifier, expectedNonce: nonce, expectedState: state, idTokenExpected: true }
        const tokens = await oidc.authorizationCodeGrant(config, url, checks)
        const told = claims.parse(tokens.claims())
        const signedIn = told.auth_time * 1000
        // Fresh: after this page asked for it. A session that stood open before says nothing about who sits there now.
        if (signedIn < at - skew || signedIn > clock.now().getTime() + skew || clock.now().getTime() > at + longest)
          throw new Error('the sign-in is not fresh')
        return {
          sub: told.sub,
          email: told.email_verified === false ? undefined : told.email,
          level: levelOf(told.amr),
        }
      } catch (cause) {
        log.info({ err: cause }, 'a sign-in was not believed')
        throw new LatchkeyError('sign-in-failed', {}, { cause })
      }
    },
  }
}
