// Clocks are compared with the Date of every answer: near is near enough, two minutes apart are too far, in both directions.
import { expect, test } from 'vitest'
import { later, seconds } from '../../src/clock.ts'
import { createClockCheck } from '../../src/jumpcloud/clock-check.ts'
import { callerOf, noon, read, someone, startServer } from './server.ts'

const said = (apartMs: number) => later(noon, apartMs).toUTCString()

test.each([
  [0, undefined],
  [119, undefined],
  [-119, undefined],
  [130, 130_000],
  [-130, 129_000],
  [3600, 3_600_000],
])('JumpCloud is %i s ahead: %o', (apart, expected) => {
  const check = createClockCheck()
  check.note(said(seconds(apart)), noon, noon)
  expect(check.tooFarApart()).toBe(expected)
})

test('an answer that took long, or names no time, says nothing worse than the one before it', () => {
  const check = createClockCheck()
  check.note(said(seconds(150)), noon, later(noon, seconds(200)))
  expect(check.tooFarApart()).toBeUndefined()
  check.note(said(seconds(300)), noon, noon)
  for (const date of [undefined, '', 'yesterday']) check.note(date, noon, noon)
  expect(check.tooFarApart()).toBe(300_000)
  check.note(said(0), noon, noon)
  expect(check.tooFarApart(), 'set right').toBeUndefined()
})

test('every answer is looked at, a refusal as well', async () => {
  const server = await startServer(() => ({ status: 401, headers: { date: said(seconds(600)) } }))
  const clockCheck = createClockCheck()
  const caller = callerOf(server, { clockCheck })
  await expect(caller.call(read, { params: { user: someone } })).rejects.toThrow()
  expect(clockCheck.tooFarApart()).toBe(600_000)
})
