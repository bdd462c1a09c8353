// Slack outside the conversation: the command, the shortcut on a message, homes, suggestions, changed accounts, a removed app.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { fields, list } from '../../fakes/slack-state.ts'
import { button, card, codeForm } from '../contract.ts'
import { accountOf, type Bench, startBench } from './bench.ts'

describe.each(['http', 'socket'] as const)('over %s', (over) => {
  let bench: Bench
  beforeEach(async () => {
    bench = await startBench({ over, ackMs: 400 })
    await bench.start()
  })
  afterEach(async () => {
    await bench.adapter.stop()
    await bench.close()
  })
  const maya = accountOf('U0MAYA001')
  const home = { to: 'home', account: maya } as const
  const lastCall = (method: string) =>
    fields(bench.slack.state.journal.findLast((call) => call.method === method)?.args)
  const inPrivate = () => bench.answer(() => ({ kind: 'line', text: 'I answer you in private.' }))

  test('the command brings its words and mentions, and its answer is seen by its sender alone', async () => {
    inPrivate()
    expect(await bench.slack.command('maya', 'add @leo to the wiki & <looker>')).toBe('I answer you in private.')
    expect(bench.received).toMatchObject([
      {
        kind: 'command',
        account: maya,
        text: 'add @U0LEO0001 to the wiki & <looker>',
        mentions: [accountOf('U0LEO0001')],
        isOfAnother: false,
      },
    ])
    expect(bench.slack.calls()).not.toContain('chat.postEphemeral')
  })

  test('without words the command comes empty; each use is an event of its own', async () => {
    await bench.slack.command('maya', '')
    await bench.slack.command('maya', '   ')
    expect(bench.received).toMatchObject([{ kind: 'command', text: '' }, { text: '' }])
    expect(new Set(bench.received.map(({ eventId }) => eventId)).size).toBe(2)
  })

  test.each<[string, Record<string, string>]>([
    ['another app', { api_app_id: 'A0ANOTHER' }],
    ['another workspace', { team_id: 'T0PARTNER' }],
    ['nobody', { user_id: '' }],
    ['somebody whose id is none', { user_id: '../maya' }],
  ])('a command of %s is not taken in', async (_, rest) => {
    await bench.slack.command('maya', 'unlock me', 'C0GENERAL', rest).catch(() => {})
    expect(bench.received).toEqual([])
  })

  test('the shortcut asks with the words of a message that its user wrote', async () => {
    await bench.slack.shortcut('maya', { by: 'maya', text: "I'm locked out & late" })
    expect(bench.received).toMatchObject([
      { kind: 'command', account: maya, text: "I'm locked out & late", isOfAnother: false },
    ])
  })

  test.each<[string, string, Record<string, unknown>]>([
    ['a colleague', 'leo', {}],
    ['another bot', 'botley', {}],
    ['another bot in her name', 'maya', { bot_id: 'B0OTHER01' }],
    ['a joining notice in her name', 'maya', { subtype: 'channel_join' }],
    ['nobody', 'maya', { user: undefined }],
  ])('the words of a message by %s are never taken for hers', async (_, by, rest) => {
    const message = {
      type: 'message',
      user: bench.slack.state.findPerson(by)?.id,
      text: 'unlock me',
      ts: '1.1',
      ...rest,
    }
    await bench.slack.shortcut('maya', { by, text: 'unlock me' }, { message })
    expect(bench.received).toMatchObject([
      { kind: 'command', account: maya, text: '', mentions: [], isOfAnother: true },
    ])
  })

  test('a shortcut of somebody of another workspace is refused, and one of another name is left alone', async () => {
    await bench.slack.shortcut('fay', { by: 'fay', text: 'unlock me' })
    expect(bench.received).toMatchObject([{ kind: 'refused', why: 'foreign-tenant' }])
    await bench.slack.shortcut('maya', { by: 'maya', text: 'x' }, { callback_id: 'another' }).catch(() => {})
    expect(bench.received).toHaveLength(1)
  })

  test('a line after a shortcut is whispered where it was used, or shown as a page where the bot is not', async () => {
    inPrivate()
    const shown = await bench.slack.shortcut('maya', { by: 'maya', text: 'hi' })
    expect(shown).toEqual({ line: 'I answer you in private.' })
    const elsewhere = await bench.slack.shortcut('maya', { by: 'maya', text: 'hi', channel: 'C0CLOSED1' })
    expect(elsewhere).toMatchObject({ form: { title: 'Latchkey', fields: [] } })
  })

  test('a home shows its card, the headings under it and their cards; nothing is written into the conversation', async () => {
    await bench.slack.open('maya', 'home')
    expect(bench.received).toMatchObject([{ kind: 'home', account: maya }])
    const waiting = card({
      title: 'Leo asks',
      quotes: [{ from: 'Leo wrote', words: 'for Q3' }],
      buttons: [button('Approve', 'h1')],
    })
    const below = [
      card({ title: 'What waits', body: [], below: [waiting] }),
      card({ title: 'What is open', body: ['Nothing.'] }),
    ]
    const menu = { label: 'What I can do', options: [{ label: 'Unlock my account', handle: 'm1' }] }
    const ref = await bench.adapter.deliver(home, card({ title: 'Hello', menu, below }), { key: 'k1' })
    const seen = bench.slack.home('maya')
    expect(seen?.lines).toEqual([
      'Hello',
      'Your account is locked.',
      'What waits',
      'Leo asks',
      'Your account is locked.',
      'Leo wrotefor Q3',
      'What is open',
      'Nothing.',
    ])
    expect(seen).toMatchObject({ buttons: ['Approve'], options: ['Unlock my account'], updates: 1 })
    expect(await bench.slack.messages('maya')).toEqual([])
    await bench.adapter.deliver(home, card({ title: 'Later' }), { key: 'k2', replaces: ref })
    expect(bench.slack.home('maya')).toMatchObject({ lines: ['Later', 'Your account is locked.'], updates: 2 })
  })

  test('a press on a home is like any other; its form opens, and its line opens as a page', async () => {
    await bench.adapter.deliver(home, card({ buttons: [button('Type the code', 'h1')] }), { key: 'k1' })
    bench.answer(() => ({ kind: 'form', form: codeForm }))
    expect(await bench.slack.pressHome('maya', 'Type the code')).toMatchObject({ form: { title: 'Type the code' } })
    inPrivate()
    expect(await bench.slack.pressHome('maya', 'Type the code')).toMatchObject({
      form: { title: 'Latchkey', fields: [] },
    })
    expect(bench.received).toMatchObject([
      { kind: 'press', handle: 'h1', account: maya },
      { kind: 'press', handle: 'h1', account: maya },
    ])
  })

  test('a home of somebody elsewhere is unreachable for good', async () => {
    for (const account of [
      accountOf('U0MAYA001', 'T2'),
      { ...maya, platform: 'teams' },
      accountOf('U0NOBODY1'),
      accountOf('U0OTHERBT'),
    ])
      await expect(bench.adapter.deliver({ to: 'home', account }, card(), { key: 'k' })).rejects.toMatchObject({
        code: 'unreachable',
      })
  })

  test('suggestions are shown in the conversation that was opened, without a thread', async () => {
    const prompts = ["I'm locked out", 'add me to a group', 'my access', 'my requests', 'help']
    bench.answer(() => ({ kind: 'prompts', title: 'What I can do', prompts }))
    await bench.slack.open('maya')
    await expect.poll(() => bench.slack.state.prompts.get('DU0MAYA001')).toMatchObject({ title: 'What I can do' })
    const shown = list(bench.slack.state.prompts.get('DU0MAYA001')?.prompts).map((one) => fields(one).message)
    expect(shown).toEqual(prompts.slice(0, 4))
  })

  test('a sign of work stands at the message until the answer is there', async () => {
    bench.answer(() => ({ kind: 'working', text: 'is looking into it…' }))
    await bench.slack.say('maya', "I'm locked out")
    const statuses = () => [...bench.slack.state.statuses.values()]
    await expect.poll(statuses).toEqual(['is looking into it…'])
    await bench.adapter.deliver({ to: 'person', account: maya }, card(), { key: 'k1' })
    await expect.poll(statuses).toEqual([''])
  })

  test('where the workspace has neither, it is asked for once, and nothing else changes', async () => {
    bench.slack.state.hasAgentView = false
    bench.answer(() => ({ kind: 'working', text: 'is looking into it…' }))
    for (const words of ['one', 'two', 'three']) {
      await bench.slack.say('maya', words)
      await expect.poll(() => bench.slack.calls().filter((method) => method.startsWith('assistant'))).toHaveLength(1)
    }
    expect(bench.received).toHaveLength(3)
    expect(bench.told.filter((line) => line.includes('does without'))).toHaveLength(1)
  })

  test('a changed account is named, and nothing of its new fields is believed', async () => {
    await bench.slack.change('maya', { email: 'ceo@northwind.example', flags: { deleted: true } })
    expect(bench.received).toEqual([
      { kind: 'account-changed', account: maya, eventId: expect.stringMatching(/^event:Ev/) },
    ])
  })

  test('a removed app is told once for each event, and the adapter is no longer ready', async () => {
    expect(bench.adapter.isReady()).toBe(true)
    await bench.slack.uninstall()
    expect(bench.received).toMatchObject([
      { kind: 'shut-out', why: 'revoked', account: accountOf('U0LATCHKEY') },
      { kind: 'shut-out', why: 'uninstalled' },
    ])
    expect(bench.adapter.isReady()).toBe(false)
    expect(bench.told.join()).toContain('app_uninstalled')
    // What waits is kept for when the app is installed again: it is not this person who cannot be reached.
    const attempt = bench.adapter.deliver({ to: 'person', account: maya }, card(), { key: 'k' })
    await expect(attempt).rejects.toMatchObject({ code: 'platform-unavailable' })
  })

  test('tokens of people, and old news while the app is let in, change nothing', async () => {
    await bench.slack.event({ type: 'tokens_revoked', tokens: { oauth: ['U0MAYA001'] } })
    await bench.slack.event({ type: 'app_uninstalled' })
    expect(bench.received).toEqual([])
    expect(bench.adapter.isReady()).toBe(true)
    expect(lastCall('auth.test')).toBeDefined()
  })

  test('a dead token that nobody told of is noticed at the next call', async () => {
    bench.slack.state.isUninstalled = true
    await expect(bench.adapter.profile(maya)).rejects.toMatchObject({ code: 'platform-unavailable' })
    expect(bench.adapter.isReady()).toBe(false)
  })
})
