// A password from the page to JumpCloud: waited for, sent once, read back, asked for again, and never left anywhere.
import { afterEach, expect, test } from 'vitest'
import { hours, minutes } from '../../src/clock.ts'
import type { CrashPoint } from '../../src/core.ts'
import { loadRequest } from '../../src/requests/request.ts'
import { sendValue } from '../../src/requests/send-value.ts'
import { everythingIn, idFor, startTestLatchkey, type TestLatchkey } from '../latchkey.ts'
import { typeCodeOnPage } from '../web/type-code.ts'

const canary = 'Canary-Horse-7-x"q\\'

let latchkey: TestLatchkey
afterEach(() => latchkey.stop())

/** Leo asks, says yes, and proves it on the phone: the request then waits for what he types. */
async function readyToType(username = 'leo.brandt', atPoint?: (point: CrashPoint) => void) {
  latchkey = await startTestLatchkey({ ...(atPoint ? { atPoint } : {}), pages: true })
  await latchkey.advance(hours(73))
  const { chat, phone } = latchkey
  await chat.say(username, 'I forgot my password')
  await chat.press(username, 'Do it')
  const ring = await phone(username).ring()
  await typeCodeOnPage(latchkey, username, ring.code)
  await phone(username).accept(ring.id)
  await latchkey.settled()
  const request = await latchkey.requestOf(username)
  expect(request.state).toBe('ready')
  return request
}

const type = async (value: string) => {
  const { core } = latchkey
  const request = await loadRequest(core.store.db, core, (await latchkey.requestOf('leo.brandt')).id)
  const said = await sendValue(core, request, value)
  await latchkey.settled()
  return said
}
const state = async () => (await latchkey.requestOf('leo.brandt')).state
const sets = async () => (await latchkey.sandbox.calls()).filter(({ path }) => path.endsWith('/password'))
/** The newest card of the request, whatever else was said meanwhile. */
const cardsOf = async (user: string) =>
  (await latchkey.chat.messages(user)).filter(({ title }) => title.startsWith('Reset my password:')).slice(-1)
const changedAt = () => latchkey.sandbox.state.users.get(idFor('leo.brandt'))?.password_date

test('nothing runs before it is typed; then it is set once and read back', async () => {
  await readyToType()
  await latchkey.advance(minutes(3))
  expect([await state(), await sets()]).toEqual(['ready', []])
  const [card] = await cardsOf('leo.brandt')
  expect(card).toMatchObject({ title: 'Reset my password: your turn', buttons: ['Type the new password', 'Cancel'] })
  expect(await type(canary)).toBe('sent')
  expect(await state()).toBe('done')
  expect(await sets()).toMatchObject([{ status: 200, changed: true }])
  expect(await type(canary)).toBe('not-wanted')
})

/** Every form in which it could be left lying somewhere. */
function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret)
  return [
    secret,
    [...secret].toReversed().join(''),
    bytes.toString('base64').replace(/=+$/, ''),
    bytes.toString('base64url'),
    bytes.toString('hex'),
    encodeURIComponent(secret),
    JSON.stringify(secret).slice(1, -1),
  ]
}

test('what is typed is left nowhere: refused, lost on the way, taken', async () => {
  await readyToType()
  const refused = 'canary-refused-%&"q\\'
  expect(await type(refused)).toBe('sent')
  expect(await state()).toBe('running')
  const [asked] = await cardsOf('leo.brandt')
  expect(asked?.body.join(' ')).toContain('JumpCloud did not take this password')
  await latchkey.sandbox.fault({ kind: 'drop-after', match: { path: '/password' }, times: 1 })
  expect(await type(canary)).toBe('sent')
  expect(await state()).toBe('done')
  expect((await sets()).map(({ status, changed }) => [status, changed])).toEqual([
    [400, false],
    [200, true],
  ])
  const everything = [
    await everythingIn(latchkey),
    latchkey.log.join('\n'),
    JSON.stringify(await latchkey.sandbox.calls()),
    JSON.stringify([...latchkey.sandbox.state.passwords, latchkey.sandbox.state.events]),
    JSON.stringify(await latchkey.chat.messages('leo.brandt')),
  ].join('\n')
  expect(everything).toContain('set-password')
  for (const form of [refused, canary].flatMap(formsOf)) expect(everything.includes(form), form).toBe(false)
})

/** As a killed process would leave it, once. */
function diesAt(point: CrashPoint) {
  let left = 1
  return (reached: CrashPoint) => {
    if (reached !== point || left === 0) return
    left -= 1
    throw new Error('the process dies here')
  }
}

test('lost before the call left, it is asked for again, and nothing is guessed', async () => {
  await readyToType('leo.brandt', diesAt('gate:about-to'))
  await type(canary)
  expect([await state(), await sets()]).toEqual(['running', []])
  await latchkey.advance(minutes(3))
  const [asked] = await cardsOf('leo.brandt')
  expect(asked?.body[0]).toContain('What you typed is gone')
  expect(await type('Another-Horse-8')).toBe('sent')
  expect([await state(), (await sets()).length]).toEqual(['done', 1])
})

test('lost after the call arrived, reading back settles it without asking', async () => {
  await readyToType('leo.brandt', diesAt('gate:ran'))
  await type(canary)
  const at = changedAt()
  await latchkey.advance(minutes(3))
  expect([await state(), (await sets()).length, changedAt()]).toEqual(['done', 1, at])
})

test('what nobody types ends: asked again after a quarter of an hour, and given up when it may have run', async () => {
  await readyToType('leo.brandt', diesAt('gate:about-to'))
  await latchkey.advance(minutes(16))
  expect(await state()).toBe('confirming')
  await latchkey.chat.press('leo.brandt', 'Do it')
  await latchkey.settled()
  expect(await state()).toBe('ready')
  await type(canary)
  for (let minute = 0; minute < 33; minute += 3) await latchkey.advance(minutes(3))
  expect([await state(), await sets()]).toEqual(['needs-a-person', []])
})

test('nobody is sent anything whose key carries no seal, or who was not heard of', async () => {
  await readyToType()
  const other = (await latchkey.db.selectFrom('worker_key').selectAll().executeTakeFirstOrThrow()).public_key
  await latchkey.db
    .updateTable('worker_key')
    .set({ public_key: `${other.slice(0, -4)}AAA=` })
    .execute()
  expect(await type(canary)).toBe('nobody')
  await latchkey.advance(0)
  expect([await type(''), await type('x'.repeat(257))]).toEqual(['not-wanted', 'not-wanted'])
  latchkey.clock.advance(minutes(1))
  expect([await type(canary), await state(), await sets()]).toEqual(['nobody', 'ready', []])
})
