// The model conversations' stage with both platforms at once: who asks is on one, whoever approves on the other.
import { join } from 'node:path'
import { eventsPath } from '../../adapters/slack/index.ts'
import type { ChatDriver } from '../../src/demo/driver.ts'
import { openStage, type Roles, type StoreOnStage } from '../../src/demo/open-stage.ts'
import type { Stage } from '../../src/demo/stage.ts'
import { startFakeSlack } from '../fakes/slack.ts'
import { channels } from '../fakes/teams.ts'
import { directoryId, imported, people } from './people.ts'
import { startTeamsOnStage } from './teams-on-stage.ts'

const approvers = ['mei', 'tom', 'priya', 'dana', 'ben', 'nadia']
const slackAudit = 'C0AUDIT01'

/** `asks`: the platform of who asks, of the outsiders, and of the audit channel. */
export const openMixedStage = (asks: 'slack' | 'teams', store: StoreOnStage, roles: Roles = ['all']): Promise<Stage> =>
  openStage(
    store,
    async ({ clock, ports }) => {
      const slack = await startFakeSlack({ clock, patienceMs: 40_000, retryDelays: [100, 400, 1500] })
      slack.connect(...ports.map((port) => `http://127.0.0.1:${port}${eventsPath}`))
      const { teams, accountOf, settings } = await startTeamsOnStage(clock, ports)
      const isOnSlack = (name: string) => (asks === 'slack') !== approvers.includes(name)
      const bound = imported.map((name) => ({
        account: isOnSlack(name)
          ? { platform: 'slack', tenant: slack.team, user: slack.state.findPerson(name)?.id ?? '' }
          : accountOf(name),
        user: directoryId(name),
      }))
      return {
        entry: join(import.meta.dirname, 'teams-actor.ts'),
        people,
        chat: routed((name) => (isOnSlack(name) ? slack : teams)),
        audit: async () =>
          asks === 'slack' ? slack.channelMessages(slackAudit) : teams.channelMessages(channels.audit),
        auditChannel: { platform: asks, id: asks === 'slack' ? slackAudit : channels.audit },
        directoryId,
        imported: bound,
        settings: () => ({
          teams: settings,
          slack: { apiUrl: slack.apiUrl, botToken: slack.botToken, signingSecret: slack.signingSecret },
        }),
        async close() {
          await slack.close()
          await teams.close()
        },
      }
    },
    roles,
  )

/** Everybody does on their own platform what the script says. */
const routed = (chatOf: (user: string) => ChatDriver): ChatDriver => ({
  say: (user, text) => chatOf(user).say(user, text),
  press: (user, label) => chatOf(user).press(user, label),
  link: (user, label) => chatOf(user).link(user, label),
  choose: (user, option) => chatOf(user).choose(user, option),
  submit: (user, values) => chatOf(user).submit(user, values),
  messages: (user) => chatOf(user).messages(user),
  waitFor: (user, match, options) => chatOf(user).waitFor(user, match, options),
})
