// Latchkey as the sandbox's own single sign-on application: who it says it is, and where browsers may be sent back to.
import { minutes } from '../../clock.ts'

export const application = { id: 'sandbox-latchkey', secret: 'sandbox-latchkey-secret' }

/** A sign-in that was begun and waits for a person in front of the page. */
export interface Asking {
  redirect: string
  state: string
  nonce: string | undefined
  challenge: string
  expiresAt: Date
}

/** What a code is worth, once. */
export interface Grant extends Pick<Asking, 'redirect' | 'nonce' | 'challenge' | 'expiresAt'> {
  user: string
  signedInAt: Date
  /** By what somebody signed in: RFC 8176. */
  amr: string[]
}

export interface Issuer {
  /** Exact addresses; to any other nobody is sent. */
  redirects: string[]
  /** Whether its tokens tell by what somebody signed in. JumpCloud's documentation does not say that they do. */
  tellsHow: boolean
  asking: Map<string, Asking>
  grants: Map<string, Grant>
  /** Browsers in which somebody signed in: without `prompt` or `max_age` nobody is asked again there. */
  sessions: Map<string, Pick<Grant, 'user' | 'signedInAt' | 'amr'>>
}

export const createIssuer = (redirects: string[]): Issuer => ({
  redirects,
  tellsHow: true,
  asking: new Map(),
  grants: new Map(),
  sessions: new Map(),
})

export const asksFor = minutes(10)
export const grantLasts = minutes(1)
