// Installations, removals and everything else that tells where somebody can be reached.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { OpenStore } from '../../../src/store/open.ts'
import { channels, homeTenant, itTeam } from '../../fakes/teams.ts'
import { messageActivity } from '../../fakes/teams-activities.ts'
import { type Fields, getPerson } from '../../fakes/teams-state.ts'
import { openTestStore } from '../../store.ts'
import { accountOf, type Bench, startBench } from './bench.ts'

let store: OpenStore
beforeAll(async () => {
  store = await openTestStore()
})
afterAll(() => store.close())

let bench: Bench
beforeEach(async () => {
  bench = await startBench({ store })
  await bench.start()
})
afterEach(async () => {
  await bench.adapter.stop()
  await bench.close()
})

const known = (name: string) => bench.references.find(accountOf(bench, name))
const say = (name: string, rest: Fields) => {
  const made = messageActivity(bench.teams.state, getPerson(bench.teams.state, name), bench.teams.serviceUrl, 'hello')
  return bench.teams.deliver({ ...made, ...rest })
}

describe('an installation', () => {
  test('opens the conversation once, though Teams tells it twice, and is remembered', async () => {
    await bench.teams.install('leo')
    expect(bench.received).toMatchObject([{ kind: 'opened', account: accountOf(bench, 'leo') }])
    expect(await known('leo')).toEqual({
      account: accountOf(bench, 'leo'),
      member: getPerson(bench.teams.state, 'leo').member,
      serviceUrl: bench.teams.serviceUrl,
      conversation: 'a:1private-leo',
      roster: undefined,
      metIn: undefined,
      language: 'de-DE',
      timeZone: 'Europe/Berlin',
    })
  })

  test('of a newer version is remembered and greets nobody', async () => {
    await bench.teams.install('leo', 'add-upgrade')
    expect(bench.received).toEqual([])
    expect(await known('leo')).toMatchObject({ conversation: 'a:1private-leo' })
  })

  test('that is taken back is forgotten', async () => {
    await bench.teams.install('leo')
    await bench.teams.uninstall('leo')
    expect(await known('leo')).toBeUndefined()
    expect(bench.received).toHaveLength(1)
  })

  test('in a team remembers the team, and its removal or deletion forgets it', async () => {
    const teams = () => bench.references.teams(homeTenant)
    await bench.teams.installInTeam('leo', itTeam)
    expect(await teams()).toEqual([{ tenant: homeTenant, id: itTeam, serviceUrl: bench.teams.serviceUrl }])
    await bench.teams.installInTeam('leo', itTeam, 'remove')
    expect(await teams()).toEqual([])
    await bench.teams.mention('leo', { team: itTeam, channel: channels.general }, 'help')
    expect(await teams()).toHaveLength(1)
    const channelData = { tenant: { id: homeTenant }, team: { id: itTeam }, eventType: 'teamDeleted' }
    const conversation = { conversationType: 'channel', tenantId: homeTenant, id: itTeam }
    await say('leo', { type: 'conversationUpdate', text: undefined, channelData, conversation })
    expect(await teams()).toEqual([])
    expect(await known('leo')).toBeDefined()
  })
})

describe('words', () => {
  test('in public remember where the author can be looked up, and leave the private conversation as it was', async () => {
    await bench.teams.mention('mei', { team: itTeam, channel: channels.general }, 'help')
    expect(await known('mei')).toMatchObject({ conversation: undefined, roster: itTeam, timeZone: 'Asia/Tokyo' })
    expect((await known('mei'))?.metIn).toContain(`${channels.general};messageid=`)
    await bench.teams.say('mei', 'help')
    await bench.teams.mention('mei', { team: itTeam, channel: channels.general }, 'help')
    expect(await known('mei')).toMatchObject({ conversation: 'a:1private-mei', roster: itTeam })
  })

  test('in a group chat remember the chat', async () => {
    const call = { type: 'mention', text: '<at>L</at>', mentioned: { id: bench.teams.state.bot } }
    const conversation = { conversationType: 'groupChat', tenantId: homeTenant, id: '19:group@thread.v2' }
    await say('mei', { conversation, entities: [call], text: '<at>L</at> help' })
    expect(await known('mei')).toMatchObject({ roster: '19:group@thread.v2', metIn: '19:group@thread.v2' })
    expect(bench.received).toMatchObject([{ kind: 'mention', text: 'help' }])
  })

  test('bring a new address of the service, language and zone; odd ones are not taken over', async () => {
    await bench.teams.say('maya', 'hello')
    await say('maya', { locale: '<script>', localTimezone: 'Mars/Olympus' })
    expect(await known('maya')).toMatchObject({ language: 'en-US', timeZone: 'Europe/Berlin' })
    await say('maya', { locale: 'fr-FR', localTimezone: 'Europe/Paris' })
    expect(await known('maya')).toMatchObject({ language: 'fr-FR', timeZone: 'Europe/Paris' })
  })

  test('of foreigners, bots and people without an id are not remembered', async () => {
    await bench.teams.say('fay', 'hello')
    await bench.teams.say('botley', 'hello')
    await say('maya', { from: { id: '29:1anonymous' } })
    expect(await store.db.selectFrom('reference').selectAll().execute()).toEqual([])
    expect(bench.received.map(({ kind }) => kind)).toEqual(['refused', 'refused', 'refused'])
  })

  test('mention somebody who is known by their account', async () => {
    await bench.teams.say('leo', 'hello')
    await bench.teams.say('maya', 'what about @leo and @tom?')
    expect(bench.received[1]).toMatchObject({
      text: 'what about @Leo Brandt and @Tom Okafor?',
      mentions: [accountOf(bench, 'leo')],
    })
  })

  test('with letters that no database takes are cleaned and kept', async () => {
    await say('maya', { text: 'locked\u0000 out \ud800', locale: 'en\u0000' })
    expect(bench.received).toMatchObject([{ text: 'locked out \ufffd' }])
  })
})
