// The model conversations' stage on Slack's wire format: the fake Slack here, the real adapter in the process it talks to.
import { join } from 'node:path'
import { eventsPath } from '../../adapters/slack/index.ts'
import { openStage, type Roles, type StoreOnStage } from '../../src/demo/open-stage.ts'
import type { Stage } from '../../src/demo/stage.ts'
import { startFakeSlack } from '../fakes/slack.ts'
import { directoryId, imported, people } from './people.ts'

export const openSlackStage = (
  store: StoreOnStage,
  roles: Roles = ['all'],
  over: 'http' | 'socket' = 'http',
): Promise<Stage> =>
  openStage(
    store,
    async ({ clock, ports }) => {
      const slack = await startFakeSlack({ clock, over, patienceMs: 40_000, retryDelays: [100, 400, 1500] })
      slack.connect(...ports.map((port) => `http://127.0.0.1:${port}${eventsPath}`))
      const bound = imported.map((name) => ({
        account: { platform: 'slack', tenant: slack.team, user: slack.state.findPerson(name)?.id ?? '' },
        user: directoryId(name),
      }))
      return {
        entry: join(import.meta.dirname, 'slack-actor.ts'),
        people,
        chat: slack,
        audit: async () => slack.channelMessages('C0AUDIT01'),
        auditChannel: { platform: 'slack', id: 'C0AUDIT01' },
        directoryId,
        imported: bound,
        settings: () => ({
          apiUrl: slack.apiUrl,
          botToken: slack.botToken,
          signingSecret: slack.signingSecret,
          ...(over === 'socket' ? { appToken: slack.appToken } : {}),
        }),
        close: () => slack.close(),
      }
    },
    roles,
  )
