// An address of one's own: added under the strongest proof, old before it counts, and its code good once, for one plan, in one browser.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { days, hours, minutes } from '../../src/clock.ts'
import type { Authenticator } from '../../src/demo/authenticator.ts'
import { type SmtpSink, startSmtpSink } from '../../src/demo/smtp.ts'
import { openLink, type Visitor, wordsOf } from '../../src/demo/visitor.ts'
import { credentialReaders } from '../../src/outbox/credential-events.ts'
import { addFactor, removeFactor } from '../../src/proof/factors.ts'
import { factorsOf } from '../../src/proof/read-factors.ts'
import { requesterProofs } from '../../src/requests/proofs.ts'
import { everythingIn, idFor, startTestLatchkey, type TestLatchkey, wrong } from '../latchkey.ts'
import { usePasskey, withPasskey } from './passkeys.ts'

const [leo, address] = ['leo.brandt', 'Leo.At.Home@example.org']
let it: TestLatchkey
let sink: SmtpSink
let key: Authenticator
beforeAll(async () => {
  sink = await startSmtpSink()
  it = await startTestLatchkey({ pages: true, mail: sink.settings })
  key = await withPasskey(it, leo)
})
afterAll(async () => {
  await it.stop()
  await sink.close()
})

const own = async () => (await factorsOf(it.db, it.core, idFor(leo))).filter(({ kind }) => kind === 'personal-mail')
/** As a reader reads it: long lines are folded on the way. */
const letters = (to = address) => sink.to(to).map(({ raw }) => raw.replaceAll(/=\r?\n/g, ''))
const codeIn = (letter: string | undefined) => /Code: (\d{3} \d{3})/.exec(letter ?? '')?.[1] ?? ''

async function enrolling(): Promise<Visitor> {
  const { visitor } = await openLink(await it.linkFor(leo, { purpose: 'enrol', person: idFor(leo) }))
  await usePasskey(visitor, key)
  return visitor
}

async function remove(): Promise<void> {
  const readers = await credentialReaders(it.core, idFor(leo))
  for (const { id } of await own()) await it.core.store.tx((tx) => removeFactor(tx, it.core, readers, id))
}

describe('an address', () => {
  beforeEach(async () => {
    it.clock.advance(days(2))
    await remove()
  })

  test('becomes theirs by the code that was sent there, rests 30 days, and is stored sealed', async () => {
    const visitor = await enrolling()
    const asked = await visitor.press('address', { address: ` ${address} ` })
    expect(wordsOf(asked.html)).toContain('A code was sent to L…@example.org')
    const letter = letters().at(-1) ?? ''
    expect(letter).toMatch(/Nobody from IT will ever ask you for this code/)
    expect(letter).not.toMatch(/Leo Brandt|\/p\//)
    const refused = await visitor.press('address-code', { code: wrong(codeIn(letter).replace(' ', '')) })
    expect(wordsOf(refused.html)).toContain('not the code')
    expect(await own()).toEqual([])
    const before = it.clock.now().getTime()
    expect(wordsOf((await visitor.press('address-code', { code: codeIn(letter) })).html)).toContain(
      'Mail to L…@example.org',
    )
    const [added] = await own()
    expect(Math.round(((added?.usableFrom.getTime() ?? 0) - before) / days(1))).toBe(30)
    await it.settled()
    await it.chat.waitFor(leo, /A new way to prove.*[\s\S]*the address L…@example.org/)
    expect(letters().at(-1)).toMatch(/A new way to prove/)
    expect(await everythingIn(it)).not.toMatch(/leo\.at\.home/i)
    expect(it.log.join()).not.toMatch(/leo\.at\.home/i)
  })

  test('that takes the place of another is told to both', async () => {
    for (const to of [address, 'new@example.net']) {
      const visitor = await enrolling()
      await visitor.press('address', { address: to })
      await visitor.press('address-code', { code: codeIn(letters(to).at(-1)) })
      await it.settled()
    }
    expect((await own()).map(({ label }) => label)).toEqual(['n…@example.net'])
    expect(letters().slice(-2).join()).toMatch(/was removed[\s\S]*A new way to prove[\s\S]*n=E2=80=A6@example.net/)
    expect(letters().at(-1)).toMatch(/\/p\/not-me\//)
    const rows = await it.db.selectFrom('factor').select(['sealed_address', 'removed_at']).execute()
    expect(rows.filter(({ removed_at, sealed_address }) => removed_at && sealed_address)).toEqual([])
  })

  test.each([
    ['of the organisation', 'leo@northwind.example', 'address of your organisation'],
    ['of a part of it', 'leo@eu.NorthWind.example', 'address of your organisation'],
    ['that is none', 'leo at home', 'no mail address'],
    ['of two lines', 'a@example.org\r\nBcc: b@example.org', 'no mail address'],
  ])('%s is not taken', async (_, typed, words) => {
    const visitor = await enrolling()
    // What was told before has arrived.
    await it.settled()
    const before = sink.mails.length
    expect(wordsOf((await visitor.press('address', { address: typed })).html)).toContain(words)
    expect(sink.mails.length).toBe(before)
  })

  test('is asked of nobody who has not proven themselves, and its code is typed where it was asked for', async () => {
    const stranger = (await openLink(await it.linkFor(leo, { purpose: 'enrol', person: idFor(leo) }))).visitor
    // What was told before has arrived.
    await it.settled()
    const before = sink.mails.length
    await stranger.press('address', { address })
    expect(sink.mails.length).toBe(before)
    const [asked, other] = [await enrolling(), await enrolling()]
    await asked.press('address', { address })
    await other.press('address-code', { code: codeIn(letters().at(-1)) })
    expect(await own()).toEqual([])
  })

  test('gets no more than five letters a day', async () => {
    const before = letters().length
    const visitor = await enrolling()
    for (let sent = 0; sent < 7; sent += 1) await visitor.press('address', { address })
    expect(letters().length - before).toBe(5)
  })
})

describe('its code', () => {
  let visitor: Visitor
  beforeEach(async () => {
    it.clock.advance(days(8))
    await remove()
    await add(new Date(0))
    await it.db.updateTable('request').set({ state: 'cancelled' }).where('state', '=', 'proving').execute()
    await it.chat.say(leo, 'I lost my phone and cannot confirm the sign-in')
    await it.chat.press(leo, 'Do it')
    await it.settled()
    // Nothing that proves more is left: the way back takes a voucher and one thing besides.
    visitor = (await openLink(await linkNow())).visitor
  })

  async function add(usableFrom: Date): Promise<void> {
    const readers = await credentialReaders(it.core, idFor(leo))
    const factor = { kind: 'personal-mail' as const, label: 'L…@example.org', address, addedBy: 'passkey', usableFrom }
    await it.core.store.tx((tx) => addFactor(tx, it.core, readers, factor))
    await it.settled()
  }
  async function linkNow(): Promise<string> {
    const { id, planHash } = await it.requestOf(leo)
    return it.linkFor(leo, { purpose: 'prove', person: idFor(leo), request: id, hash: planHash })
  }
  const proofs = async () =>
    (await requesterProofs(it.db, it.core, await it.requestOf(leo))).map(({ method, level }) => `${method} ${level}`)
  async function sent(): Promise<string> {
    await visitor.press('mail-send')
    return codeIn(letters().at(-1))
  }

  test('is told with what it does, proves half, and only once', async () => {
    const code = await sent()
    const letter = letters().at(-1) ?? ''
    expect(letter).toMatch(/second factor away[\s\S]*Nobody from IT will ever ask you for this code/)
    expect(letter).toMatch(/\/p\/not-me\/[\w-]{22}/)
    expect(code).toMatch(/^\d{3} \d{3}$/)
    expect(await everythingIn(it)).not.toContain(code)
    await visitor.press('mail-code', { code })
    expect(await proofs()).toEqual(['personal-mail S0'])
    expect((await it.requestOf(leo)).state).toBe('proving')
    await visitor.press('mail-code', { code })
    expect(await proofs()).toEqual(['personal-mail S0'])
  })

  test('is typed in the browser that asked for it, and in no other', async () => {
    const code = await sent()
    const second = (await openLink(await linkNow())).visitor
    await second.press('mail-code', { code })
    expect(await proofs()).toEqual([])
    const browser = await it.db.selectFrom('page_link').select('browser').orderBy('minted_at', 'desc').execute()
    // Nor does it help to write the other browser into the row.
    await it.db
      .updateTable('proof')
      .set({ browser: browser.find((one) => one.browser)?.browser ?? null })
      .where('method', '=', 'personal-mail')
      .execute()
    await second.press('mail-code', { code })
    expect(await proofs()).toEqual([])
  })

  test('is used up by five wrong ones, and by ten minutes', async () => {
    const code = await sent()
    for (let by = 1; by <= 5; by += 1) await visitor.press('mail-code', { code: wrong(code.replace(' ', ''), by) })
    const again = (await openLink(await linkNow(), visitor)).visitor
    await again.press('mail-code', { code })
    expect(await proofs()).toEqual([])
    visitor = again
    const second = await sent()
    it.clock.advance(minutes(10))
    visitor = (await openLink(await linkNow(), visitor)).visitor
    await visitor.press('mail-code', { code: second })
    expect(await proofs()).toEqual([])
  })

  test('a new one gives no new tries: ten wrong in a row are all', async () => {
    for (let round = 0; round < 2; round += 1) {
      const code = await sent()
      for (let by = 1; by <= 5; by += 1) await visitor.press('mail-code', { code: wrong(code.replace(' ', ''), by) })
      visitor = (await openLink(await linkNow(), visitor)).visitor
    }
    const before = letters().length
    await visitor.press('mail-send')
    expect(letters().length).toBe(before)
  })

  test('is sent to no address that is 29 days and 23 hours old, and to one of 30 days and an hour', async () => {
    await remove()
    await add(new Date(it.clock.now().getTime() + days(30)))
    const before = letters().length
    it.clock.advance(days(30) - hours(1))
    await it.db
      .updateTable('request')
      .set({ expires_at: new Date(it.clock.now().getTime() + days(9)) })
      .execute()
    visitor = (await openLink(await linkNow())).visitor
    await visitor.press('mail-send')
    expect(letters().length).toBe(before)
    it.clock.advance(hours(2))
    visitor = (await openLink(await linkNow())).visitor
    await visitor.press('mail-send')
    expect(letters().length).toBe(before + 1)
  })
})
