// Signing in at JumpCloud on a page: with a real OpenID provider that is not ours, fresh, as the very person, in one browser.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Asked } from '../../../src/demo/authenticator.ts'
import { createAuthenticator } from '../../../src/demo/authenticator.ts'
import { createVisitor, openLink, type Visitor, wayBack, wordsOf } from '../../../src/demo/visitor.ts'
import { factorsOf } from '../../../src/proof/read-factors.ts'
import { client, startIdentityProvider } from '../../fakes/identity-provider.ts'
import { idFor, startTestLatchkey, type TestLatchkey } from '../../latchkey.ts'

type Provider = Awaited<ReturnType<typeof startIdentityProvider>>
let it: TestLatchkey
let provider: Provider
beforeAll(async () => {
  it = await startTestLatchkey({
    pages: true,
    // The provider's clock is this machine's.
    startsAt: new Date().toLocaleString('sv', { timeZone: 'Europe/Berlin' }).replace(' ', 'T'),
    async signIn(redirect) {
      provider = await startIdentityProvider(redirect)
      return { issuer: provider.issuer, clientId: client.id, clientSecret: client.secret }
    },
  })
})
afterAll(async () => {
  await it.stop()
  await provider.stop()
})

const mail = (username: string) => `${username}@northwind.example`
const now = () => Math.floor(Date.now() / 1000)
let visitor: Visitor
let url: string
beforeEach(async () => {
  await it.db.deleteFrom('page_link').execute()
  url = await it.linkFor('maya.alvarez', { purpose: 'enrol', person: idFor('maya.alvarez') })
  visitor = (await openLink(url)).visitor
})

/** Presses the button, follows the link to the provider, and comes back. */
async function signIn(browser = visitor) {
  const leaving = await browser.press('sign-in')
  const there = /href="(http:[^"]+)" rel="noreferrer"/.exec(leaving.html)?.[1]?.replaceAll('&amp;', '&') ?? ''
  return { there: new URL(there), shown: () => browser.get(there) }
}
const provenBy = async () =>
  (await it.db.selectFrom('page_link').select('proven_by').executeTakeFirstOrThrow()).proven_by

test('asks for a fresh sign-in, with everything that keeps others out', async () => {
  const { there } = await signIn()
  expect(Object.fromEntries(there.searchParams)).toEqual({
    client_id: client.id,
    redirect_uri: `${new URL(url).origin}/p/-/signed-in`,
    response_type: 'code',
    scope: 'openid email',
    code_challenge: expect.stringMatching(/^[\w-]{43}$/),
    code_challenge_method: 'S256',
    nonce: expect.stringMatching(/^[\w-]{43}$/),
    state: expect.stringMatching(/^[\w-]{43}$/),
    max_age: '0',
    prompt: 'login',
  })
})

describe.each([
  ['told of several factors', ['pwd', 'otp'], 'sign-in/S2'],
  ['told of several factors in one word', ['mfa'], 'sign-in/S2'],
  ['told of one', ['pwd'], 'sign-in/S1'],
  ['that does not tell', undefined, 'sign-in/S1'],
  ['told of a code by message', ['pwd', 'sms'], 'sign-in/S1'],
])('a sign-in %s', (_, amr, worth) => {
  test(`is worth ${worth}`, async () => {
    provider.signIn({ sub: 'jc-42', email: mail('maya.alvarez').toUpperCase(), amr })
    const { shown } = await signIn()
    expect(wordsOf((await shown()).html)).toContain('Add a passkey on this device')
    expect(await provenBy()).toBe(worth)
  })
})

describe('nothing is proven', () => {
  test.each([
    ['by somebody else', { sub: 'jc-43', email: mail('leo.brandt') }],
    ['by another id, whatever the address says', { sub: idFor('leo.brandt'), email: mail('maya.alvarez') }],
    ['by a sign-in of an hour ago', { sub: 'jc-42', email: mail('maya.alvarez'), authTime: now() - 3600 }],
    ['by who turns back', undefined],
  ])('%s', async (_, account) => {
    provider.signIn(account)
    const { shown } = await signIn()
    expect((await shown()).status).toBe(403)
    expect(await provenBy()).toBeNull()
    expect((await it.ledger()).at(-1)).toBe('proof.failed')
  })

  test('in another browser, nor by the same answer twice', async () => {
    provider.signIn({ sub: 'jc-42', email: mail('maya.alvarez') })
    const leaving = await signIn()
    const back = await wayBack(leaving.there)
    const stranger = createVisitor()
    expect((await stranger.get(back)).status).toBe(403)
    expect(await provenBy()).toBeNull()
    expect((await visitor.get(back)).status).toBe(200)
    expect((await visitor.get(back)).status).toBe(403)
  })

  test('by an answer to what nobody asked', async () => {
    for (const query of ['', '?code=x', '?state=x&code=x', '?error=access_denied'])
      expect((await visitor.get(`${new URL(url).origin}/p/-/signed-in${query}`)).status).toBe(403)
    expect(await provenBy()).toBeNull()
  })
})

test('with it a passkey is added, which rests three days, and its owner is told; codes are shown once', async () => {
  provider.signIn({ sub: 'jc-42', email: mail('maya.alvarez') })
  const { shown } = await signIn()
  await shown()
  await visitor.get(url)
  const key = createAuthenticator(new URL(url).origin)
  const asked = (await visitor.call('add-ask')).body as unknown as Asked
  await visitor.call('add-answer', { answer: key.create(asked), name: ' <b>MacBook</b>\n@here https://evil.example ' })
  const [passkey] = await factorsOf(it.db, it.core, idFor('maya.alvarez'))
  expect(passkey).toMatchObject({ kind: 'passkey', lastUsedAt: undefined, label: '‹b›MacBook‹/b› ＠here evil.example' })
  const rested = (passkey?.usableFrom.getTime() ?? 0) - (passkey?.addedAt.getTime() ?? 0)
  expect(Math.round(rested / 60_000)).toBe(72 * 60)
  await it.chat.waitFor(
    'maya.alvarez',
    /A new way to prove that it is you was added[\s\S]*the passkey “‹b›MacBook[\s\S]*It counts from[\s\S]*This wasn’t me/,
  )

  await visitor.get(url)
  const printed = wordsOf((await visitor.press('codes')).html)
  const codes = printed.match(/\b[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}\b/g) ?? []
  expect(new Set(codes).size).toBe(10)
  expect(wordsOf((await visitor.get(url)).html)).not.toContain(codes[0])
  const rows = JSON.stringify(await it.db.selectFrom('recovery_code').selectAll().execute())
  for (const code of codes) expect(rows).not.toContain(code)
})

test('a passkey is called what its owner calls it, as plain text, and by nobody who has not proven themselves', async () => {
  url = await it.linkFor('maya.alvarez', { purpose: 'my-proofs', person: idFor('maya.alvarez') })
  visitor = (await openLink(url)).visitor
  const [passkey] = await factorsOf(it.db, it.core, idFor('maya.alvarez'))
  const label = async () => (await factorsOf(it.db, it.core, idFor('maya.alvarez')))[0]?.label
  await visitor.press('rename', { factor: passkey?.id ?? '', name: 'Mine' })
  expect(await label()).toBe(passkey?.label)
  provider.signIn({ sub: 'jc-42', email: mail('maya.alvarez'), amr: ['mfa'] })
  const { shown } = await signIn()
  await shown()
  await visitor.get(url)
  const page = await visitor.press('rename', {
    factor: passkey?.id ?? '',
    name: `"><script>x</script>${'y'.repeat(60)}`,
  })
  expect(page.html).not.toContain('<script>x')
  expect(await label()).toBe(`"›‹script›x‹/script›${'y'.repeat(19)}…`)
  await visitor.press('rename', { factor: passkey?.id ?? '', name: '  ' })
  expect(await label()).toMatch(/y…$/)
})
