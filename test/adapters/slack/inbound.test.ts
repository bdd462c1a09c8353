// Which of Slack's events become an Incoming, and what is read from them.
import { describe, expect, test } from 'vitest'
import { readEvent, readText } from '../../../adapters/slack/inbound.ts'
import { readPress, readSubmit } from '../../../adapters/slack/interaction.ts'
import { accountOf } from './bench.ts'

const workspace = { team: 'T0NORTHW', enterprise: undefined, botUser: 'U0LATCHKEY', bot: 'B0LATCHKEY', app: 'A1' }
const said = {
  type: 'message',
  channel_type: 'im',
  channel: 'D1',
  user: 'U0MAYA001',
  text: "I'm locked out",
  ts: '1.1',
}
const body = { type: 'event_callback', team_id: 'T0NORTHW', event_id: 'Ev1' }
const read = (event: Record<string, unknown>, rest: Record<string, unknown> = {}) =>
  readEvent(workspace, { ...body, ...rest, event })

describe('an event', () => {
  test('that is a direct message becomes one', () => {
    expect(read(said)).toEqual({
      kind: 'message',
      account: accountOf('U0MAYA001'),
      eventId: 'event:Ev1',
      text: "I'm locked out",
      mentions: [],
    })
  })

  test.each<[string, Record<string, unknown>]>([
    ['our own message', { user: 'U0LATCHKEY', bot_id: 'B0LATCHKEY' }],
    ['our own message without a user', { user: undefined, bot_id: 'B0LATCHKEY', subtype: 'bot_message' }],
    ['an edit', { subtype: 'message_changed', message: { text: 'x' }, hidden: true }],
    ['an edit by its mark', { edited: { user: 'U0MAYA001', ts: '2.2' } }],
    ['a deletion', { subtype: 'message_deleted', hidden: true }],
    ['an upload', { subtype: 'file_share' }],
    ['a hidden one', { hidden: true }],
    ['a message in a channel', { channel_type: 'channel' }],
    ['a group conversation', { channel_type: 'mpim' }],
    ['one without an author', { user: undefined }],
    ['one whose author is no user id', { user: 'maya' }],
    ['one without words', { text: '  ' }],
    ['one of another type', { type: 'reaction_added' }],
  ])('that is %s is passed over', (_, change) => {
    expect(read({ ...said, ...change })).toBeUndefined()
  })

  test.each<[string, Record<string, unknown>, string, string]>([
    ['another bot with a user', { bot_id: 'B2', app_id: 'A2' }, 'bot', 'U0MAYA001'],
    ['another bot without a user', { user: undefined, bot_id: 'B2', subtype: 'bot_message' }, 'bot', 'B2'],
    ['Slackbot', { user: 'USLACKBOT' }, 'bot', 'USLACKBOT'],
    ['somebody of another workspace', { user_team: 'T2' }, 'foreign-tenant', 'U0MAYA001'],
    ['somebody from another source', { source_team: 'T2' }, 'foreign-tenant', 'U0MAYA001'],
    ['somebody whose team is another', { team: 'T2' }, 'foreign-tenant', 'U0MAYA001'],
  ])('by %s is refused', (_, change, why, user) => {
    expect(read({ ...said, ...change })).toMatchObject({ kind: 'refused', why, account: { user } })
  })

  test('from a shared channel is refused, whoever wrote it', () => {
    const mention = { type: 'app_mention', channel: 'C1', user: 'U0MAYA001', text: '<@U0LATCHKEY> hi', ts: '1.1' }
    expect(read(mention, { is_ext_shared_channel: true })).toMatchObject({ kind: 'refused', why: 'foreign-tenant' })
    expect(read(mention, { team_id: 'T2' })).toMatchObject({ kind: 'refused', why: 'foreign-tenant' })
    expect(read(mention)).toMatchObject({ kind: 'mention', text: 'hi' })
    expect(read({ ...mention, edited: { ts: '2' } })).toBeUndefined()
    expect(read({ ...mention, channel: 'D1' })).toBeUndefined()
  })

  test('that the conversation or the home was opened is told apart by the tab', () => {
    const opened = { type: 'app_home_opened', user: 'U0MAYA001', channel: 'D1', tab: 'messages' }
    expect(read(opened)).toMatchObject({ kind: 'opened', account: accountOf('U0MAYA001') })
    expect(read({ ...opened, tab: 'home' })).toMatchObject({ kind: 'home', account: accountOf('U0MAYA001') })
    expect(read({ ...opened, tab: 'about' })).toBeUndefined()
  })

  test('that is far too long is shortened', () => {
    expect(read({ ...said, text: 'x'.repeat(20_000) })).toMatchObject({ text: 'x'.repeat(4000) })
  })
})

describe('the text', () => {
  test.each([
    ['add <@U0LEO0001> to `Looker &amp; Co`', 'add @U0LEO0001 to `Looker & Co`', ['U0LEO0001']],
    ['<mailto:leo@northwind.example|leo@northwind.example> please', 'leo@northwind.example please', []],
    [
      'see <https://evil.example/x|northwind.example> or <https://a.example>',
      'see northwind.example or https://a.example',
      [],
    ],
    ['<!here> in <#C123|general> and <#C9>', '@here in #general and #C9', []],
    ['&lt;@U0LEO0001&gt; is not a mention', '<@U0LEO0001> is not a mention', []],
    ['a &lt; b &amp;lt; c', 'a < b &lt; c', []],
    ['<@U0LEO0001|maya> and <@U0LEO0001>', '@U0LEO0001 and @U0LEO0001', ['U0LEO0001']],
  ])('%j reads %j', (slackText, text, mentioned) => {
    expect(readText(slackText)).toEqual({ text, mentioned })
  })

  test('names the people mentioned, but not the bot, and of each only the account', () => {
    const event = { ...said, text: '<@U0LATCHKEY> unlock <@U0LEO0001>' }
    expect(read(event)).toMatchObject({ text: 'unlock @U0LEO0001', mentions: [accountOf('U0LEO0001')] })
  })

  test('with a great many open brackets is read in no time', () => {
    expect(readText('<'.repeat(40_000)).mentioned).toEqual([])
    expect(readText(`<${'a'.repeat(40_000)}`).mentioned).toEqual([])
  })
})

const pressed = {
  type: 'block_actions',
  user: { id: 'U0MAYA001', team_id: 'T0NORTHW' },
  trigger_id: '1.2.abc',
  actions: [{ type: 'button', value: 'h1', action_id: 'a', action_ts: '9.9' }],
}

describe('a press', () => {
  test('gives the handle and nothing else of the payload', () => {
    const extra = {
      handle: 'evil',
      skill: 'suspend',
      actions: [{ ...pressed.actions[0], target: 'U0LEO0001', text: 'x' }],
    }
    expect(readPress(workspace, { ...pressed, ...extra })).toEqual({
      kind: 'press',
      account: accountOf('U0MAYA001'),
      eventId: 'press:1.2.abc',
      handle: 'h1',
    })
  })

  test('without a trigger is named by its time, message and person', () => {
    const press = { ...pressed, trigger_id: undefined, container: { message_ts: '7.7' } }
    expect(readPress(workspace, press)?.eventId).toBe('press:9.9:7.7:U0MAYA001')
  })

  test('from another workspace is refused; one that is not whole is passed over', () => {
    expect(readPress(workspace, { ...pressed, user: { id: 'U1XX', team_id: 'T2' } })).toMatchObject({
      kind: 'refused',
      why: 'foreign-tenant',
      account: accountOf('U1XX', 'T2'),
    })
    for (const change of [
      { user: { id: 'U0MAYA001' } },
      { actions: [] },
      { actions: [...pressed.actions, ...pressed.actions] },
      { actions: [{ type: 'button', value: 'x'.repeat(101) }] },
      { actions: [{ type: 'button', value: ['h1'] }] },
    ])
      expect(readPress(workspace, { ...pressed, ...change }), JSON.stringify(change)).toBeUndefined()
  })
})

describe('a submitted form', () => {
  const values = {
    code: { value: { type: 'plain_text_input', value: '123456' } },
    days: { value: { type: 'number_input', value: '7' } },
    group: { value: { type: 'static_select', selected_option: { text: { text: 'Wiki' }, value: 'wiki' } } },
    note: { value: { type: 'plain_text_input', value: null } },
  }
  const view = { id: 'V1', hash: '1.a', private_metadata: 'h9', state: { values } }
  const submitted = { type: 'view_submission', user: pressed.user, trigger_id: 't1', view }

  test('gives its handle and what was typed', () => {
    expect(readSubmit(workspace, submitted)).toEqual({
      kind: 'submit',
      account: accountOf('U0MAYA001'),
      eventId: 'submit:V1:1.a:t1',
      handle: 'h9',
      values: { code: '123456', days: '7', group: 'wiki', note: '' },
    })
  })

  test('is another event when it is sent again after an error, though view and hash are the same', () => {
    const again = readSubmit(workspace, { ...submitted, trigger_id: 't2' })
    expect(again?.eventId).not.toBe(readSubmit(workspace, submitted)?.eventId)
  })

  test('from another workspace is refused, and without a handle passed over', () => {
    const foreign = { ...submitted, user: { id: 'U1XX', team_id: 'T2' } }
    expect(readSubmit(workspace, foreign)).toMatchObject({ kind: 'refused', why: 'foreign-tenant' })
    expect(readSubmit(workspace, { ...submitted, view: { ...view, private_metadata: '' } })).toBeUndefined()
  })
})
