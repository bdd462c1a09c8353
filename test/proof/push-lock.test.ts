// Two denials within a day lock the proof by push for a day, and nothing else; and how often a phone is rung at most.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { hours, minutes } from '../../src/clock.ts'
import { completeProof } from '../../src/proof/complete.ts'
import { pushLockedUntil } from '../../src/proof/push-limits.ts'
import { startProof } from '../../src/proof/start.ts'
import { typeCode } from '../../src/proof/type-code.ts'
import { watchProof } from '../../src/proof/watch.ts'
import type { Request } from '../../src/requests/request.ts'
import { askToUnlock, idFor, startTestLatchkey, type TestLatchkey, withoutJobs } from '../latchkey.ts'
import { confirmed, load } from '../requests/quietly.ts'
import { aStoredRequest } from '../requests/stored.ts'
import { withPasskey } from '../web/passkeys.ts'

let it: TestLatchkey
beforeAll(async () => {
  it = await startTestLatchkey({ platforms: ['test', 'other'], pages: true, on: 'embedded' })
})
afterAll(() => it.stop())

const lockOf = (username: string, on = it) => pushLockedUntil(on.db, on.core, idFor(username))
const isLocked = (username: string) => it.sandbox.state.users.get(idFor(username))?.account_locked
const sent = async (username: string) =>
  (await it.sandbox.calls()).filter(({ path }) => path.includes(idFor(username)) && path.endsWith('/verify')).length

async function deny(username: string): Promise<void> {
  const push = await askToUnlock(it, username)
  await it.phone(username).deny(push.id)
  await it.settled()
}

/** Asked and confirmed, and its phone is rung; nothing looks at it but the test. */
async function ringing(username: string): Promise<{ request: Request; push: string; code: string }> {
  await it.sandbox.changeUser(username, { account_locked: true })
  const request = await confirmed(it, username, { skill: 'unlock-account' })
  await startProof(withoutJobs(it.core), request.id)
  const { id: push, code } = await it.phone(username).ring()
  return { request, push, code }
}
const look = (request: Request) => watchProof(withoutJobs(it.core), request.id, AbortSignal.timeout(5000))

test('the second denial: nothing is sent any more, security is told, and the person reads what to do', async () => {
  const username = 'leo.brandt'
  await deny(username)
  expect(await lockOf(username)).toBeUndefined()
  await deny(username)
  const until = (await lockOf(username))?.getTime() ?? 0
  expect(Math.abs(until - it.clock.now().getTime() - hours(24))).toBeLessThan(minutes(1))
  await it.chat.waitFor(username, /second time within a day[\s\S]*tell your security team/)
  await it.chats[1]?.waitFor(username, /stopped on your phone[\s\S]*second time/)
  for (const place of ['#audit', 'nadia.petrova', 'felix.braun'])
    await it.chat.waitFor(place, /Leo Brandt pressed “deny” on the phone again/)

  const before = await sent(username)
  await it.chat.say(username, 'I’m locked out')
  await it.chat.press(username, 'Do it')
  const told = await it.chat.waitFor(username, /denied twice within a day[\s\S]*still works/)
  expect(told.buttons).toEqual(['Talk to a person'])
  expect([await sent(username), (await it.requestOf(username)).state, isLocked(username)]).toEqual([
    before,
    'refused',
    true,
  ])
})

test('a yes on the third phone message, which rang before, counts no more', async () => {
  const username = 'hana.suzuki'
  const [one, two, three] = [await ringing(username), await ringing(username), await ringing(username)]
  await it.phone(username).deny(one.push)
  await it.phone(username).deny(two.push)
  // Two who look at the same phone at one moment see one denial.
  await Promise.all([look(one.request), look(one.request)])
  expect(await lockOf(username)).toBeUndefined()
  await look(two.request)
  expect(await lockOf(username)).toBeDefined()
  const { id, planHash: hash, account } = three.request
  await it.core.store.tx((tx) => typeCode(tx, it.core, { request: id, hash, account }, three.code))
  await it.phone(username).accept(three.push)
  await look(three.request)
  expect((await load(it, three.request.id)).state).toBe('proving')
  const rows = await it.db
    .selectFrom('proof')
    .select(['state', 'push_status'])
    .where('request_id', '=', three.request.id)
  expect(await rows.execute()).toEqual([{ state: 'failed', push_status: 'LOCKED' }])
  expect(isLocked(username)).toBe(true)
})

test('nobody is locked out by it: a passkey proves as before, and the card leads there', async () => {
  const username = 'ida.lindqvist'
  await withPasskey(it, username)
  await deny(username)
  await deny(username)
  const before = await sent(username)
  await it.chat.say(username, 'I’m locked out')
  await it.chat.press(username, 'Do it')
  const card = await it.chat.waitFor(username, /denied twice within a day/)
  expect(card.buttons).not.toContain('Send it again')
  const request = await it.requestOf(username)
  const given = { person: request.requester, method: 'passkey', level: 'S2', place: request.account } as const
  await it.core.store.tx((tx) => completeProof(tx, it.core, request, { ...given, hash: request.planHash }))
  await it.settled()
  expect([await sent(username), await it.stateOf(request.id), isLocked(username)]).toEqual([before, 'done', false])
})

test('two denials that are a day apart are two slips', async () => {
  const username = 'sofia.rossi'
  await deny(username)
  await it.advance(hours(24) + minutes(1))
  await deny(username)
  expect(await lockOf(username)).toBeUndefined()
})

test('fifty starts at one moment ring a phone three times at most', async () => {
  const username = 'priya.nair'
  const row = { ...accountRow(username), state: 'proving', expires_at: new Date(it.clock.now().getTime() + hours(1)) }
  const plan = { requester: idFor(username), subject: idFor(username) }
  const requests = []
  for (let i = 0; i < 50; i += 1)
    requests.push(await aStoredRequest(it.core, { row, plan: { ...plan, skillVersion: i + 1 } }))
  const core = withoutJobs(it.core)
  await Promise.all(requests.map(({ id }) => startProof(core, id)))
  expect([await sent(username), await it.phone(username).count()]).toEqual([3, 3])
})

test('nor is it rung again because the rows of those three are gone', async () => {
  const username = 'priya.nair'
  await it.db.deleteFrom('proof').where('person', '=', idFor(username)).execute()
  const row = { ...accountRow(username), state: 'proving', expires_at: new Date(it.clock.now().getTime() + hours(1)) }
  const plan = { requester: idFor(username), subject: idFor(username), skillVersion: 51 }
  await startProof(withoutJobs(it.core), (await aStoredRequest(it.core, { row, plan })).id)
  expect(await sent(username)).toBe(3)
})

const accountRow = (username: string) => {
  const { platform, tenant, user } = it.chat.account(username)
  return { platform, tenant, account_user: user }
}

test('the lock outlives the process, and ends after its day', async () => {
  const username = 'viktor.lund'
  await deny(username)
  await deny(username)
  const until = await lockOf(username)
  const copy = await it.latchkey.store.dump?.()
  if (!copy) throw new Error('an embedded store can be copied')
  const after = await startTestLatchkey({ after: { before: it, copy } })
  expect([until, await lockOf(username, after)]).toEqual([expect.any(Date), until])
  it.clock.advance(hours(24))
  expect(await lockOf(username, after)).toBeUndefined()
  const before = await sent(username)
  await askToUnlock(after, username)
  expect(await sent(username)).toBe(before + 1)
  await after.stop()
})
