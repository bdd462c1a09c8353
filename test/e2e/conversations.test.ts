// The model conversations over the real wire formats of Slack and Teams, each on a fresh store. On the embedded store the
// playground plays them in `npm run demo -- --script`; on PostgreSQL they are played here on every stage.
import { afterAll, beforeAll, describe, test } from 'vitest'
import { openPlaygroundStage } from '../../src/cli/demo/playground-stage.ts'
import { conversations } from '../../src/demo/conversations/index.ts'
import type { StoreOnStage } from '../../src/demo/open-stage.ts'
import { createStores, playOne, type Stores } from '../../src/demo/script.ts'
import type { Stage } from '../../src/demo/stage.ts'
import { serverForTests } from '../store.ts'
import { openMixedStage } from './mixed-stage.ts'
import { openSlackStage } from './slack-stage.ts'
import { openTeamsStage } from './teams-stage.ts'

let stores: Stores
beforeAll(async () => {
  stores = await createStores(serverForTests)
})
afterAll(() => stores.remove())

type Open = (store: StoreOnStage) => Promise<Stage>

/** The normal case: whoever decides is not where whoever asks is. */
const mixed: [string, Open][] = [
  ['Slack, decided on Teams', (store) => openMixedStage('slack', store)],
  ['Teams, decided on Slack', (store) => openMixedStage('teams', store)],
]

/** On one embedded store there is one process; on PostgreSQL the same again, whole and in parts. */
const stages: [string, Open][] = serverForTests
  ? [
      ['Slack', openSlackStage],
      ['Slack over Socket Mode', (store) => openSlackStage(store, ['all'], 'socket')],
      ['Teams', openTeamsStage],
      ...mixed,
      ['the playground', openPlaygroundStage],
      ['Slack, with one edge and one worker', (store) => openSlackStage(store, ['edge', 'worker'])],
      ['Slack, with two of each', (store) => openSlackStage(store, ['worker', 'worker', 'edge', 'edge'])],
      ['Teams, with one edge and one worker', (store) => openTeamsStage(store, ['edge', 'worker'])],
      ['Teams, with two of each', (store) => openTeamsStage(store, ['worker', 'worker', 'edge', 'edge'])],
      [
        'Slack and Teams, with two of each',
        (store) => openMixedStage('slack', store, ['worker', 'worker', 'edge', 'edge']),
      ],
    ]
  : [['Slack', openSlackStage], ['Teams', openTeamsStage], ...mixed]

describe.each(stages)('on %s', (_, openStage) => {
  test.each(conversations.map((one) => [one.title, one] as const))(
    '%s',
    async (_title, conversation) => {
      const transcript: string[] = []
      const print = (line: string) => void transcript.push(line)
      await playOne(conversation, stores, { openStage, print }).catch((error: unknown) => {
        throw new Error(`${String(error)}\n\nThe transcript:\n${transcript.join('\n')}`)
      })
    },
    240_000,
  )
})
