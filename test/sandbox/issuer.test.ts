// The sandbox's sign-in: what a real provider enforces, and that Latchkey's own client believes it.
import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hours, movableClock } from '../../src/clock.ts'
import { createLog } from '../../src/log.ts'
import { createSignIn } from '../../src/proof/sign-in.ts'
import { application } from '../../src/sandbox/issuer/application.ts'
import { type Sandbox, startSandbox } from '../../src/sandbox/server.ts'
import { idOf } from '../../src/sandbox/state.ts'

const redirect = 'http://127.0.0.1:1/signed-in'
const verifier = 'v'.repeat(43)
const clock = movableClock()
let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await startSandbox({ clock, redirects: [redirect] })
})
afterAll(() => sandbox.close())

const usual = {
  client_id: application.id,
  redirect_uri: redirect,
  response_type: 'code',
  scope: 'openid email',
  state: 'a-state-of-ours',
  nonce: 'a-nonce',
  code_challenge: createHash('sha256').update(verifier).digest('base64url'),
  code_challenge_method: 'S256',
}
type Change = Record<string, string>
const address = (change: Change): string =>
  `${sandbox.issuer}/oauth2/auth?${new URLSearchParams({ ...usual, ...change })}`

/** One answer of the provider: the page, or where it sends the browser. */
async function ask(url: string, init: RequestInit = {}) {
  const answer = await fetch(url, { redirect: 'manual', ...init })
  const { status, headers } = answer
  const gone = new URL(headers.get('location') ?? 'http://nowhere')
  return { status, html: await answer.text(), went: gone, told: Object.fromEntries(gone.searchParams), headers }
}

const leo = { email: 'leo.brandt@northwind.example', password: 'whatever', code: '123456', do: 'sign-in' }

/** Opens the page, and types; `typed` over what Leo would. */
async function signIn(url = address({}), typed: Change = {}) {
  const { html } = await ask(url)
  const [, asking = ''] = /name="asking" value="([^"]+)"/.exec(html) ?? []
  const body = new URLSearchParams({ asking, ...leo, ...typed })
  return ask(`${sandbox.issuer}/sign-in`, { method: 'POST', body })
}

async function redeem(code: string | undefined, change: Change = {}) {
  const { id: client_id, secret: client_secret } = application
  const sent = { client_id, client_secret, grant_type: 'authorization_code', redirect_uri: redirect }
  const body = new URLSearchParams({ ...sent, code_verifier: verifier, code: code ?? '', ...change })
  const answer = await fetch(`${sandbox.issuer}/oauth2/token`, { method: 'POST', body })
  const json = (await answer.json()) as { error?: string; id_token?: string }
  return { status: answer.status, ...json }
}

const control = (path: string, body: object) =>
  fetch(`${sandbox.url}/_sandbox${path}`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
const leoAt = `/users/${idOf('user', 'leo.brandt')}`

test.each([
  ['another application', { client_id: 'somebody' }],
  ['an address that is not registered', { redirect_uri: `${redirect}/elsewhere` }],
])('nobody is sent anywhere by %s', async (_, change) => {
  expect(await ask(address(change))).toMatchObject({ status: 400, told: {} })
})

test.each([
  ['without PKCE', { code_challenge: '' }, 'invalid_request'],
  ['with a challenge in the open', { code_challenge_method: 'plain' }, 'invalid_request'],
  ['for tokens at once', { response_type: 'token' }, 'unsupported_response_type'],
  ['for no sign-in', { scope: 'email' }, 'invalid_scope'],
  ['without a state worth the name', { state: 'short' }, 'invalid_state'],
  ['for nobody to be asked, where nobody signed in', { prompt: 'none' }, 'login_required'],
])('who asks %s is sent back', async (_, change, error) => {
  const state = 'state' in change ? change.state : usual.state
  expect(await ask(address(change))).toMatchObject({ status: 303, told: { error, state } })
})

test.each([
  ['a wrong password', { password: '' }, {}],
  ['no code, where an authenticator app is enrolled', { code: '' }, {}],
  ['a locked account', {}, { account_locked: true }],
  ['a suspended account', {}, { state: 'SUSPENDED' }],
  ['nobody', { email: 'nobody@northwind.example' }, {}],
])('%s signs nobody in', async (_, typed, change) => {
  await control(leoAt, change)
  expect(await signIn(address({}), typed)).toMatchObject({ status: 401, told: {} })
  await control(leoAt, { account_locked: false, state: 'ACTIVATED' })
})

test('who turns back is sent back with nothing', async () => {
  const { told } = await signIn(address({}), { do: 'cancel' })
  expect(told).toEqual({ error: 'access_denied', state: usual.state })
})

describe('a code', () => {
  const code = async () => (await signIn()).told.code
  test('is worth tokens once', async () => {
    const made = await code()
    expect((await redeem(made)).status).toBe(200)
    expect(await redeem(made)).toEqual({ status: 400, error: 'invalid_grant' })
  })
  test.each([
    ['with another verifier', { code_verifier: 'w'.repeat(43) }, 'invalid_grant'],
    ['for another address', { redirect_uri: 'http://127.0.0.1:1/' }, 'invalid_grant'],
    ['for another application', { client_secret: 'guessed' }, 'invalid_client'],
    ['in another way', { grant_type: 'password' }, 'unsupported_grant_type'],
  ])('is worth nothing %s', async (_, change, error) => {
    expect(await redeem(await code(), change)).toMatchObject({ error })
  })
  test('is worth nothing after a minute', async () => {
    const made = await code()
    clock.advance(61_000)
    expect(await redeem(made)).toMatchObject({ error: 'invalid_grant' })
  })
})

test('whoever signed in is not asked again in that browser, but for a fresh sign-in', async () => {
  const first = await signIn()
  const cookie = first.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  const again = (change: Change) => ask(address(change), { headers: { cookie } })
  expect((await again({})).told.code).toBeTypeOf('string')
  for (const fresh of [{ max_age: '0' }, { prompt: 'login' }]) expect((await again(fresh)).html).toContain('Password')
  clock.advance(hours(1))
  expect((await again({ max_age: '60' })).html).toContain('Password')
})

describe('Latchkey’s own client', () => {
  const log = createLog({ level: 'error', secrets: [] })
  const client = () => {
    const { id: clientId, secret: clientSecret } = application
    return createSignIn({ issuer: sandbox.issuer, clientId, clientSecret }, { clock, log, redirect })
  }
  test.each([
    ['password and app', {}, true, 'S2'],
    ['password and app, and is not told', {}, false, 'S1'],
    ['password alone', { totp_enabled: false }, true, 'S1'],
  ])('believes a sign-in by %s', async (_, change, tellsHow, level) => {
    await control(leoAt, { totp_enabled: true, ...change })
    await control('/issuer', { tellsHow })
    const { url, begun } = await client().begin('/p/prove/x')
    const { went } = await signIn(url)
    expect(await client().finish(went, begun)).toEqual({ sub: idOf('user', 'leo.brandt'), email: leo.email, level })
  })

  test('does not believe what another browser began', async () => {
    const [one, other] = [await client().begin('/p/prove/x'), await client().begin('/p/prove/x')]
    const { went } = await signIn(one.url)
    await expect(client().finish(went, other.begun)).rejects.toMatchObject({ code: 'sign-in-failed' })
  })
})

test('after a password was set, it alone signs in', async () => {
  const user = sandbox.state.users.get(idOf('user', 'leo.brandt'))
  await control(leoAt, { totp_enabled: true })
  const set = (password: string) =>
    fetch(`${sandbox.url}/api/systemusers/${user?._id}/password`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-api-key': 'jca_sandbox_key' },
      body: JSON.stringify({ password }),
    })
  expect((await set('Quiet-Harbour-Lamp-42')).status).toBe(200)
  expect((await signIn()).status).toBe(401)
  expect((await signIn(address({}), { password: 'Quiet-Harbour-Lamp-42' })).told.code).toBeTypeOf('string')
})
