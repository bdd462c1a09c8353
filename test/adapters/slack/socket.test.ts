// Socket Mode: the same checks as over HTTP, nothing acknowledged that is not stored, and a connection that comes back.
import { afterEach, describe, expect, test } from 'vitest'
import { isOurAddress } from '../../../adapters/slack/connection.ts'
import { envelope, messageEvent, pressPayload } from '../../fakes/slack-payloads.ts'
import { type Fields, getPerson } from '../../fakes/slack-state.ts'
import { type Bench, type BenchOptions, startBench } from './bench.ts'

let bench: Bench
afterEach(async () => {
  await bench.adapter.stop()
  await bench.close()
})

async function open(options: BenchOptions = {}): Promise<void> {
  bench = await startBench({ over: 'socket', ackMs: 400, ...options })
  await bench.start()
}

/** Waits for something that the bot or the fake does by itself. */
async function until(holds: () => boolean): Promise<void> {
  await expect.poll(holds, { timeout: 5000, interval: 10 }).toBe(true)
}

function message(rest: Fields = {}): Fields {
  const { state } = bench.slack
  return envelope(state, messageEvent(state, getPerson(state, 'maya'), "I'm locked out", state.timestamp()), rest)
}

function press(rest: Fields = {}): Fields {
  const { state } = bench.slack
  const card = { channel: 'DU0MAYA001', ts: '1.2', user: state.botUser, text: '', blocks: [], metadata: {}, edits: 0 }
  const on = { type: 'button', label: 'Go', actionId: 'press-0', value: 'h1', option: undefined }
  return { ...pressPayload(state, getPerson(state, 'maya'), card, on), ...rest }
}

describe('a connection', () => {
  test('that is cut is opened again, and what was not acknowledged comes again as the same event', async () => {
    await open({ retryDelays: [50, 100, 200, 400] })
    let isFirst = true
    bench.answer(() => {
      if (isFirst) bench.slack.sockets.cut()
      isFirst = false
      return { kind: 'nothing' }
    })
    await bench.slack.say('maya', "I'm locked out")
    expect(bench.received.length).toBeGreaterThan(1)
    expect(new Set(bench.received.map(({ eventId }) => eventId)).size).toBe(1)
    expect(bench.adapter.isReady()).toBe(true)
  })

  test('that Slack is about to close goes only when the next one stands, and when its own work is done', async () => {
    await open()
    const { sockets } = bench.slack
    const storing = Promise.withResolvers<void>()
    bench.answer(async () => {
      await storing.promise
      return { kind: 'nothing' }
    })
    const said = bench.slack.say('maya', "I'm locked out")
    await until(() => bench.slack.state.journal.length > 0)
    sockets.refresh()
    await until(() => sockets.count() === 2)
    expect(bench.adapter.isReady()).toBe(true)
    storing.resolve()
    await said
    await until(() => sockets.count() === 1)
    bench.answer(() => ({ kind: 'nothing' }))
    await bench.slack.say('maya', 'still there?')
    expect(bench.received).toHaveLength(2)
  })

  test('is tried for as long as Slack gives none; until then the adapter is not ready', async () => {
    await open({ retryDelays: [20, 100, 300, 600] })
    bench.slack.fail({ method: 'apps.connections.open', times: 3, kind: 'status', status: 503 })
    bench.slack.sockets.cut()
    await until(() => !bench.adapter.isReady())
    await bench.slack.say('maya', 'hello')
    expect(bench.received).toHaveLength(1)
    expect(bench.adapter.isReady()).toBe(true)
    expect(bench.told.filter((line) => line.includes('gave no connection'))).toHaveLength(3)
  })

  test.each<[string, BenchOptions, string]>([
    ['with a token that Slack does not know', { adapter: { appToken: 'xapp-wrong-and-secret' } }, 'invalid_auth'],
    ['of another app than the bot’s', { socketAppId: 'A0ANOTHER' }, 'another app'],
  ])('%s keeps the adapter from starting, and no token is told', async (_, options, why) => {
    bench = await startBench({ over: 'socket', ...options })
    const failure = await bench.start().catch((error: unknown) => error)
    expect(failure).toMatchObject({ code: 'platform-unavailable' })
    expect(String(failure)).toContain(why)
    expect(String(failure) + bench.told.join()).not.toContain('xapp')
    expect(bench.adapter.isReady()).toBe(false)
  })

  test('takes nothing in over HTTP', async () => {
    await open()
    const sent = await bench.slack.post(JSON.stringify(message()), 'json')
    expect(sent.status).toBe(404)
    expect(bench.received).toEqual([])
  })

  test('ends with the adapter', async () => {
    await open()
    await bench.adapter.stop()
    await until(() => bench.slack.sockets.count() === 0)
    expect(bench.adapter.isReady()).toBe(false)
  })
})

describe('an envelope', () => {
  test('is acknowledged only when what it brought is stored', async () => {
    await open()
    const storing = Promise.withResolvers<void>()
    bench.answer(async () => {
      await storing.promise
      return { kind: 'nothing' }
    })
    const sent = bench.slack.sockets.send('events_api', message())
    await bench.slack.sockets.send('events_api', message({ api_app_id: 'A0ANOTHER' }))
    expect(bench.slack.sockets.received).toHaveLength(1)
    storing.resolve()
    expect(await sent).toBeDefined()
  })

  test.each<[string, string, () => unknown]>([
    ['for another app', 'events_api', () => message({ api_app_id: 'A0ANOTHER' })],
    ['for another workspace', 'events_api', () => message({ context_team_id: 'T0ANOTHER' })],
    ['of a press in another workspace', 'interactive', () => press({ team: { id: 'T0ANOTHER' } })],
    ['of a press that says it is an event', 'events_api', () => press()],
    ['of an event that says it is a press', 'interactive', () => message()],
    ['of a command without its sender', 'slash_commands', () => ({ command: '/latchkey', text: 'x' })],
    ['of an unknown kind', 'options', () => message()],
    ['without a payload', 'events_api', () => null],
    ['with a list for a payload', 'interactive', () => [press()]],
    ['of an event without an event', 'events_api', () => ({ ...message(), event: undefined })],
  ])('%s is left alone, and does not come again', async (_, type, make) => {
    await open()
    expect(await bench.slack.sockets.send(type, make())).toBeDefined()
    expect(bench.received).toEqual([])
  })

  test('that came already is acknowledged without work', async () => {
    await open()
    const { sockets } = bench.slack
    const twice = JSON.stringify({ envelope_id: 'e-1', type: 'interactive', payload: press() })
    sockets.write(twice)
    sockets.write(twice)
    await until(() => sockets.received.length === 2)
    expect(bench.received).toHaveLength(1)
  })

  test('that is nonsense neither ends the connection nor the process', async () => {
    await open()
    const { sockets } = bench.slack
    const deep = `{"a":${'['.repeat(5000)}${']'.repeat(5000)}}`
    for (const data of [
      '',
      'null',
      '[]',
      '{',
      '{"type":5}',
      deep,
      '{"type":"events_api"}',
      '{"envelope_id":{},"type":[]}',
    ])
      sockets.write(data)
    sockets.write(JSON.stringify({ type: 'events_api', envelope_id: 'x', payload: { event: { type: 'close' } } }))
    sockets.write(JSON.stringify({ type: 'close', envelope_id: 'y' }))
    sockets.write(`{"__proto__":{"type":"disconnect"},"envelope_id":"z","type":"interactive"}`)
    sockets.write('x'.repeat(700 * 1024))
    await bench.slack.say('maya', 'still there?')
    expect(bench.received).toMatchObject([{ text: 'still there?' }])
    expect(sockets.count()).toBe(1)
  })
})

test.each<[string | undefined, string | undefined, boolean]>([
  ['wss://wss-primary.slack.com/link/?ticket=1', undefined, true],
  ['wss://slack.com.evil.example/link', undefined, false],
  ['wss://evilslack.com/link', undefined, false],
  ['wss://slack.com@evil.example/link', undefined, false],
  ['wss://user:secret@wss.slack.com/link', undefined, false],
  ['wss://wss.slack.com:8443/link', undefined, false],
  ['ws://wss-primary.slack.com/link', undefined, false],
  ['https://wss-primary.slack.com/link', undefined, false],
  ['ws://127.0.0.1:80/link', undefined, false],
  [undefined, undefined, false],
  ['', undefined, false],
  ['ws://127.0.0.1:4000/link', 'http://127.0.0.1:4000/api/', true],
  ['ws://localhost:4000/link', 'http://localhost:4000/api/', true],
  ['ws://10.0.0.1:4000/link', 'http://127.0.0.1:4000/api/', false],
])('the address %s is Slack’s own (%s): %s', (address, apiUrl, isOurs) => {
  expect(isOurAddress(address, apiUrl)).toBe(isOurs)
})
