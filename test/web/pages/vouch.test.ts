// The long way back: nothing is left to prove with, so somebody meets the person, two others agree, and everybody has hours to stop it.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { days, hours, minutes } from '../../../src/clock.ts'
import type { Authenticator } from '../../../src/demo/authenticator.ts'
import { type SmtpSink, startSmtpSink } from '../../../src/demo/smtp.ts'
import { createVisitor, openLink, wordsOf } from '../../../src/demo/visitor.ts'
import { credentialReaders } from '../../../src/outbox/credential-events.ts'
import { noteRoles } from '../../../src/people/role-since.ts'
import { makeRecoveryCodes } from '../../../src/proof/recovery-codes.ts'
import { canVouch } from '../../../src/proof/vouch.ts'
import { requesterProofs } from '../../../src/requests/proofs.ts'
import { idFor, startTestLatchkey, type TestLatchkey } from '../../latchkey.ts'
import { usePasskey, withPasskey } from '../passkeys.ts'

const [leo, manager, it1, it2] = ['leo.brandt', 'priya.nair', 'dana.whitfield', 'ben.carter'] as const
let it: TestLatchkey
let sink: SmtpSink
const keys = new Map<string, Authenticator>()
let codes: string[]
beforeAll(async () => {
  sink = await startSmtpSink()
  it = await startTestLatchkey({ pages: true, mail: sink.settings })
  for (const name of [manager, it1, it2]) keys.set(name, await withPasskey(it, name))
  const how = { label: 'Printed', addedBy: 'sign-in', usableFrom: new Date(0) }
  const readers = await credentialReaders(it.core, idFor(leo))
  codes = await it.core.store.tx((tx) => makeRecoveryCodes(tx, it.core, readers, how))
  // As the look of every hour does, before the clock is moved past the first day.
  await noteRoles(it.core)
})
afterAll(async () => {
  await it.stop()
  await sink.close()
})

let words: string
beforeEach(async () => {
  it.clock.advance(days(8))
  const open = it.db.updateTable('request').set({ state: 'cancelled' }).where('state', 'in', ['proving', 'approving'])
  await open.execute()
  await it.chat.say(leo, 'I lost my phone and cannot confirm the sign-in')
  await it.chat.press(leo, 'Do it')
  await it.settled()
  const card = await it.chat.waitFor(leo, /Tell them these four words: [a-z-]+/)
  words = /four words: ([a-z-]+)/.exec(card.body.join(' '))?.[1] ?? ''
})

const state = async () => (await it.requestOf(leo)).state
const given = async () => (await requesterProofs(it.db, it.core, await it.requestOf(leo))).map(({ method }) => method)

/** On the page that this person's link leads to. */
async function at(username: string, purpose: 'vouch' | 'approve' | 'prove') {
  const { id, planHash } = await it.requestOf(leo)
  const url = await it.linkFor(username, { purpose, person: idFor(username), request: id, hash: planHash })
  return openLink(url)
}

async function vouches(username: string, typed: string, met = 'in-person') {
  const { visitor, shown } = await at(username, 'vouch')
  const key = keys.get(username)
  if (key && shown.status === 200) await usePasskey(visitor, key)
  return visitor.press('vouch', { words: typed, met })
}

async function codeTyped() {
  const { visitor } = await at(leo, 'prove')
  await visitor.press('code', { code: codes.shift() ?? '' })
}

test('the words are told to the requester alone, and stand nowhere in the store', async () => {
  for (const name of [manager, it1, '#audit'])
    for (const message of await it.chat.messages(name)) expect(JSON.stringify(message)).not.toContain(words)
  const tables = ['request', 'plan', 'proof', 'notice', 'ledger', 'incoming', 'handle'] as const
  for (const table of tables)
    expect(JSON.stringify(await it.db.selectFrom(table).selectAll().execute())).not.toContain(words)
  await it.chat.waitFor(manager, /Leo Brandt says that everything that proves who they are is lost/)
})

test('a word and a printed code are two proofs; then manager and IT are asked, and the voucher is not one of them', async () => {
  const done = await vouches(it1, ` ${words.toUpperCase().replaceAll('-', '  ')} `)
  expect(wordsOf(done.html)).toContain('Your word was taken')
  expect(await given()).toEqual(['vouch'])
  expect(await state()).toBe('proving')
  await codeTyped()
  expect(await given()).toEqual(['vouch', 'recovery-code'])
  await it.settled()
  expect(await state()).toBe('approving')
  const request = await it.requestOf(leo)
  const asked = request.shown.waitingFor.map(({ user }) => user)
  expect(asked).toContain(idFor(manager))
  expect(asked).toContain(idFor(it2))
  expect(asked).not.toContain(idFor(it1))
  const own = await at(it1, 'approve')
  const key = keys.get(it1)
  if (key) await usePasskey(own.visitor, key)
  await own.visitor.press('approve')
  expect(await it.db.selectFrom('vote').selectAll().where('request_id', '=', request.id).execute()).toEqual([])
})

/** The whole way up to the wait. */
async function agreed() {
  await vouches(it1, words)
  await codeTyped()
  await it.settled()
  for (const name of [manager, it2]) {
    const { visitor } = await at(name, 'approve')
    const key = keys.get(name)
    if (key) await usePasskey(visitor, key)
    await visitor.press('approve')
    await it.settled()
  }
  expect(await state()).toBe('waiting')
}
const resets = async () => (await it.sandbox.writes()).filter(({ path }) => path.endsWith('/resetmfa')).length

test('in the middle of the wait a letter is enough to stop it, without signing in', async () => {
  const before = await resets()
  await agreed()
  const letter = sink.to('leo.brandt@northwind.example').findLast(({ raw }) => raw.includes('/p/not-me/'))
  // Long lines are folded on the way.
  const [link = ''] = /http:[^\s"<]+\/p\/not-me\/[\w-]{22}/.exec(letter?.raw.replaceAll(/=\r?\n/g, '') ?? '') ?? []
  const stranger = createVisitor()
  await stranger.get(link)
  expect(await state()).toBe('waiting')
  await stranger.press('halt')
  expect(await state()).toBe('cancelled')
  await it.advance(hours(25))
  expect(await resets()).toBe(before)
  await it.chat.waitFor('nadia.petrova', /says “this wasn’t me”/)
  expect(await it.core.freezes.isFrozen(idFor(leo))).toBe(true)
  await it.core.freezes.unfreeze(idFor(leo), { by: 'host', why: 'test' })
})

test('nobody vouches without a proof of their own, for themselves, or without being manager or IT', async () => {
  const unproven = await at(it1, 'vouch')
  expect(unproven.shown.status).toBe(200)
  await unproven.visitor.press('vouch', { words, met: 'in-person' })
  const stranger = await at('hana.suzuki', 'vouch')
  expect(stranger.shown.status).toBe(403)
  const own = await at(leo, 'vouch')
  expect(own.shown.status).toBe(403)
  expect(await given()).toEqual([])
})

test('who was given the role today vouches for nobody, and does a day later', async () => {
  const may = async () => canVouch(it.core, await it.requestOf(leo), idFor('diego.fernandez'))
  await it.sandbox.changeMember('IT – Service Desk', 'diego.fernandez', 'add')
  await noteRoles(it.core)
  expect(await may()).toBe(false)
  expect((await at('diego.fernandez', 'vouch')).shown.status).toBe(403)
  it.clock.advance(hours(24))
  expect(await may()).toBe(true)
  await it.sandbox.changeMember('IT – Service Desk', 'diego.fernandez', 'remove')
})

test('a call on the phone is no meeting', async () => {
  await vouches(it1, words, 'phone')
  expect(await given()).toEqual([])
})

test('three times wrong, whoever guesses, stops the request, and security is told', async () => {
  await vouches(it1, 'acorn actor album amber')
  await vouches(manager, 'acorn actor album amber')
  expect(await state()).toBe('proving')
  const last = await vouches(it2, 'acorn actor album amber')
  expect(wordsOf(last.html)).toContain('wrong three times')
  expect(await state()).toBe('refused')
  await vouches(it1, words)
  expect(await given()).toEqual([])
  await it.chat.waitFor('nadia.petrova', /three times wrong words for Leo Brandt/)
  expect(await it.core.freezes.isFrozen(idFor(leo))).toBe(true)
  await it.core.freezes.unfreeze(idFor(leo), { by: 'host', why: 'test' })
})

test('both agree on the page; then everybody has hours, and after them it is done once, and its window is closed again', async () => {
  const before = await resets()
  await agreed()
  const { row } = await it.requestOf(leo)
  const waits = (row.waits_until?.getTime() ?? 0) - it.clock.now().getTime()
  expect(waits).toBeGreaterThan(hours(3.9))
  expect(waits).toBeLessThanOrEqual(hours(24))
  await it.advance(waits - minutes(2))
  expect([await state(), await resets()]).toEqual(['waiting', before])
  await it.advance(minutes(4))
  await expect.poll(state, { timeout: 20_000 }).toBe('done')
  expect(await resets()).toBe(before + 1)
  await it.advance(hours(2))
  await expect.poll(state, { timeout: 20_000 }).toBe('ended')
})
