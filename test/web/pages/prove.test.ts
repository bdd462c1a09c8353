// The page `prove`: a passkey proves its person for the plan that was shown, in the browser that asked, and for nothing else.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { days, hours, later, minutes } from '../../../src/clock.ts'
import type { Asked, Authenticator } from '../../../src/demo/authenticator.ts'
import { createAuthenticator } from '../../../src/demo/authenticator.ts'
import { openLink, type Visitor, wordsOf } from '../../../src/demo/visitor.ts'
import { requesterProofs } from '../../../src/requests/proofs.ts'
import { askToUnlock, idFor, startTestLatchkey, type TestLatchkey } from '../../latchkey.ts'
import { usePasskey, withPasskey } from '../passkeys.ts'

let it: TestLatchkey
let key: Authenticator
beforeAll(async () => {
  it = await startTestLatchkey({ pages: true })
  key = await withPasskey(it, 'maya.alvarez')
})
afterAll(() => it.stop())

let visitor: Visitor
let url: string
beforeEach(async () => {
  // Another day: nobody is limited by what the test before asked for.
  it.clock.advance(days(1))
  await it.db.updateTable('request').set({ state: 'cancelled' }).where('state', '=', 'proving').execute()
  await askToUnlock(it, 'maya.alvarez')
  url = await linkNow()
  visitor = (await openLink(url)).visitor
})

async function linkNow(username = 'maya.alvarez'): Promise<string> {
  const { id, planHash } = await it.requestOf(username)
  return it.linkFor(username, { purpose: 'prove', person: idFor(username), request: id, hash: planHash })
}
const proofs = async () => {
  const request = await it.requestOf('maya.alvarez')
  return (await requesterProofs(it.db, it.core, request)).map(({ method, level }) => `${method} ${level}`)
}
const state = async () => (await it.requestOf('maya.alvarez')).state

test('a passkey proves it, and the request goes on', async () => {
  await usePasskey(visitor, key)
  expect(await proofs()).toEqual(['passkey S2'])
  await it.settled()
  expect(await state()).toBe('done')
  expect(wordsOf((await visitor.get(url)).html)).toContain('Thank you, that was you')
  expect(await it.ledger((await it.requestOf('maya.alvarez')).id)).toContain('proof.completed')
})

describe('nothing is proven', () => {
  test.each([
    ['on another origin (T-B2)', { origin: 'https://latchkey.evil.example' }],
    ['for another relying party', { rpId: 'evil.example' }],
    ['without finger, face or PIN', { isVerified: false }],
    ['by an invented challenge', { challenge: 'A'.repeat(43) }],
    ['by a copy that counts from the start', { counter: 0 }],
  ])('%s', async (_, odd) => {
    await usePasskey(visitor, key, odd)
    expect(await proofs()).toEqual([])
    expect(await it.ledger((await it.requestOf('maya.alvarez')).id)).toContain('proof.failed')
  })

  test('by an answer that comes a second time, or too late', async () => {
    const asked = (await visitor.call('passkey-ask')).body as unknown as Asked
    const answer = key.get(asked)
    it.clock.advance(minutes(5))
    await visitor.call('passkey-answer', { answer })
    const again = (await visitor.call('passkey-ask')).body as unknown as Asked
    const wrong = key.get(again, { isVerified: false })
    await visitor.call('passkey-answer', { answer: wrong })
    await visitor.call('passkey-answer', { answer: key.get(again) })
    expect(await proofs()).toEqual([])
  })

  test('in a second browser, with the first one’s challenge (T-B2)', async () => {
    const asked = (await visitor.call('passkey-ask')).body as unknown as Asked
    const second = (await openLink(await linkNow())).visitor
    await second.call('passkey-answer', { answer: key.get(asked) })
    expect(await proofs()).toEqual([])
  })

  test('by somebody else’s passkey', async () => {
    const leo = await withPasskey(it, 'leo.brandt')
    const asked = (await visitor.call('passkey-ask')).body as unknown as Asked
    await visitor.call('passkey-answer', { answer: leo.get({ ...asked, allowCredentials: [] }) })
    expect(await proofs()).toEqual([])
  })

  test.each([
    undefined,
    null,
    7,
    'x',
    {},
    { answer: null },
    { answer: { id: '../..' } },
    { answer: [] },
  ])('by what is no answer: %j', async (body) => {
    expect((await visitor.call('passkey-answer', body as object)).status).toBe(200)
    expect(await proofs()).toEqual([])
  })

  test('after the row of the passkey was changed', async () => {
    const stranger = createAuthenticator(new URL(url).origin)
    const row = await it.db
      .selectFrom('factor')
      .selectAll()
      .where('person', '=', idFor('maya.alvarez'))
      .executeTakeFirstOrThrow()
    await it.db.updateTable('factor').set({ label: 'Mine' }).where('id', '=', row.id).execute()
    expect((await visitor.get(url)).status).toBe(500)
    await it.db.updateTable('factor').set({ label: row.label }).where('id', '=', row.id).execute()
    expect(() => stranger.get({ challenge: 'x' })).toThrow('none of these passkeys')
    expect((await visitor.get(url)).status).toBe(200)
  })
})

test('five wrong answers close the link; ten in a day close the pages to this browser, and to no other one', async () => {
  for (let tries = 0; tries < 5; tries += 1) await usePasskey(visitor, key, { isVerified: false })
  expect((await visitor.get(url)).status).toBe(410)
  const another = (await openLink(await linkNow(), visitor)).visitor
  for (let tries = 0; tries < 5; tries += 1) await usePasskey(another, key, { isVerified: false })
  const last = (await openLink(await linkNow(), visitor)).visitor
  expect((await last.call('passkey-ask')).body).toEqual({ again: true })
  expect(await proofs()).toEqual([])
  const elsewhere = (await openLink(await linkNow())).visitor
  expect((await elsewhere.press('code', { code: 'WRONG' })).status).toBe(429)
  await usePasskey(elsewhere, key)
  expect(await proofs()).toEqual(['passkey S2'])
})

test('a passkey rests: at 71 h 59 min it proves nothing, at 72 h 1 min it does (T-B5)', async () => {
  const fresh = await withPasskey(it, 'noor.haddad', later(it.clock.now(), hours(72)))
  const tryIt = async () => {
    await it.db.updateTable('request').set({ state: 'proving' }).where('requester', '=', idFor('noor.haddad')).execute()
    const { visitor: browser, shown } = await openLink(await linkNow('noor.haddad'))
    await usePasskey(browser, fresh)
    const taken = await requesterProofs(it.db, it.core, await it.requestOf('noor.haddad'))
    return { isOffered: shown.html.includes('passkey-ask'), taken: taken.map(({ method }) => method) }
  }
  it.clock.advance(hours(71) + minutes(50))
  await it.sandbox.changeUser('noor.haddad', { account_locked: true })
  await it.chat.say('noor.haddad', 'I’m locked out')
  await it.chat.press('noor.haddad', 'Do it')
  it.clock.advance(minutes(9))
  expect(await tryIt()).toEqual({ isOffered: false, taken: [] })
  it.clock.advance(minutes(2))
  expect(await tryIt()).toEqual({ isOffered: true, taken: ['passkey'] })
})

test('the card leads to it, also for somebody without a phone; whose page it is not sees no link', async () => {
  const [maya] = await it.chat.messages('maya.alvarez').then((all) => all.toReversed())
  expect(maya?.buttons).toContain('Prove it on a page')
  const noor = await withPasskey(it, 'yuki.sato')
  await it.sandbox.changeUser('yuki.sato', { account_locked: true })
  await it.chat.say('yuki.sato', 'I’m locked out')
  await it.chat.press('yuki.sato', 'Do it')
  await it.chat.waitFor('yuki.sato', /I cannot send a message to your phone[\s\S]*Or prove it on my page/)
  const { visitor: browser } = await openLink(await it.chat.linkOf('yuki.sato', 'Prove it on a page'))
  await usePasskey(browser, noor)
  await it.chat.waitFor('yuki.sato', /Unlock my account: done/)
})
