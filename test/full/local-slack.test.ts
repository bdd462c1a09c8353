// Model conversations against a Slack emulator that is not ours, over HTTP and over Socket Mode.
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { eventsPath } from '../../adapters/slack/index.ts'
import { directoryIdOf, type Player, players } from '../../src/demo/cast.ts'
import { lessThanAsked } from '../../src/demo/conversations/less-than-asked.ts'
import { lockedOut } from '../../src/demo/conversations/locked-out.ts'
import { phoneDenies } from '../../src/demo/conversations/phone-denies.ts'
import { twoApprovers } from '../../src/demo/conversations/two-approvers.ts'
import { openStage, type StoreOnStage } from '../../src/demo/open-stage.ts'
import { createStores, playOne, type Stores } from '../../src/demo/script.ts'
import type { Stage } from '../../src/demo/stage.ts'
import { people as onStage } from '../e2e/people.ts'
import { startLocalSlack, workspace } from './local-slack.ts'
import { createEmulatorDriver } from './local-slack-driver.ts'

let stores: Stores
beforeAll(async () => {
  stores = await createStores(undefined)
}, 180_000)
afterAll(() => stores.remove())

const cast = players.filter(({ kind }) => kind === 'employee')
const idOf = ({ user }: Player): string => `U0${user.toUpperCase()}01`
const people = cast.map((player) => ({
  id: idOf(player),
  name: player.user,
  realName: player.name,
  email: player.email,
}))
const get = (user: string): Player => {
  const found = cast.find((player) => player.user === user)
  if (!found) throw new Error(`nobody is called ${user}`)
  return found
}

type Emulated = Awaited<ReturnType<typeof createEmulatorDriver>>

const stageOver =
  (mode: 'events' | 'socket', onDriver: (driver: Emulated) => void = () => {}) =>
  (store: StoreOnStage): Promise<Stage> =>
    openStage(store, async ({ ports: [port] }) => {
      const slack = await startLocalSlack(people, mode, `http://127.0.0.1:${port}${eventsPath}`)
      const chat = await createEmulatorDriver(slack, people)
      onDriver(chat)
      const { team, botToken, appToken, signingSecret, audit } = workspace
      return {
        entry: join(import.meta.dirname, '../e2e/slack-actor.ts'),
        people: { ...onStage, guest: '', bot: '', foreign: '' },
        chat,
        audit: chat.audit,
        auditChannel: { platform: 'slack', id: audit },
        directoryId: (user) => directoryIdOf(get(user)),
        imported: ['leo', 'mei', 'tom'].map((user) => ({
          account: { platform: 'slack', tenant: team, user: idOf(get(user)) },
          user: directoryIdOf(get(user)),
        })),
        settings: () => ({
          apiUrl: slack.apiUrl,
          botToken,
          signingSecret,
          ...(mode === 'socket' ? { appToken } : {}),
        }),
        async close() {
          chat.close()
          await slack.close()
        },
      }
    })

describe.each(['events', 'socket'] as const)('over %s', (mode) => {
  test.each([lockedOut, phoneDenies, lessThanAsked, twoApprovers].map((one) => [one.title, one] as const))(
    '%s',
    async (_title, conversation) => {
      const transcript: string[] = []
      const print = (line: string) => void transcript.push(line)
      await playOne(conversation, stores, { openStage: stageOver(mode), print }).catch((error: unknown) => {
        throw new Error(`${String(error)}\n\nThe transcript:\n${transcript.join('\n')}`)
      })
    },
    180_000,
  )

  test('the command and the home page', async () => {
    let driver: Emulated | undefined
    const { drop, ...store } = await stores.next()
    const stage = await stageOver(mode, (made) => {
      driver = made
    })(store)
    try {
      await driver?.command('leo', 'what access do I have?')
      await stage.chat.waitFor('leo', /What you have|You are in no groups/)
      await driver?.openHome('leo')
      const home = await driver?.waitForHome(/Nothing is open/)
      expect(home?.options).toContain('Unlock my account')
    } finally {
      await stage.close()
      await drop()
    }
  }, 180_000)
})
