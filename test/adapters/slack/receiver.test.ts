// Hostile requests at the door: nothing unsigned, repeated, oversized, misaddressed or malformed reaches the inbox.
import { request } from 'node:http'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { envelope, messageEvent, pressPayload, submitPayload } from '../../fakes/slack-payloads.ts'
import { type Fields, getPerson } from '../../fakes/slack-state.ts'
import { send, signature } from '../../fakes/slack-wire.ts'
import { type Bench, startBench } from './bench.ts'

let bench: Bench
beforeEach(async () => {
  bench = await startBench()
  await bench.start()
})
afterEach(async () => {
  await bench.adapter.stop()
  await bench.close()
})

const nowSeconds = () => Math.floor(Date.now() / 1000)

function event(rest: Fields = {}): Fields {
  const { state } = bench.slack
  return envelope(state, messageEvent(state, getPerson(state, 'maya'), "I'm locked out", state.timestamp()), rest)
}

const message = (rest: Fields = {}): string => JSON.stringify(event(rest))

function press(rest: Fields = {}): Fields {
  const { state } = bench.slack
  const card = { channel: 'DU0MAYA001', ts: '1.2', user: state.botUser, text: '', blocks: [], metadata: {}, edits: 0 }
  const on = { type: 'button', label: 'Go', actionId: 'press-0', value: 'h1', option: undefined }
  return { ...pressPayload(state, getPerson(state, 'maya'), card, on), ...rest }
}

const form = (payload: Fields): string => new URLSearchParams({ payload: JSON.stringify(payload) }).toString()

describe('a signature', () => {
  test('that is right lets the request in', async () => {
    const sent = await bench.slack.post(message(), 'json')
    expect([sent.status, sent.text]).toEqual([200, ''])
    expect(bench.received).toHaveLength(1)
  })

  test.each<[string, Parameters<Bench['slack']['post']>[2]]>([
    ['of another secret', { secret: 'not-ours' }],
    ['six minutes old', { ts: nowSeconds() - 360 }],
    ['six minutes in the future', { ts: nowSeconds() + 360 }],
    ['a year in the future', { ts: nowSeconds() + 31_536_000 }],
    ['with a time that is no number', { ts: 'now' }],
    ['that is missing', { headers: { 'x-slack-signature': undefined } }],
    ['that is empty', { headers: { 'x-slack-signature': '' } }],
    ['without a time', { headers: { 'x-slack-request-timestamp': undefined } }],
    ['of another scheme', { headers: { 'x-slack-signature': `v1=${'0'.repeat(64)}` } }],
    ['that is too short', { headers: { 'x-slack-signature': 'v0=00' } }],
    ['and a time sent twice', { headers: { 'x-slack-request-timestamp': ['1', String(nowSeconds())] } }],
  ])('%s is 401', async (_, options) => {
    expect((await bench.slack.post(message(), 'json', options)).status).toBe(401)
    expect(bench.received).toEqual([])
  })

  test('sent twice is 401, even when one of the two is right', async () => {
    const body = message()
    const right = signature(bench.slack.signingSecret, nowSeconds(), body)
    for (const both of [
      [right, 'v0=00'],
      ['v0=00', right],
      [right, right],
    ])
      expect((await bench.slack.post(body, 'json', { headers: { 'x-slack-signature': both } })).status).toBe(401)
    expect(bench.received).toEqual([])
  })

  test('over other bytes than were sent is 401', async () => {
    const body = message()
    const headers = { 'x-slack-signature': signature(bench.slack.signingSecret, nowSeconds(), body) }
    expect((await bench.slack.post(`${body} `, 'json', { headers })).status).toBe(401)
    expect(bench.received).toEqual([])
  })
})

describe('a probe', () => {
  test('of the certificate is answered empty and goes no further', async () => {
    const sent = await send(bench.url, 'ssl_check=1', { 'content-type': 'application/x-www-form-urlencoded' })
    expect([sent.status, sent.text]).toEqual([200, ''])
  })

  test.each([
    'ssl_check=1&',
    'payload=&ssl_check=1',
    'ssl_check=1&ssl_check=1',
    'ssl_check=%31',
  ])('that carries more (%s) needs a signature', async (start) => {
    const body = `${start}&${form(press())}`
    const sent = await send(bench.url, body, { 'content-type': 'application/x-www-form-urlencoded' })
    expect(sent.status).toBe(401)
    expect(bench.received).toEqual([])
  })

  test('of the address is answered only when it is signed', async () => {
    const body = JSON.stringify({ type: 'url_verification', token: 't', challenge: 'c-42' })
    expect((await send(bench.url, body, { 'content-type': 'application/json' })).status).toBe(401)
    const sent = await bench.slack.post(body, 'json')
    expect([sent.status, JSON.parse(sent.text)]).toEqual([200, { challenge: 'c-42' }])
  })
})

describe('the same request', () => {
  test('sent again, also as a retry, is answered without work', async () => {
    const body = message()
    const ts = nowSeconds()
    const statuses = [
      await bench.slack.post(body, 'json', { ts }),
      await bench.slack.post(body, 'json', { ts }),
      await bench.slack.post(body, 'json', { ts, headers: { 'x-slack-retry-num': '1' } }),
    ].map((sent) => sent.status)
    expect(statuses).toEqual([200, 200, 200])
    expect(bench.received).toHaveLength(1)
  })

  test('sent again at the same moment is taken once', async () => {
    const body = form(press())
    const ts = nowSeconds()
    const sent = await Promise.all(Array.from({ length: 10 }, () => bench.slack.post(body, 'form', { ts })))
    expect(new Set(sent.map(({ status }) => status))).toEqual(new Set([200]))
    expect(bench.received).toHaveLength(1)
  })

  test('is taken when it could not be stored the first time', async () => {
    const body = message()
    const ts = nowSeconds()
    bench.answer(() => {
      throw new Error('the store is away')
    })
    expect((await bench.slack.post(body, 'json', { ts })).status).toBe(500)
    bench.answer(() => ({ kind: 'nothing' }))
    expect((await bench.slack.post(body, 'json', { ts })).status).toBe(200)
    expect((await bench.slack.post(body, 'json', { ts })).status).toBe(200)
    expect(bench.received).toHaveLength(1)
  })

  test('carries the same event id when Slack signs it anew', async () => {
    const body = message()
    await bench.slack.post(body, 'json')
    await bench.slack.post(body, 'json', { ts: nowSeconds() + 1, headers: { 'x-slack-retry-num': '1' } })
    expect(new Set(bench.received.map((one) => one.eventId)).size).toBe(1)
  })
})

test('the answer waits until the incoming is stored', async () => {
  const storing = Promise.withResolvers<void>()
  bench.answer(async () => {
    await storing.promise
    return { kind: 'nothing' }
  })
  let isAnswered = false
  const sent = bench.slack.post(message(), 'json').then((answer) => {
    isAnswered = true
    return answer
  })
  await bench.slack.post(JSON.stringify({ type: 'url_verification', challenge: 'c' }), 'json')
  expect(isAnswered).toBe(false)
  storing.resolve()
  expect((await sent).status).toBe(200)
})

test('a failure is 500, and neither the answer nor the log says what was in it', async () => {
  bench.answer(() => {
    throw new Error('canary-in-the-cause')
  })
  const sent = await bench.slack.post(message(), 'json')
  expect([sent.status, sent.text]).toEqual([500, ''])
  expect((await bench.slack.post(form(press()), 'form')).status).toBe(500)
  expect(bench.told.join()).not.toMatch(/canary|locked out|maya/i)
})

describe('a body', () => {
  test('of five megabytes is 413, announced or not', async () => {
    const big = Buffer.alloc(5 * 1024 * 1024, 'a')
    expect((await bench.slack.post(big, 'json')).status).toBe(413)
    const streamed = Promise.withResolvers<number | undefined>()
    const headers = { 'content-type': 'application/json', 'transfer-encoding': 'chunked' }
    const outgoing = request(bench.url, { method: 'POST', headers, agent: false }, (response) => {
      response.resume()
      streamed.resolve(response.statusCode)
    })
    outgoing.on('error', streamed.reject)
    outgoing.end(big)
    expect(await streamed.promise).toBe(413)
    await bench.slack.say('maya', 'still there?')
    expect(bench.received).toHaveLength(1)
  })

  test.each<[string, () => string | Buffer]>([
    ['nested thousands deep', () => `{"type":"event_callback","event":${'['.repeat(9000)}${']'.repeat(9000)}}`],
    ['nested 33 deep', () => message({ deep: JSON.parse(`${'['.repeat(32)}${']'.repeat(32)}`) })],
    ['with a prototype in it', () => message().replace('{', '{"__proto__":{"team_id":"T0NORTHW"},')],
    ['that is no JSON', () => '{"type":'],
    ['that is an array', () => '[1]'],
    ['that is null', () => 'null'],
    ['that is not UTF-8', () => Buffer.from([0x7b, 0xff, 0xfe, 0x7d])],
    ['that is empty', () => ''],
    ['of an unknown type', () => JSON.stringify({ ...event(), type: 'app_rate_limited' })],
    ['of a press, sent as JSON', () => JSON.stringify(press())],
  ])('%s is 400 and not sent again', async (_, make) => {
    const sent = await bench.slack.post(make(), 'json')
    expect([sent.status, sent.headers['x-slack-no-retry']]).toEqual([400, '1'])
    expect(bench.received).toEqual([])
  })

  test('32 deep is read', async () => {
    const body = message({ deep: JSON.parse(`${'['.repeat(31)}${']'.repeat(31)}`) })
    expect((await bench.slack.post(body, 'json')).status).toBe(200)
  })

  test.each<[string, () => string]>([
    ['with two payloads', () => `${form(press())}&${form(press())}`],
    ['without a payload', () => 'command=%2Funlock&text=me'],
    ['of an event, sent as a form', () => form(event())],
  ])('as a form %s is 400', async (_, make) => {
    expect((await bench.slack.post(make(), 'form')).status).toBe(400)
    expect(bench.received).toEqual([])
  })

  test.each([
    { 'content-type': 'text/plain' },
    { 'content-type': 'application/json; charset=utf-16' },
    { 'content-type': undefined },
    { 'content-encoding': 'gzip' },
  ])('that says %o is 415', async (headers) => {
    expect((await bench.slack.post(message(), 'json', { headers })).status).toBe(415)
    expect(bench.received).toEqual([])
  })
})

describe('the address', () => {
  const other = [{ team_id: 'T0ANOTHER', user_id: 'U1', is_bot: true }]
  test.each<[string, Fields]>([
    ['another app', { api_app_id: 'A0ANOTHER' }],
    ['no app', { api_app_id: undefined }],
    ['another receiving workspace', { context_team_id: 'T0ANOTHER' }],
    ['another installation', { authorizations: other }],
    ['another workspace alone', { team_id: 'T0ANOTHER', context_team_id: undefined, authorizations: undefined }],
    ['a workspace of the wrong type', { context_team_id: ['T0NORTHW'] }],
  ])('of an event with %s is 403', async (_, rest) => {
    expect((await bench.slack.post(message(rest), 'json')).status).toBe(403)
    expect(bench.received).toEqual([])
  })

  test.each<[string, Fields]>([
    ['another app', { api_app_id: 'A0ANOTHER' }],
    ['another workspace', { team: { id: 'T0ANOTHER' } }],
    ['no workspace', { team: null }],
  ])('of a press or a form with %s is 403', async (_, rest) => {
    const { state } = bench.slack
    const modal = { id: 'V1', hash: '1.a', trigger: '', view: { callback_id: 'latchkey-form', private_metadata: 'h' } }
    const submit = { ...submitPayload(state, getPerson(state, 'maya'), modal, {}), ...rest }
    expect((await bench.slack.post(form(press(rest)), 'form')).status).toBe(403)
    expect((await bench.slack.post(form(submit), 'form')).status).toBe(403)
    expect(bench.received).toEqual([])
  })
})

test('random damage to a press decides nothing else and never breaks the door', async () => {
  const damage: unknown[] = [null, 7, [], {}, '', 'x'.repeat(5000), { id: 'U0LEO0001' }, true]
  const statuses = new Set<number>()
  for (const name of Object.keys(press()))
    for (const value of damage) statuses.add((await bench.slack.post(form(press({ [name]: value })), 'form')).status)
  expect([...statuses].filter((status) => status >= 500)).toEqual([])
  for (const one of bench.received)
    expect(one).toMatchObject({ account: { user: 'U0MAYA001', tenant: 'T0NORTHW' }, kind: 'press', handle: 'h1' })
}, 20_000)
