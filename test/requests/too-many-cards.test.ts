// One person's asks put at most six cards an hour before an approver, however often they are cancelled and asked again.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { hours, minutes } from '../../src/clock.ts'
import { askForGroup, startTestLatchkey, type TestLatchkey } from '../latchkey.ts'

let it: TestLatchkey
beforeAll(async () => {
  it = await startTestLatchkey()
})
afterAll(() => it.stop())

const mostAnHour = 6
const asksOf = (name: string) => new RegExp(`${name} asks`)
const cardsBefore = async (approver: string, name: string) =>
  (await it.chat.messages(approver)).filter(({ title }) => asksOf(name).test(title)).length
const refusals = async (username: string) =>
  (await it.chat.messages(username)).filter(({ body }) => /can ask again at/.test(body.join())).length

/** Asked, said yes, and taken back as soon as the approvers were asked. */
async function askAndCancel(username: string): Promise<void> {
  await askForGroup(it, username)
  await it.settled()
  await it.chat.press(username, 'Cancel')
  await it.settled()
}

test('the seventh ask within an hour is refused until the first is an hour old; another person is not kept from asking', async () => {
  for (let n = 0; n < mostAnHour; n += 1) {
    await askAndCancel('leo.brandt')
    it.clock.advance(minutes(1))
  }
  expect(await cardsBefore('mei.tanaka', 'Leo Brandt')).toBe(mostAnHour)
  for (let n = 0; n < 3; n += 1)
    await it.chat.say('leo.brandt', 'I need Looker – Analyst for 7 days for the q3 numbers')
  await it.settled()
  expect(await refusals('leo.brandt')).toBe(3)
  expect(await cardsBefore('mei.tanaka', 'Leo Brandt')).toBe(mostAnHour)
  await askForGroup(it, 'grace.mbeki')
  await it.chat.waitFor('mei.tanaka', asksOf('Grace Mbeki'))
  it.clock.advance(hours(1) - minutes(mostAnHour))
  await askAndCancel('leo.brandt')
  expect(await cardsBefore('mei.tanaka', 'Leo Brandt')).toBe(mostAnHour + 1)
  await it.chat.say('leo.brandt', 'I need Looker – Analyst for 7 days for the q3 numbers')
  await it.settled()
  expect(await refusals('leo.brandt')).toBe(4)
})

test('asks at one moment: what is not confirmed yet counts', async () => {
  // The second of the first six is an hour old now.
  it.clock.advance(minutes(1))
  const ask = () => it.chat.say('leo.brandt', 'I need Looker – Analyst for 7 days for the q3 numbers')
  await Promise.all([ask(), ask(), ask()])
  await it.settled()
  expect(await refusals('leo.brandt')).toBe(6)
  expect((await it.requestOf('leo.brandt')).state).toBe('confirming')
})
