// Delivery over the wire: what is sent, what happens when Teams refuses, is busy or silent, and whom it cannot reach.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { channels, type Fault, itTeam, partnerTenant, words } from '../../fakes/teams.ts'
import { fields, list } from '../../fakes/teams-state.ts'
import { button, card } from '../contract.ts'
import { accountOf, type Bench, startBench } from './bench.ts'

let bench: Bench
beforeEach(async () => {
  bench = await startBench({ installed: ['maya', 'leo', 'dora'] })
  await bench.start()
})
afterEach(async () => {
  await bench.adapter.stop()
  await bench.close()
})

const to = (name: string) => ({ to: 'person', account: accountOf(bench, name) }) as const
const channel = (id: string, platform = 'teams') => ({ to: 'channel', platform, channel: id }) as const
const deliver = (name: string, title: string, replaces?: string) =>
  bench.adapter.deliver(to(name), card({ title }), { key: 'k', ...(replaces === undefined ? {} : { replaces }) })
const titles = async (name: string) => (await bench.teams.messages(name)).map((seen) => seen.title)
const called = (call: string) => bench.teams.calls().filter((one) => one === call).length

describe('a delivery', () => {
  test('carries a summary for the notification, the card and nothing that Teams would read as markup', async () => {
    await bench.adapter.deliver(to('maya'), card({ tone: 'bad', title: 'No **bold**' }), { key: '1' })
    const [message] = bench.teams.state.messages
    expect(message).toMatchObject({ summary: '⚠️ No **bold**', text: '' })
    const kinds = list(message?.card?.body).map((element) => fields(element).type)
    expect(new Set(kinds)).toEqual(new Set(['RichTextBlock']))
  })

  test('asks for one token for all of them, and sends it only in the header', async () => {
    for (const title of ['1', '2', '3']) await deliver('maya', title)
    expect(called('POST token')).toBe(1)
    const sent = bench.teams.state.journal.filter(({ call }) => call === 'POST activities')
    expect(new Set(sent.map(({ authorization }) => authorization)).size).toBe(1)
    expect(sent[0]?.authorization).toMatch(/^Bearer token-of-the-bot-/)
  })

  test('asks for a new token when the one it has is not taken any more', async () => {
    await deliver('maya', '1')
    bench.teams.state.tokens.clear()
    await expect(deliver('maya', '2')).rejects.toMatchObject({ code: 'platform-unavailable' })
    await deliver('maya', '2')
    expect(await titles('maya')).toEqual(['1', '2'])
  })

  test('never follows a reference into the conversation of somebody else', async () => {
    const ref = await deliver('leo', 'For Leo')
    await deliver('maya', 'For Maya', ref)
    expect([await titles('leo'), await titles('maya')]).toEqual([['For Leo'], ['For Maya']])
  })

  test.each([
    '',
    'x',
    'a/b/c',
    '%E0%A4%A/1',
    'a:1private-maya',
    '/'.repeat(900),
  ])('with an odd reference (%#) is posted anew', async (replaces) => {
    await deliver('maya', 'New', replaces)
    expect(await titles('maya')).toEqual(['New'])
  })

  test('that Teams cannot draw arrives as plain text, and the log says so', async () => {
    bench.teams.fail({ call: 'POST activities', times: 1, kind: 'status', status: 400, code: 'BadSyntax' })
    const ref = await deliver('maya', 'Unlock <at>all</at>?')
    expect(await bench.teams.messages('maya')).toMatchObject([{ title: '', body: [expect.stringContaining('Unlock')] }])
    expect(bench.told.join()).toContain('BadSyntax')
    bench.teams.fail({ call: 'PUT activities', times: 1, kind: 'status', status: 413, code: 'MessageSizeTooBig' })
    expect(await deliver('maya', 'Done', ref)).toBe(ref)
  })

  test.each<[string, Fault]>([
    ['rate limits', { call: 'POST activities', times: 1, kind: 'status', status: 429 }],
    ['a server error', { call: 'POST activities', times: 1, kind: 'status', status: 503 }],
    ['a gateway', { call: 'POST activities', times: 1, kind: 'status', status: 502 }],
    ['a cut connection', { call: 'POST activities', times: 1, kind: 'drop' }],
    ['an answer that is no JSON', { call: 'POST activities', times: 1, kind: 'body', body: '<html>' }],
    ['an answer without an id', { call: 'POST activities', times: 1, kind: 'body', body: '{}' }],
  ])('that meets %s is tried once, can be tried again, and tells no secret', async (_, fault) => {
    bench.teams.fail(fault)
    const failure: unknown = await deliver('maya', '1').catch((error: unknown) => error)
    expect(failure).toMatchObject({ code: 'platform-unavailable' })
    expect(`${failure} ${JSON.stringify(failure)}`).not.toMatch(/token-of|127\.0\.0\.1/)
    expect(called('POST activities')).toBe(1)
    await deliver('maya', '2')
    expect(await titles('maya')).toEqual(['2'])
  })

  test('of an update that meets rate limits is not posted as a second message', async () => {
    const ref = await deliver('maya', '1')
    bench.teams.fail({ call: 'PUT activities', times: 1, kind: 'status', status: 429 })
    await expect(deliver('maya', '2', ref)).rejects.toMatchObject({ code: 'platform-unavailable' })
    expect(await titles('maya')).toEqual(['1'])
  })

  test('of an update that Teams does not allow any more is posted anew', async () => {
    const ref = await deliver('maya', '1')
    bench.teams.fail({ call: 'PUT activities', times: 1, kind: 'status', status: 403, code: 'MessageEditingBlocked' })
    expect(await deliver('maya', '2', ref)).not.toBe(ref)
  })

  test('too fast for Teams is kept for later', async () => {
    const now = new Date()
    const calm = await startBench({ installed: ['maya'], clock: { now: () => now } })
    await calm.start()
    const all = Array.from({ length: 9 }, (_, n) =>
      calm.adapter.deliver(to('maya'), card({ title: `${n}` }), { key: `${n}` }),
    )
    const outcomes = await Promise.allSettled(all)
    await calm.adapter.stop()
    await calm.close()
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(7)
    expect(outcomes.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []))).toMatchObject([
      { code: 'platform-unavailable' },
      { code: 'platform-unavailable' },
    ])
  })
})

describe('to somebody', () => {
  test('who only called the bot in public, the private conversation is opened once', async () => {
    await bench.teams.mention('mei', { team: itTeam, channel: channels.general }, 'help')
    await deliver('mei', '1')
    await deliver('mei', '2')
    expect(await titles('mei')).toEqual(['1', '2'])
    expect(called('POST conversations')).toBe(1)
    expect(bench.teams.channelMessages(channels.general)).toEqual([])
  })

  test('who called in public and may not be written to, is told there how that is mended, once an hour', async () => {
    await bench.teams.mention('tom', { team: itTeam, channel: channels.general }, 'help')
    for (const _ of [1, 2]) await expect(deliver('tom', 'Private words')).rejects.toMatchObject({ code: 'unreachable' })
    expect(bench.teams.channelMessages(channels.general).map((seen) => seen.body)).toEqual([[words.addMe]])
    await bench.teams.install('tom')
    await deliver('tom', 'Private words')
    expect(await titles('tom')).toEqual(['Private words'])
  })

  test('who removed the app is unreachable, until they add it again', async () => {
    await bench.teams.uninstall('maya')
    await expect(deliver('maya', '1')).rejects.toMatchObject({ code: 'unreachable' })
    expect(called('POST activities')).toBe(0)
    await bench.teams.install('maya')
    await deliver('maya', '2')
    expect(await titles('maya')).toEqual(['2'])
  })

  test('who removed the app while the bot was not listening is unreachable as well', async () => {
    bench.teams.state.installed.delete('maya')
    await expect(deliver('maya', '1')).rejects.toMatchObject({ code: 'unreachable' })
  })

  test.each([
    ['nobody has seen', () => to('tom')],
    ['of another tenant', () => ({ to: 'person', account: accountOf(bench, 'maya', partnerTenant) }) as const],
    [
      'of another platform',
      () => ({ to: 'person', account: { ...accountOf(bench, 'maya'), platform: 'slack' } }) as const,
    ],
    ['who is another bot', () => to('botley')],
    ['in a channel that is not there', () => channel('19:nowhere@thread.tacv2')],
    ['in a channel that is no channel', () => channel('a:1private-maya')],
    ['in a channel with a thread', () => channel(`${channels.audit};messageid=1`)],
    ['in a channel of another platform', () => channel(channels.audit, 'slack')],
  ])('%s is unreachable for good', async (_, place) => {
    await expect(bench.adapter.deliver(place(), card(), { key: '1' })).rejects.toMatchObject({ code: 'unreachable' })
  })

  test('at a home that Teams does not have is quietly nothing', async () => {
    const home = { to: 'home', account: accountOf(bench, 'maya') } as const
    expect(await bench.adapter.deliver(home, card(), { key: '1' })).toBe('no-home')
    expect(bench.teams.calls()).toEqual(['POST token'])
  })

  test('in a channel, the card has no use for buttons but keeps them apart from its words', async () => {
    await bench.adapter.deliver(channel(channels.audit), card({ title: 'Done', buttons: [button('Go', 'h')] }), {
      key: '1',
    })
    expect(bench.teams.channelMessages(channels.audit)).toMatchObject([{ title: 'Done', buttons: ['Go'] }])
  })
})
