// One contract for every method: a proof is one person's, for one plan, in one browser, once, and wrong tries are counted.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Asked, Authenticator } from '../../src/demo/authenticator.ts'
import { type SmtpSink, startSmtpSink } from '../../src/demo/smtp.ts'
import { openLink, type Visitor, wayBack } from '../../src/demo/visitor.ts'
import { credentialReaders } from '../../src/outbox/credential-events.ts'
import { addFactor } from '../../src/proof/factors.ts'
import { type Method, methods } from '../../src/proof/methods.ts'
import { makeRecoveryCodes } from '../../src/proof/recovery-codes.ts'
import { proofsOf } from '../../src/requests/proofs.ts'
import type { Request } from '../../src/requests/request.ts'
import { client, startIdentityProvider } from '../fakes/identity-provider.ts'
import { askToUnlock, idFor, startTestLatchkey, type TestLatchkey, wrong } from '../latchkey.ts'
import { usePasskey, withPasskey } from '../web/passkeys.ts'

let it: TestLatchkey
let sink: SmtpSink
let provider: Awaited<ReturnType<typeof startIdentityProvider>>
beforeAll(async () => {
  sink = await startSmtpSink()
  it = await startTestLatchkey({
    pages: true,
    mail: sink.settings,
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
  await sink.close()
})

/** Whom a method proves to be themselves, and what of theirs answers on a page. */
interface Means {
  /** What its owner asks for first. */
  ready?(on: Visitor): Promise<void>
  /** As its owner does; `of`: as somebody else does with what is theirs. */
  give(on: Visitor, of: string): Promise<void>
  /** What is no answer, or another one. */
  giveWrong(on: Visitor, of: string): Promise<void>
  /** Gives it to somebody, before anything is asked. */
  own(username: string): Promise<void>
}

const keys = new Map<string, Authenticator>()
const keyOf = (username: string): Authenticator => {
  const key = keys.get(username)
  if (!key) throw new Error(`${username} has no passkey`)
  return key
}
const codes = new Map<string, string[]>()
const readersOf = (username: string) => credentialReaders(it.core, idFor(username))
const long = { addedBy: 'sign-in', usableFrom: new Date(0) }
const home = (username: string) => `${username}@example.org`
const mailed = (username: string): string =>
  /Code: (\d{3} \d{3})/.exec(sink.to(home(username)).at(-1)?.raw ?? '')?.[1] ?? '000 000'

/** What is given on a page; the two others are two people's work, and their own tests hold them to the same. */
const means: Partial<Record<Method, Means>> = {
  passkey: {
    own: async (username) => void keys.set(username, await withPasskey(it, username)),
    // Whoever answers with a passkey that was not asked for leaves out which were.
    async give(on, of) {
      const asked = (await on.call('passkey-ask')).body as unknown as Asked
      await on.call('passkey-answer', { answer: keyOf(of).get({ ...asked, allowCredentials: [] }) })
    },
    giveWrong: (on, of) => usePasskey(on, keyOf(of), { isVerified: false }),
  },
  'sign-in': {
    own: async () => {},
    async give(on, of) {
      provider.signIn({ sub: `jc-${of}`, email: `${of}@northwind.example`, amr: ['mfa'] })
      const leaving = await on.press('sign-in')
      const there = /href="(http:[^"]+)" rel="noreferrer"/.exec(leaving.html)?.[1]?.replaceAll('&amp;', '&')
      if (there !== undefined) await on.get(await wayBack(new URL(there)))
    },
    giveWrong: (on) => means['sign-in']?.give(on, 'ben.carter') ?? Promise.resolve(),
  },
  'recovery-code': {
    async own(username) {
      const readers = await readersOf(username)
      const made = await it.core.store.tx((tx) =>
        makeRecoveryCodes(tx, it.core, readers, { label: 'Printed', ...long }),
      )
      codes.set(username, made)
    },
    give: async (on, of) => void (await on.press('code', { code: codes.get(of)?.[0] ?? '' })),
    giveWrong: async (on) => void (await on.press('code', { code: '0000-0000-0000-0000' })),
  },
  'personal-mail': {
    async own(username) {
      const readers = await readersOf(username)
      const kept = { kind: 'personal-mail' as const, label: 'x…@example.org', address: home(username), ...long }
      await it.core.store.tx((tx) => addFactor(tx, it.core, readers, kept))
    },
    ready: async (on) => void (await on.press('mail-send')),
    give: async (on, of) => void (await on.press('mail-code', { code: mailed(of) })),
    giveWrong: async (on, of) => void (await on.press('mail-code', { code: wrong(mailed(of).replace(' ', '')) })),
  },
}

const onPages = methods.filter((method): method is keyof typeof means & Method => method in means)
const people = [
  'leo.brandt',
  'maya.alvarez',
  'grace.mbeki',
  'chloe.martin',
  'zoe.laurent',
  'ida.lindqvist',
  'tom.okafor',
  'hana.suzuki',
]

test('every method has its means here, or proves through two people', () => {
  expect(methods.filter((method) => !onPages.includes(method))).toEqual(['push', 'vouch'])
})

describe.each(onPages)('%s', (method) => {
  const by = means[method] as Means
  const [own = '', other = ''] = people.slice(2 * onPages.indexOf(method))
  let request: Request
  let url: string
  let visitor: Visitor

  async function asked(username: string): Promise<void> {
    await it.db.updateTable('request').set({ state: 'cancelled' }).where('state', '=', 'proving').execute()
    await it.db.updateTable('page_link').set({ failures: 0 }).execute()
    await askToUnlock(it, username)
    request = await it.requestOf(username)
    url = await it.linkFor(username, {
      purpose: 'prove',
      person: idFor(username),
      request: request.id,
      hash: request.planHash,
    })
    visitor = (await openLink(url)).visitor
  }
  const given = async () =>
    (await proofsOf(it.db, it.core, request, request.requester)).filter((proof) => proof.method === method)

  beforeAll(async () => {
    await by.own(own)
    await by.own(other)
    await asked(own)
    await by.ready?.(visitor)
  })
  beforeEach(async () => void (await visitor.get(url)))

  test('by somebody else proves nothing, and a wrong answer is counted', async () => {
    await by.give(visitor, other)
    await visitor.get(url)
    await by.giveWrong(visitor, own)
    expect(await given()).toEqual([])
    const { failures } = await it.db
      .selectFrom('page_link')
      .select(({ fn }) => fn.sum<string>('failures').as('failures'))
      .executeTakeFirstOrThrow()
    expect(Number(failures)).toBeGreaterThan(0)
  })

  test('in another browser proves nothing, with the same link in hand', async () => {
    const second = (await openLink(url)).visitor
    await by.give(second, own)
    expect(await given()).toEqual([])
  })

  test('proves its own person, for the plan that was shown, once', async () => {
    await by.give(visitor, own)
    expect(await given()).toMatchObject([{ method, person: idFor(own), place: request.account }])
    await visitor.get(url)
    await by.give(visitor, own)
    expect(await given()).toHaveLength(1)
    const forOther = { ...request, planHash: 'f'.repeat(64) as Request['planHash'] }
    expect(await proofsOf(it.db, it.core, forOther, request.requester)).toEqual([])
  })

  test('is none when its row was moved to another plan, or to another person', async () => {
    const other = await it.db
      .selectFrom('proof')
      .selectAll()
      .where('method', '=', method)
      .where('state', '=', 'completed')
      .executeTakeFirstOrThrow()
    const hash = 'e'.repeat(64) as Request['planHash']
    await it.db.updateTable('proof').set({ plan_hash: hash }).where('id', '=', other.id).execute()
    expect(await proofsOf(it.db, it.core, { ...request, planHash: hash }, request.requester)).toEqual([])
    await it.db
      .updateTable('proof')
      .set({ plan_hash: request.planHash, person: idFor('ben.carter') })
      .where('id', '=', other.id)
      .execute()
    expect(await proofsOf(it.db, it.core, request, idFor('ben.carter'))).toEqual([])
  })
})
