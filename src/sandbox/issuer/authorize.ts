// The front half of signing in: looks at what an application asks for, shows the page, and sends the browser back with a code.
import { randomBytes } from 'node:crypto'
import { later } from '../../clock.ts'
import type { World } from '../world.ts'
import { type Asking, application, asksFor, type Grant, grantLasts } from './application.ts'
import { brokenPage, signInPage } from './page.ts'
import { whoSignsIn } from './who.ts'

/** What the browser is answered. */
export type Answer =
  | { go: string; session?: string }
  | { page: string; status: number; go?: undefined; session?: undefined }

/** What came in a query or a form: of each name one text, empty where there was none. */
export type Sent = (name: string) => string

type SignedIn = Pick<Grant, 'user' | 'signedInAt' | 'amr'>

/** `session`: what the browser's cookie says; `formPath`: where the page sends its form. */
export function authorize(world: World, asked: Sent, session: string, formPath: string): Answer {
  const redirect = asked('redirect_uri')
  // Told here and not at an address that nobody has registered.
  if (asked('client_id') !== application.id || !world.issuer.redirects.includes(redirect))
    return broken('No application with this id and this address is registered.')
  const state = asked('state')
  const refuse = (error: string): Answer => ({ go: backTo(redirect, { error, state }) })
  if (state.length < 8) return refuse('invalid_state')
  if (asked('response_type') !== 'code') return refuse('unsupported_response_type')
  if (!asked('scope').split(' ').includes('openid')) return refuse('invalid_scope')
  const challenge = asked('code_challenge')
  if (asked('code_challenge_method') !== 'S256' || !/^[\w-]{43}$/.test(challenge)) return refuse('invalid_request')

  const now = world.clock.now()
  const asking = { redirect, state, nonce: asked('nonce') || undefined, challenge, expiresAt: later(now, asksFor) }
  const known = world.issuer.sessions.get(session)
  const oldestMs = asked('max_age') === '' ? Number.POSITIVE_INFINITY : Number(asked('max_age')) * 1000
  if (known && asked('prompt') !== 'login' && now.getTime() - known.signedInAt.getTime() < oldestMs)
    return sendBack(world, asking, known)
  if (asked('prompt') === 'none') return refuse('login_required')
  const id = randomBytes(16).toString('base64url')
  world.issuer.asking.set(id, asking)
  return { page: signInPage({ path: formPath, asking: id }), status: 200 }
}

/** What the form of the page sends. */
export function signIn(world: World, typed: Sent, formPath: string): Answer {
  const id = typed('asking')
  const asking = world.issuer.asking.get(id)
  const now = world.clock.now()
  if (!asking || asking.expiresAt <= now) return broken('This took too long. Begin again where you came from.')
  const { redirect, state } = asking
  if (typed('do') === 'cancel') {
    world.issuer.asking.delete(id)
    return { go: backTo(redirect, { error: 'access_denied', state }) }
  }
  const email = typed('email')
  const who = whoSignsIn(world.state, { email, password: typed('password'), code: typed('code') }, now)
  if ('problem' in who)
    return { page: signInPage({ path: formPath, asking: id, problem: who.problem, email }), status: 401 }
  world.issuer.asking.delete(id)
  const session = randomBytes(16).toString('base64url')
  const signedIn: SignedIn = { user: who.user._id, signedInAt: now, amr: who.amr }
  world.issuer.sessions.set(session, signedIn)
  return { ...sendBack(world, asking, signedIn), session }
}

function sendBack({ issuer, clock }: World, asking: Asking, signedIn: SignedIn): { go: string } {
  const { redirect, state, nonce, challenge } = asking
  const code = randomBytes(24).toString('base64url')
  issuer.grants.set(code, { redirect, nonce, challenge, ...signedIn, expiresAt: later(clock.now(), grantLasts) })
  return { go: backTo(redirect, { code, state }) }
}

function backTo(redirect: string, told: Record<string, string>): string {
  const url = new URL(redirect)
  for (const [name, value] of Object.entries(told)) url.searchParams.set(name, value)
  return url.href
}

const broken = (why: string): Answer => ({ page: brokenPage(why), status: 400 })
