// Ten minutes in which JumpCloud refuses everything (429): however many ask, it is called a few times a minute, and then all goes on.
import { expect, test } from 'vitest'
import { minutes, seconds } from '../../src/clock.ts'
import type { CallerOptions } from '../../src/jumpcloud/client.ts'
import type { Endpoint } from '../../src/jumpcloud/endpoint.ts'
import { jumpcloudHosts } from '../../src/jumpcloud/hosts.ts'
import { createPauses, type Pauses } from '../../src/jumpcloud/pauses.ts'
import { sendPush } from '../../src/jumpcloud/push.ts'
import { callerOf, failure, noon, type Reply, read, type Server, someone, startServer, write } from './server.ts'

const params = { user: someone }

/** Time moves only when the test says so; whoever sleeps is woken at their moment. */
function handClock() {
  let now = noon.getTime()
  const asleep = new Set<{ at: number; wake: () => void }>()
  return {
    clock: { now: () => new Date(now) },
    sleep: (ms: number) => new Promise<void>((wake) => void asleep.add({ at: now + ms, wake })),
    advance(ms: number) {
      now += ms
      for (const one of asleep)
        if (one.at <= now) {
          asleep.delete(one)
          one.wake()
        }
    },
  }
}

/** Reader, verifier and writer, as in one process; and whether a call of theirs is under way. */
function house(server: Server, options: Pick<CallerOptions, 'clock' | 'sleep'> & Partial<CallerOptions>) {
  const pauses = createPauses(options.clock)
  let underWay = 0
  const counting: Pauses = {
    left(host) {
      const left = pauses.left(host)
      if (left === 0) underWay += 1
      return left
    },
    noteBusy(host, askedMs) {
      underWay -= 1
      return pauses.noteBusy(host, askedMs)
    },
    noteOpen(host) {
      underWay -= 1
      pauses.noteOpen(host)
    },
  }
  const caller = () => callerOf(server, { ...options, pauses: counting, random: () => 0.5 })
  return {
    callers: { reader: caller(), verifier: caller(), writer: caller() },
    async settled() {
      do for (let n = 0; n < 4; n += 1) await new Promise(setImmediate)
      while (underWay > 0)
    },
  }
}

const calls = { reader: read, verifier: { ...read, path: '/users' }, writer: write('safe-if-checked') } as const
const names = ['reader', 'verifier', 'writer'] as const

/** Before anybody knows, each of the three may have five calls under way. */
const atOnce = 15

test.each<[string, Record<string, string>, atFirst: number, afterwards: number]>([
  ['no time given', {}, atOnce + 8, 2],
  ['Retry-After: 60', { 'retry-after': '60' }, atOnce, 1],
])('ten minutes of 429, %s', async (name, headers, atFirst, afterwards) => {
  let isBusy = true
  const server = await startServer(() => (isBusy ? { status: 429, headers } : { json: {} }))
  const time = handClock()
  const { callers, settled } = house(server, time)
  const ends: string[] = []
  let asked = 0
  function ask(who: (typeof names)[number]) {
    asked += 1
    const path = calls[who].path.includes('{') ? { params } : {}
    void callers[who].call(calls[who], path).then(
      () => void ends.push('answered'),
      (error: { code: string }) => void ends.push(error.code),
    )
  }
  const aMinute: number[] = []
  for (let minute = 0; minute < 10; minute += 1) {
    const before = server.seen.length
    const steps = minute === 0 ? 30 : 6
    for (let step = 0; step < steps; step += 1) {
      for (const who of names) for (let n = 0; n < (minute + step === 0 ? 10 : 2); n += 1) ask(who)
      await settled()
      time.advance(minutes(1) / steps)
    }
    aMinute.push(server.seen.length - before)
  }
  process.stdout.write(`429 for ten minutes, ${name}: ${asked} asked, calls a minute: ${aMinute.join(' ')}\n`)
  expect(aMinute[0]).toBeLessThanOrEqual(atFirst)
  for (const count of aMinute.slice(1)) expect(count).toBeLessThanOrEqual(afterwards)
  expect(aMinute.slice(-2).join(), 'somebody looks whether it is over').toMatch(/[1-9]/)
  // Over: whoever still waits, and whoever comes, is let in.
  isBusy = false
  for (let n = 0; n < 20; n += 1) {
    time.advance(seconds(10))
    if (n === 10) for (let more = 0; more < 20; more += 1) ask('reader')
    await settled()
  }
  expect(ends).toHaveLength(asked)
  expect(ends.slice(-20).every((end) => end === 'answered')).toBe(true)
})

const events: Endpoint = { ...read, api: 'insights', method: 'POST', path: '/events' }

const busyOnce = (headers: Record<string, string>) => (_seen: unknown, nth: number) =>
  (nth === 1 ? { status: 429, headers } : { json: {} }) satisfies Reply

test('what one caller is told holds for all of the process, and says until when; another host goes on', async () => {
  const server = await startServer(busyOnce({ 'retry-after': '120' }))
  const insights = await startServer(() => ({ json: [] }))
  const time = handClock()
  const hosts = jumpcloudHosts('us', { consoleUrl: server.url, insightsUrl: insights.url })
  const { reader, writer } = house(server, { ...time, hosts }).callers
  await failure(reader.call(read, { params }))
  const told = await failure(writer.call(write('never'), { params }))
  expect(told).toMatchObject({ code: 'jumpcloud-busy', text: { values: { at: { at: '2026-08-20T12:02:00.000Z' } } } })
  expect(server.seen).toHaveLength(1)
  await reader.call(events, { body: {} })
  expect(insights.seen).toHaveLength(1)
  time.advance(seconds(119))
  await failure(writer.call(write('never'), { params }))
  expect(server.seen).toHaveLength(1)
  time.advance(seconds(1))
  await writer.call(write('never'), { params })
  await reader.call(read, { params })
  expect(server.seen).toHaveLength(3)
})

test('too many pushes to one person keep nobody else waiting', async () => {
  const server = await startServer(busyOnce({ 'retry-after': '300' }))
  const { verifier, reader } = house(server, handClock()).callers
  await failure(verifier.call(sendPush, { params: { ...params, device: someone } }))
  await expect(reader.call(read, { params })).resolves.toMatchObject({ status: 200 })
})

test.each([undefined, 0, 1000])('asked to wait for %s ms again and again, it comes ever more seldom', (askedMs) => {
  const time = handClock()
  const pauses = createPauses(time.clock)
  const times: number[] = []
  for (let second = 0; second < 600; second += 1) {
    if (pauses.left('a') === 0) {
      times.push(second)
      pauses.noteBusy('a', askedMs)
    }
    time.advance(seconds(1))
  }
  expect(times.filter((second) => second < 60).length).toBeLessThanOrEqual(9)
  expect(times.filter((second) => second >= 60).length).toBeLessThanOrEqual(2 * 9)
  expect(times.at(-1)).toBeGreaterThan(560)
})

test('no answer and no clock keeps Latchkey away for good', () => {
  const time = handClock()
  const pauses = createPauses(time.clock)
  expect(pauses.noteBusy('a', minutes(600))).toBe(minutes(10))
  expect(pauses.left('b')).toBe(0)
  time.advance(minutes(10))
  expect(pauses.left('a')).toBe(0)
  // One tries; whoever comes meanwhile waits, and tries when that one is not answered.
  expect(pauses.left('a')).toBe(1000)
  time.advance(1000)
  expect(pauses.left('a')).toBe(0)
  pauses.noteBusy('a', minutes(10))
  time.advance(-minutes(600))
  expect(pauses.left('a')).toBe(0)
})
