// Delivery over the wire: what is sent, what happens when Slack refuses, is busy or silent.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Fault } from '../../fakes/slack.ts'
import { fields } from '../../fakes/slack-state.ts'
import { button, card, codeForm } from '../contract.ts'
import { accountOf, type Bench, startBench } from './bench.ts'

let bench: Bench
beforeEach(async () => {
  bench = await startBench()
  await bench.start()
})
afterEach(async () => {
  await bench.adapter.stop()
  await bench.close()
})

const maya = { to: 'person', account: accountOf('U0MAYA001') } as const
const channel = (id: string) => ({ to: 'channel', platform: 'slack', channel: id }) as const
const lastCall = (method: string) => fields(bench.slack.state.journal.findLast((call) => call.method === method)?.args)

describe('a delivery', () => {
  test('carries its key, never unfurls and always has a plain text', async () => {
    const ref = await bench.adapter.deliver(maya, card({ body: ['1 < 2 & <!here>'] }), { key: 'delivery-7' })
    expect(lastCall('chat.postMessage')).toMatchObject({
      metadata: { event_type: 'latchkey', event_payload: { key: 'delivery-7' } },
      unfurl_links: false,
      unfurl_media: false,
      link_names: false,
      parse: 'none',
      text: 'Unlock your account?\n1 &lt; 2 &amp; &lt;!here&gt;',
    })
    await bench.adapter.deliver(maya, card({ title: 'Done' }), { key: 'delivery-8', replaces: ref })
    expect(lastCall('chat.update')).toMatchObject({ text: expect.stringContaining('Done'), blocks: expect.any(Array) })
  })

  test('asks for the conversation with a person once', async () => {
    for (const key of ['1', '2', '3']) await bench.adapter.deliver(maya, card(), { key })
    expect(bench.slack.calls().filter((method) => method === 'conversations.open')).toHaveLength(1)
  })

  test('never follows a reference into the conversation of somebody else', async () => {
    const leo = { to: 'person', account: accountOf('U0LEO0001') } as const
    const ref = await bench.adapter.deliver(leo, card({ title: 'For Leo' }), { key: '1' })
    await bench.adapter.deliver(maya, card({ title: 'For Maya' }), { key: '2', replaces: ref })
    expect(await bench.slack.messages('leo')).toMatchObject([{ title: 'For Leo' }])
    expect(await bench.slack.messages('maya')).toMatchObject([{ title: 'For Maya' }])
  })

  test('that Slack cannot draw arrives as text, and the log says so', async () => {
    bench.slack.fail({ method: 'chat.postMessage', times: 1, kind: 'error', error: 'invalid_blocks' })
    await bench.adapter.deliver(maya, card(), { key: '1' })
    expect(await bench.slack.messages('maya')).toMatchObject([{ title: '', body: [expect.stringContaining('locked')] }])
    expect(bench.told.join()).toContain('invalid_blocks')
  })

  test.each<[string, Fault]>([
    ['rate limits', { method: 'chat.postMessage', times: 1, kind: 'rate-limited', retryAfter: 30 }],
    ['a server error', { method: 'chat.postMessage', times: 1, kind: 'status', status: 503 }],
    ['a cut connection', { method: 'conversations.open', times: 1, kind: 'drop' }],
    ['an invalid token', { method: 'conversations.open', times: 1, kind: 'error', error: 'invalid_auth' }],
    ['a fault without a name', { method: 'chat.postMessage', times: 1, kind: 'error', error: 'internal_error' }],
  ])('that meets %s can be tried again, and then arrives once', async (_, fault) => {
    bench.slack.fail(fault)
    const failure: unknown = await bench.adapter.deliver(maya, card(), { key: '1' }).catch((error: unknown) => error)
    expect(failure).toMatchObject({ code: 'platform-unavailable' })
    expect(failure).not.toHaveProperty('cause')
    expect(String(failure)).not.toContain('xoxb')
    await bench.adapter.deliver(maya, card(), { key: '1' })
    expect(await bench.slack.messages('maya')).toHaveLength(1)
  })

  test('of an update that meets rate limits is not posted as a second message', async () => {
    const ref = await bench.adapter.deliver(maya, card(), { key: '1' })
    bench.slack.fail({ method: 'chat.update', times: 1, kind: 'rate-limited', retryAfter: 1 })
    const attempt = bench.adapter.deliver(maya, card({ title: 'Done' }), { key: '2', replaces: ref })
    await expect(attempt).rejects.toMatchObject({ code: 'platform-unavailable' })
    expect(await bench.slack.messages('maya')).toHaveLength(1)
  })

  test.each([
    ['somebody deactivated', { to: 'person', account: accountOf('U0GONE001') } as const],
    ['another bot', { to: 'person', account: accountOf('U0OTHERBT') } as const],
    [
      'an account of another platform',
      { to: 'person', account: { ...accountOf('U0MAYA001'), platform: 'teams' } } as const,
    ],
    ['a channel without the bot', channel('C0CLOSED1')],
    ['a channel that is not there', channel('C0NOTHERE')],
    ['a channel that is no channel', channel('U0MAYA001')],
    ['a channel of another platform', { ...channel('C0AUDIT01'), platform: 'teams' }],
  ])('to %s is unreachable for good', async (_, to) => {
    await expect(bench.adapter.deliver(to, card(), { key: '1' })).rejects.toMatchObject({ code: 'unreachable' })
  })
})

describe('at once', () => {
  test('a form that cannot be opened is a warning to the person, not silence', async () => {
    await bench.adapter.deliver(maya, card({ buttons: [button('Type', 'h1')] }), { key: '1' })
    bench.answer(() => ({ kind: 'form', form: codeForm }))
    bench.slack.fail({ method: 'views.open', times: 1, kind: 'error', error: 'expired_trigger_id' })
    await expect(bench.slack.press('maya', 'Type')).rejects.toThrow('warning')
    expect(await bench.slack.press('maya', 'Type')).toMatchObject({ form: { title: 'Type the code' } })
  })

  test('a line after a message is shown to its author alone, and its failure does not lose the message', async () => {
    bench.answer(() => ({ kind: 'line', text: 'One moment <!channel>' }))
    await bench.slack.mention('maya', 'C0GENERAL', 'unlock me')
    expect(bench.slack.lines('maya')).toEqual(['One moment <!channel>'])
    expect(lastCall('chat.postEphemeral')).toMatchObject({ channel: 'C0GENERAL', text: 'One moment &lt;!channel&gt;' })
    bench.slack.fail({ method: 'chat.postEphemeral', times: 1, kind: 'status', status: 500 })
    await bench.slack.say('maya', 'again')
    expect(bench.received).toHaveLength(2)
  })

  test('to another bot nothing is said, so that two bots never talk for ever', async () => {
    bench.answer(() => ({ kind: 'line', text: 'Only for employees.' }))
    await bench.slack.say('botley', 'hello')
    await bench.slack.say('fay', 'hello')
    expect(bench.slack.lines('botley')).toEqual([])
    expect(bench.slack.lines('fay')).toEqual(['Only for employees.'])
  })

  test('after a submit a line or another form takes the place of the form', async () => {
    await bench.adapter.deliver(maya, card({ buttons: [button('Type', 'h1')] }), { key: '1' })
    bench.answer(() => ({ kind: 'form', form: codeForm }))
    await bench.slack.press('maya', 'Type')
    bench.answer(() => ({ kind: 'form', form: { ...codeForm, title: 'Once more', handle: 'second-handle' } }))
    await bench.slack.submit('maya', { code: '111111' })
    expect(bench.slack.modal('maya')).toMatchObject({ title: 'Once more' })
    bench.answer(() => ({ kind: 'line', text: 'This code was for another request.' }))
    expect(await bench.slack.submit('maya', { code: '222222' })).toEqual({ line: 'This code was for another request.' })
    expect(bench.received.slice(1)).toMatchObject([{ handle: 'handle-of-the-form' }, { handle: 'second-handle' }])
  })

  test('an error for a field that the form does not have is shown beside the first one', async () => {
    await bench.adapter.deliver(maya, card({ buttons: [button('Type', 'h1')] }), { key: '1' })
    bench.answer(() => ({ kind: 'form', form: codeForm }))
    await bench.slack.press('maya', 'Type')
    bench.answer(() => ({ kind: 'field-errors', errors: { '': 'Too late.', note: 'Too short.' } }))
    expect(await bench.slack.submit('maya', { code: '111111', note: 'n' })).toEqual({
      errors: { code: 'Too late.', note: 'Too short.' },
    })
  })
})
