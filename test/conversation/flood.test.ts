// Somebody who writes without end, and everybody at once: JumpCloud is asked no more than a few times, and people get an answer.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { seconds } from '../../src/clock.ts'
import { startTestLatchkey, type TestLatchkey } from '../latchkey.ts'
import { sizeOf } from '../prove/sizes.ts'

/** As many as `src/conversation/flood.ts` lets one account have within ten minutes. */
const heard = 40
const crowd = Array.from({ length: sizeOf('floodingAccounts') }, (_, n) => ({
  user: `visitor-${n}`,
  name: `Visitor ${n}`,
  email: `visitor-${n}@northwind.example`,
}))

let it: TestLatchkey
beforeAll(async () => {
  it = await startTestLatchkey({ others: crowd })
})
afterAll(() => it.stop())

const callsSince = async (before: number): Promise<number> => (await it.sandbox.calls()).length - before

test('a thousand asks of one account within a minute', async () => {
  await it.sandbox.changeUser('leo.brandt', { account_locked: true })
  for (let n = 0; n < heard; n += 1) await it.chat.say('leo.brandt', 'why am I locked out?')
  await it.settled()
  const before = (await it.sandbox.calls()).length
  for (let n = heard; n < sizeOf('floodingAsks'); n += 1) await it.chat.say('leo.brandt', 'why am I locked out?')
  await it.settled()
  const calls = (await it.sandbox.calls()).slice(before).map(({ method, path }) => `${method} ${path}`)
  expect(calls, 'beyond the limit nobody is asked anything').toEqual([])
  const told = await it.chat.messages('leo.brandt')
  expect(told.length).toBeLessThanOrEqual(heard + 1)
  expect(told.filter(({ title }) => /stop reading for ten minutes/.test(title))).toHaveLength(1)
  // Somebody else is not kept waiting by it.
  await it.chat.say('grace.mbeki', 'help')
  await it.chat.waitFor('grace.mbeki', /./)
})

test('many accounts at once: each gets an answer, and JumpCloud a few calls for each', async () => {
  const before = (await it.sandbox.calls()).length
  await Promise.all(crowd.map(({ user }) => it.chat.say(user, 'I am locked out')))
  await it.settled()
  for (const { user } of crowd) expect(await it.chat.messages(user), user).not.toEqual([])
  const calls = await callsSince(before)
  process.stdout.write(`${crowd.length} accounts at once: ${(calls / crowd.length).toFixed(1)} calls each\n`)
  expect(calls).toBeLessThanOrEqual(5 * crowd.length)
})

test('a busy JumpCloud is left alone by everybody until the time that it named, and people are told it', async () => {
  await it.sandbox.fault({ kind: 'status', status: 429, retryAfter: 60 })
  const asking = [
    'maya.alvarez',
    'ida.lindqvist',
    'tom.okafor',
    'alex.kim',
    'sofia.rossi',
    'jonas.weber',
    'noor.haddad',
  ]
  const ask = () => Promise.all(asking.map((user) => it.chat.say(user, 'why am I locked out?')))
  const before = (await it.sandbox.calls()).length
  await ask()
  await it.settled()
  await ask()
  await it.settled()
  for (const user of asking) await it.chat.waitFor(user, /JumpCloud is busy/)
  // Reader, verifier and writer are one house: what five of one caller were told at once, no other asks again.
  expect(await callsSince(before)).toBeLessThanOrEqual(5)
  await it.sandbox.noFaults()
  await it.advance(seconds(60))
  await it.chat.say('maya.alvarez', 'why am I locked out?')
  await it.chat.waitFor('maya.alvarez', /Why you cannot sign in/)
})
