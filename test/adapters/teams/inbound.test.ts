// What becomes of an activity: its author, its words, its handle; and everything that becomes nothing at all.
import { describe, expect, test } from 'vitest'
import { findActivity } from '../../../adapters/teams/activity.ts'
import { eventIdOf, mentionedIn, readActivity, readText } from '../../../adapters/teams/inbound.ts'
import { type Fields, fields } from '../../fakes/teams-state.ts'

const tenant = '11111111-2222-4333-8444-555555555555'
const partner = '99999999-8888-4777-8666-555555555555'
const maya = 'aaaaaaaa-0000-4000-8000-000000000001'
const bot = '28:00000000-1111-4222-8333-00000000b07a'
const account = { platform: 'teams', tenant, user: maya }

const said: Fields = {
  type: 'message',
  id: '1700000000001',
  channelId: 'msteams',
  serviceUrl: 'https://smba.trafficmanager.net/amer/',
  from: { id: '29:1maya', name: 'Maya', aadObjectId: maya.toUpperCase() },
  recipient: { id: bot, name: 'Latchkey' },
  conversation: { conversationType: 'personal', tenantId: tenant, id: 'a:1private' },
  channelData: { tenant: { id: tenant } },
  text: 'I’m locked out',
}
const inChannel = {
  conversation: { conversationType: 'channel', isGroup: true, tenantId: tenant, id: '19:c@thread.tacv2;messageid=1' },
  channelData: { tenant: { id: tenant }, team: { id: '19:t@thread.tacv2' } },
  text: '<at>Latchkey</at>&nbsp;I’m locked out',
  entities: [{ type: 'mention', text: '<at>Latchkey</at>', mentioned: { id: bot } }],
}
const inGroup = {
  ...inChannel,
  conversation: { ...inChannel.conversation, conversationType: 'groupChat', id: '19:g@thread.v2' },
}

const read = (change: Fields = {}, known: (typeof account)[] = []) => {
  const activity = findActivity({ ...said, ...change })
  return activity && readActivity(activity, tenant, known)
}

describe('words', () => {
  test('in private are a message of the person’s Entra id, in whatever case it is spelt', () => {
    expect(read()).toEqual({
      kind: 'message',
      account,
      eventId: expect.any(String),
      text: 'I’m locked out',
      mentions: [],
    })
  })

  test.each([
    ['a channel', inChannel],
    ['a group chat', inGroup],
  ])('in %s are a mention when they call the bot, and else nothing', (_, place) => {
    expect(read(place)).toMatchObject({ kind: 'mention', account, text: 'I’m locked out' })
    expect(read({ ...place, entities: [] })).toBeUndefined()
    expect(
      read({ ...place, entities: [{ type: 'mention', text: '<at>Leo</at>', mentioned: { id: '29:1leo' } }] }),
    ).toBeUndefined()
  })

  test('name others by the accounts that are known', () => {
    const leo = { platform: 'teams', tenant, user: 'aaaaaaaa-0000-4000-8000-000000000002' }
    const entities = [...inChannel.entities, { type: 'mention', text: '<at>Leo</at>', mentioned: { id: '29:1leo' } }]
    const activity = findActivity({ ...said, ...inChannel, entities })
    expect(activity && mentionedIn(activity)).toEqual(['29:1leo'])
    expect(read({ ...inChannel, entities }, [leo])).toMatchObject({ mentions: [leo] })
  })

  test('that are empty, far too long or of the wrong kind', () => {
    expect(read({ text: '  ' })).toBeUndefined()
    expect(read({ text: undefined })).toBeUndefined()
    expect(read({ text: ['unlock'] })).toBeUndefined()
    expect(read({ text: 'x'.repeat(20_000) })).toMatchObject({ text: 'x'.repeat(4000) })
  })

  test.each([
    ['<at>Latchkey</at> unlock <at>Leo B</at> &amp; me', 'unlock @Leo B & me'],
    ['a &lt; b &amp;lt; c&nbsp;d', 'a < b &lt; c d'],
    ['<b>bold</b> &#39;quoted&quot;', `<b>bold</b> 'quoted"`],
    ['<AT id="1">Leo</AT> <at>', '@Leo <at>'],
    [`${'<at'.repeat(30_000)}>`, `${'<at'.repeat(1333)}<`],
  ])('%j read in no time', (text, shown) => {
    const mentions = [{ id: bot, text: '<at>Latchkey</at>' }]
    expect(readText({ text, mentions, recipient: { id: bot } })).toBe(shown)
  })
})

describe('whoever is refused', () => {
  test.each<[string, Fields, string, string, string]>([
    ['another bot', { from: { id: '28:other' } }, 'bot', tenant, '28:other'],
    ['a bot with a person’s id', { from: { id: '29:1x', role: 'bot', aadObjectId: maya } }, 'bot', tenant, maya],
    ['a skill', { from: { id: '29:1x', role: 'skill', aadObjectId: maya } }, 'bot', tenant, maya],
    ['somebody who did not sign in', { from: { id: '29:1anon' } }, 'stranger', tenant, '29:1anon'],
    ['an id that is none of Entra’s', { from: { id: '29:1x', aadObjectId: 'maya' } }, 'stranger', tenant, '29:1x'],
    [
      'a conversation of another tenant',
      { conversation: { ...fields(said.conversation), tenantId: partner } },
      'foreign-tenant',
      partner,
      maya,
    ],
    ['a channel of another tenant', { channelData: { tenant: { id: partner } } }, 'foreign-tenant', partner, maya],
    [
      'an author of another tenant',
      { from: { ...fields(said.from), tenantId: partner } },
      'foreign-tenant',
      partner,
      maya,
    ],
  ])('%s', (_, change, why, of, user) => {
    expect(read(change)).toEqual({
      kind: 'refused',
      why,
      eventId: expect.any(String),
      account: { platform: 'teams', tenant: of, user },
    })
  })

  test('an activity that names no tenant at all is nobody’s', () => {
    expect(read({ conversation: { conversationType: 'personal', id: 'a:1' }, channelData: {} })).toBeUndefined()
  })
})

describe('what is nothing', () => {
  test.each<[string, Fields]>([
    ['an edit', { type: 'messageUpdate', channelData: { tenant: { id: tenant }, eventType: 'editMessage' } }],
    ['an edit that calls itself a message', { channelData: { tenant: { id: tenant }, eventType: 'editMessage' } }],
    ['a deletion', { type: 'messageDelete' }],
    ['a reaction', { type: 'messageReaction', reactionsAdded: [{ type: 'like' }] }],
    ['typing', { type: 'typing' }],
    ['an event', { type: 'event', name: 'application/vnd.microsoft.readReceipt' }],
    ['an invoke that is no card action', { type: 'invoke', name: 'signin/verifyState', value: { press: 'h' } }],
    ['a task module', { type: 'invoke', name: 'task/fetch', value: { data: { press: 'h' } } }],
    ['an upgrade', { type: 'installationUpdate', action: 'add-upgrade' }],
    ['a removal', { type: 'installationUpdate', action: 'remove' }],
    ['an installation in a team', { type: 'installationUpdate', action: 'add', ...inChannel }],
    ['new members', { type: 'conversationUpdate', membersAdded: [{ id: bot }] }],
  ])('%s', (_, change) => {
    expect(read(change)).toBeUndefined()
  })
})

const invoke = (data: unknown, rest: Fields = {}): Fields => ({
  type: 'invoke',
  name: 'adaptiveCard/action',
  text: undefined,
  value: { action: { type: 'Action.Execute', verb: 'latchkey', data }, trigger: 'manual' },
  ...rest,
})

describe('a press', () => {
  test('gives the handle and nothing else of the payload', () => {
    const data = { press: 'h1', skill: 'suspend', target: 'leo', 'field-x': 'y', close: 'h2' }
    expect(read(invoke(data))).toEqual({ kind: 'press', account, eventId: expect.any(String), handle: 'h1' })
  })

  test('from a client that only knows Action.Submit is the same', () => {
    expect(read({ value: { press: 'h1' }, text: undefined })).toMatchObject({ kind: 'press', handle: 'h1', account })
  })

  test('of a list gives the chosen handle', () => {
    expect(read(invoke({ choice: 'm2' }))).toMatchObject({ kind: 'press', handle: 'm2' })
  })

  test('where others look on is nothing, and from elsewhere refused', () => {
    expect(read(invoke({ press: 'h1' }, inChannel))).toBeUndefined()
    expect(read(invoke({ press: 'h1' }, inGroup))).toBeUndefined()
    expect(read(invoke({ press: 'h1' }, { channelData: { tenant: { id: partner } } }))).toMatchObject({
      kind: 'refused',
    })
  })

  test.each([
    [{}],
    [{ press: '' }],
    [{ press: 5 }],
    [{ press: ['h1'] }],
    [{ press: { toString: 'h1' } }],
    [{ press: 'x'.repeat(101) }],
    [null],
    ['press'],
    [{ close: 'h1' }],
  ])('%j is none', (data) => {
    expect(read(invoke(data))).toBeUndefined()
  })
})

describe('a submitted form', () => {
  const data = { submit: 'h9', 'field-code': '123456', 'field-days': 7, 'field-yes': true, 'field-note': '' }

  test('gives its handle and what was typed', () => {
    expect(read(invoke(data))).toEqual({
      kind: 'submit',
      account,
      eventId: expect.any(String),
      handle: 'h9',
      values: { code: '123456', days: '7', yes: 'true', note: '' },
    })
  })

  test.each([
    ['a value of another kind is left out', { 'field-x': { a: 1 } }],
    ['a list is left out', { 'field-x': ['a'] }],
    ['a field without the mark is left out', { x: 'a', handle: 'h', kind: 'press' }],
    ['a name that no field has is left out', { 'field-': 'a', 'field-a b': 'c', 'field-__proto__ ': 'x' }],
  ])('%s', (_, more) => {
    expect(read(invoke({ ...data, ...more }))).toMatchObject({
      values: { code: '123456', days: '7', yes: 'true', note: '' },
    })
    expect(Object.keys(fields(fields(read(invoke({ ...data, ...more }))).values))).toHaveLength(4)
  })

  test('with a text that is too long is none', () => {
    expect(read(invoke({ submit: 'h9', 'field-note': 'x'.repeat(4001) }))).toBeUndefined()
  })
})

test('an installation by the person opens the conversation', () => {
  expect(read({ type: 'installationUpdate', action: 'add', text: undefined })).toMatchObject({
    kind: 'opened',
    account,
  })
})

test('an event is named by its conversation and its own id, shortly', () => {
  const id = (change: Fields) => {
    const activity = findActivity({ ...said, ...change })
    return activity && eventIdOf(activity)
  }
  const same = id({})
  expect(id({ text: 'other words' })).toBe(same)
  expect(id({ id: '1700000000002' })).not.toBe(same)
  expect(id({ conversation: { ...fields(said.conversation), id: 'a:1other' } })).not.toBe(same)
  expect(id({ conversation: { ...fields(said.conversation), id: `a:${'x'.repeat(490)}` } })?.length).toBeLessThan(100)
})
