// One event is followed by one id: through the inbox, its jobs, the calls to JumpCloud and the messages that answer it.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { isTrace, newTrace, withTrace } from '../src/trace.ts'
import { askForGroup, startTestLatchkey, type TestLatchkey } from './latchkey.ts'

let it: TestLatchkey
beforeAll(async () => {
  it = await startTestLatchkey()
})
afterAll(() => it.stop())

const line = z.looseObject({ msg: z.string(), trace: z.string().optional() })
const linesOf = (trace: string) =>
  it.log.map((text) => line.parse(JSON.parse(text))).filter((entry) => entry.trace === trace)

test('an approval leaves lines of event, jobs, calls and messages under the id of the press', async () => {
  await askForGroup(it, 'leo.brandt')
  await it.settled()
  it.log.length = 0
  const trace = newTrace()
  await withTrace(trace, () => it.chat.press('mei.tanaka', 'Approve 7 days'))
  await it.settled()
  const lines = linesOf(trace)
  expect(lines).toContainEqual(expect.objectContaining({ msg: 'an event was taken in', kind: 'press' }))
  expect(lines).toContainEqual(
    expect.objectContaining({ msg: 'JumpCloud was called', endpoint: 'POST /usergroups/{group}/members', level: 30 }),
  )
  expect(lines).toContainEqual(expect.objectContaining({ msg: 'a message was handed over', result: 'sent' }))
  expect(lines).toContainEqual(expect.objectContaining({ msg: 'a job ended', job: 'run-request', result: 'done' }))
})

test('every line of a conversation has an id, and two events have two', async () => {
  it.log.length = 0
  await it.chat.say('leo.brandt', 'what access do I have')
  await it.chat.say('mei.tanaka', 'help')
  await it.settled()
  const entries = it.log.map((text) => line.parse(JSON.parse(text)))
  expect(entries.filter(({ trace }) => !isTrace(trace)).map(({ msg }) => msg)).toEqual([])
  const events = entries.filter(({ msg }) => msg === 'an event was taken in')
  expect(new Set(events.map(({ trace }) => trace)).size).toBe(2)
  expect(it.log.join('')).not.toMatch(/leo|mei|access do I/)
})
