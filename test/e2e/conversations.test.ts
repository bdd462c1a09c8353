// The model conversations over the real Slack wire format and through the playground, each on a fresh store.
import { afterAll, beforeAll, describe, test } from 'vitest'
import { openPlaygroundStage } from '../../src/cli/demo/playground-stage.ts'
import { conversations } from '../../src/demo/conversations/index.ts'
import { createStores, playOne, type Stores } from '../../src/demo/script.ts'
import { serverForTests } from '../store.ts'
import { openSlackStage } from './slack-stage.ts'

let stores: Stores
beforeAll(async () => {
  stores = await createStores(serverForTests)
})
afterAll(() => stores.remove())

describe.each([
  ['Slack', openSlackStage],
  ['the playground', openPlaygroundStage],
])('on %s', (_, openStage) => {
  test.each(conversations.map((one) => [one.title, one] as const))(
    '%s',
    async (_title, conversation) => {
      const transcript: string[] = []
      const print = (line: string) => void transcript.push(line)
      await playOne(conversation, stores, { openStage, print }).catch((error: unknown) => {
        throw new Error(`${String(error)}\n\nThe transcript:\n${transcript.join('\n')}`)
      })
    },
    60_000,
  )
})
