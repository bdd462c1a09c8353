// A thief who reads somebody's chat, and a little more: half a proof, a paused person's session, an approver's or voucher's.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { days, hours, later, minutes } from '../../../src/clock.ts'
import { createVisitor, openLink, wordsOf } from '../../../src/demo/visitor.ts'
import { runRequest } from '../../../src/gate/gate.ts'
import { credentialReaders } from '../../../src/outbox/credential-events.ts'
import { factorsOf } from '../../../src/proof/read-factors.ts'
import { codesLeft, makeRecoveryCodes } from '../../../src/proof/recovery-codes.ts'
import { canVouch } from '../../../src/proof/vouch.ts'
import { idFor, startTestLatchkey, type TestLatchkey, withoutJobs } from '../../latchkey.ts'
import { approved, joining } from '../../requests/quietly.ts'
import { usePasskey, withPasskey } from '../passkeys.ts'
import { typeCodeOnPage } from '../type-code.ts'

let it: TestLatchkey
beforeAll(async () => {
  it = await startTestLatchkey({ pages: true })
  await it.advance(hours(73))
})
afterAll(() => it.stop())

const looker = 'Looker – Analyst'
const hana = 'hana.suzuki'

/** While somebody says that their device or session is in other hands. */
async function paused(name: string, work: () => Promise<void>) {
  await it.core.freezes.freeze(idFor(name), { by: 'system', why: 'lost-device' })
  try {
    await work()
  } finally {
    await it.core.freezes.unfreeze(idFor(name), { by: 'host', why: 'test' })
  }
}

test('a printed code makes no browser the one in which a password is typed, and is not used up for nothing', async () => {
  const readers = await credentialReaders(it.core, idFor(hana))
  const how = { label: 'Printed', addedBy: 'sign-in', usableFrom: new Date(0) }
  const [first = '', second = ''] = await it.core.store.tx((tx) => makeRecoveryCodes(tx, it.core, readers, how))
  await it.chat.say(hana, 'I forgot my password')
  await it.chat.press(hana, 'Do it')
  const ring = await it.phone(hana).ring()
  const { id: request, planHash: hash } = await it.requestOf(hana)
  const on = { person: idFor(hana), request, hash }
  const thief = createVisitor()
  await openLink(await it.linkFor(hana, { purpose: 'prove', ...on }), thief)
  await thief.press('code', { code: first })
  const late = await openLink(await it.linkFor(hana, { purpose: 'prove', ...on }))
  await typeCodeOnPage(it, hana, ring.code)
  await it.phone(hana).accept(ring.id)
  await it.settled()
  expect(await it.stateOf(request)).toBe('ready')
  await openLink(await it.linkFor(hana, { purpose: 'set-password', ...on }), thief)
  const tried = await thief.press('set', { password: 'Thief-Horse-8-x', again: 'Thief-Horse-8-x' })
  expect([tried.status, wordsOf(tried.html)]).toEqual([403, expect.stringContaining('Not in this browser')])
  // Typed when there is nothing left to prove, the second one is as good as before.
  await late.visitor.press('code', { code: second })
  const [codes] = (await factorsOf(it.db, it.core, idFor(hana))).filter(({ kind }) => kind === 'recovery-codes')
  expect(codes && (await codesLeft(it.db, codes))).toBe(9)
})

test('an approver who is paused decides nothing, and what they said just before counts no more', async () => {
  const before = await approved(it, 'grace.mbeki', looker, 'mei.tanaka')
  const open = await joining(it, 'diego.fernandez', looker)
  await paused('mei.tanaka', async () => {
    const meant = { do: 'approve' as const, request: open.id, hash: open.planHash }
    await it.chat.pressHandle('mei.tanaka', await it.handleFor('mei.tanaka', meant))
    await it.settled()
    expect(await it.stateOf(open.id)).toBe('approving')
    await runRequest(withoutJobs(it.core), before.id, AbortSignal.timeout(10_000))
    expect(await it.stateOf(before.id)).toBe('failed')
  })
})

test('nobody vouches who was just taken over or is paused', async () => {
  const request = await joining(it, 'leo.brandt', looker)
  const may = () => canVouch(it.core, request, idFor('priya.nair'))
  expect(await may()).toBe(true)
  await paused('priya.nair', async () => expect(await may()).toBe(false))
  const changed = (ago: number) =>
    it.sandbox.changeUser('priya.nair', { password_date: later(it.clock.now(), -ago).toISOString() })
  await changed(minutes(1))
  expect(await may()).toBe(false)
  await changed(days(200))
})

test('a phone that was enrolled just now is not rung for a password: whoever enrolled it may be the thief', async () => {
  const who = 'tomas.novak'
  const phone = it.sandbox.state.phones.find(({ user }) => user === idFor(who))
  if (!phone) throw new Error(`${who} has a phone`)
  const enrolled = phone.enrolledAt
  phone.enrolledAt = later(it.clock.now(), -hours(71)).toISOString()
  await it.chat.say(who, 'I forgot my password')
  await it.chat.press(who, 'Do it')
  await it.settled()
  const { id } = await it.requestOf(who)
  const sent = it.db.selectFrom('proof').select('id').where('request_id', '=', id).where('push_id', 'is not', null)
  expect(await sent.execute()).toEqual([])
  phone.enrolledAt = enrolled
})

test('who is paused adds nothing to what proves them', async () => {
  const who = 'viktor.lund'
  const key = await withPasskey(it, who)
  const { visitor } = await openLink(await it.linkFor(who, { purpose: 'enrol', person: idFor(who) }))
  await usePasskey(visitor, key)
  const count = async () => (await factorsOf(it.db, it.core, idFor(who))).length
  await paused(who, async () => {
    const shown = await visitor.press('codes')
    expect(wordsOf(shown.html)).not.toMatch(/[0-9A-Z]{4}-[0-9A-Z]{4}-/)
    expect((await visitor.call('add-ask')).body).toEqual({ again: true })
  })
  expect(await count()).toBe(1)
  await visitor.press('codes')
  expect(await count()).toBe(2)
})
