// Hostile requests at the door: nothing unsigned, forged, oversized, misaddressed or malformed reaches the inbox or the SDK.
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { send } from '../../fakes/slack-wire.ts'
import { messageActivity } from '../../fakes/teams-activities.ts'
import { type Fields, getPerson } from '../../fakes/teams-state.ts'
import { signToken } from '../../fakes/teams-token.ts'
import { type Bench, startBench } from './bench.ts'
import { claimsOf, wrongTokens } from './tokens.ts'

let bench: Bench
beforeAll(async () => {
  bench = await startBench()
  await bench.start()
})
afterEach(() => void bench.received.splice(0))
afterAll(async () => {
  await bench.adapter.stop()
  await bench.close()
})

const message = (rest: Fields = {}): Fields => ({
  ...messageActivity(bench.teams.state, getPerson(bench.teams.state, 'maya'), bench.teams.serviceUrl, 'unlock me'),
  ...rest,
})

describe('a token', () => {
  test('of the connector lets its activity in, once for each', async () => {
    expect((await bench.teams.post(message())).status).toBe(200)
    expect((await bench.teams.post(message())).status).toBe(200)
    expect(bench.received).toHaveLength(2)
  })

  test.each([
    ['ended half a minute ago', { exp: Math.floor(Date.now() / 1000) - 30 }],
    ['begins in half a minute', { nbf: Math.floor(Date.now() / 1000) + 30 }],
    ['has no beginning', { nbf: undefined }],
  ])('that %s is taken: clocks differ a little', async (_, rest) => {
    expect(
      (await bench.teams.post(message(), { token: signToken({ claims: claimsOf(bench.teams, rest) }) })).status,
    ).toBe(200)
  })

  test.each(wrongTokens)('with %s is 401, without a word', async (_, forge) => {
    const sent = await bench.teams.post(message(), { token: forge(bench.teams) })
    expect([sent.status, sent.text]).toEqual([401, ''])
    expect(bench.received).toEqual([])
  })

  test('that is missing, in another scheme or sent twice is 401', async () => {
    const good = `Bearer ${bench.teams.goodToken()}`
    for (const authorization of [
      undefined,
      '',
      'Bearer',
      good.replace('Bearer', 'bearer'),
      ` ${good}x`,
      [good, good],
    ]) {
      const sent = await bench.teams.post(message(), { token: undefined, headers: { authorization } })
      expect(sent.status, String(authorization)).toBe(401)
    }
    expect(bench.received).toEqual([])
  })

  test('is asked for before the body: without one, nothing of it is parsed or held', async () => {
    for (const body of ['{"type":5}', '{', 'x'.repeat(3_000_000), ''])
      expect((await bench.teams.post(body, { token: undefined })).status).toBe(401)
  })

  test('that is wrong leaves no trace on the console, and no key there', async () => {
    const spies = [vi.spyOn(console, 'error'), vi.spyOn(console, 'warn'), vi.spyOn(console, 'log')]
    for (const [, forge] of wrongTokens) await bench.teams.post(message(), { token: forge(bench.teams) })
    for (const spy of spies) expect(spy).not.toHaveBeenCalled()
    vi.restoreAllMocks()
  })
})

describe('a body under a good token', () => {
  test.each<[string, unknown, number]>([
    ['that crashes the bare SDK', { type: 5 }, 400],
    ['without an address of its service', { serviceUrl: undefined }, 400],
    ['whose service is a number', { serviceUrl: 5 }, 400],
    ['of the channel AseChannel', { channelId: 'AseChannel' }, 400],
    ['of the Emulator', { channelId: 'emulator' }, 400],
    ['without a channel', { channelId: undefined }, 400],
    ['of a channel in capitals', { channelId: 'MSTEAMS' }, 400],
    ['without an id', { id: undefined }, 400],
    ['without an author', { from: undefined }, 400],
    ['whose author is a text', { from: '29:1maya' }, 400],
    ['without a conversation', { conversation: null }, 400],
    ['without a receiver', { recipient: [] }, 400],
    ['of another service', { serviceUrl: 'https://smba.trafficmanager.net/amer/' }, 401],
  ])('%s is refused', async (_, rest, status) => {
    const sent = await bench.teams.post(message(rest as Fields))
    expect([sent.status, sent.text]).toEqual([status, ''])
    expect(bench.received).toEqual([])
  })

  test.each<[string, string | Buffer]>([
    ['is no JSON', '{"type":'],
    ['is a list', '[]'],
    ['is null', 'null'],
    ['is a word', '"message"'],
    ['is empty', ''],
    ['is not UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])],
    ['is deep', `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`],
  ])('that %s is 400', async (_, body) => {
    const sent = await bench.teams.post(body)
    expect([sent.status, sent.text]).toEqual([400, ''])
  })

  test('that is too large is 413, and one that is packed or of another kind 415', async () => {
    expect((await bench.teams.post(message({ text: 'x'.repeat(300_000) }))).status).toBe(413)
    for (const headers of [
      { 'content-encoding': 'gzip' },
      { 'content-type': 'text/plain' },
      { 'content-type': undefined },
      { 'content-type': 'application/json; charset=utf-16' },
    ])
      expect((await bench.teams.post(message(), { headers })).status, JSON.stringify(headers)).toBe(415)
    expect(bench.received).toEqual([])
  })

  test('cannot change the way the answer takes', async () => {
    const sent = await bench.teams.post(
      message({ deliveryMode: 'expectReplies', callerId: 'urn:botframework:aadappid:1' }),
    )
    expect([sent.status, sent.text]).toEqual([200, ''])
    expect(bench.received).toHaveLength(1)
  })
})

test('only POST, and only on the one path, has an answer', async () => {
  expect((await fetch(bench.url)).status).toBe(404)
  expect((await send(`${bench.url}/x`, '{}', {})).status).toBe(404)
})

test('a failure of the inbox is told to Teams and to the log, but not what it was', async () => {
  bench.answer(() => {
    throw new Error('password hunter2 in a row')
  })
  const spy = vi.spyOn(console, 'error')
  const sent = await bench.teams.post(message())
  bench.answer(() => ({ kind: 'nothing' }))
  expect([sent.status, sent.text]).toEqual([500, ''])
  expect(spy).not.toHaveBeenCalled()
  expect(bench.told.join()).not.toContain('hunter2')
  vi.restoreAllMocks()
})
