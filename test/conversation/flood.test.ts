// Somebody who writes without end, and everybody at once: JumpCloud is asked no more than a few times, and people get an answer.
import { afterAll, beforeAll, expect, test } from 'vitest'
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
  expect(await callsSince(before), 'beyond the limit nobody is asked anything').toBe(0)
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
