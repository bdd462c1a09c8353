// The platforms that the settings switch on: none, one, or both on the one web server, each behind its own door.
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { eventsPath } from '../../adapters/slack/index.ts'
import { messagesPath } from '../../adapters/teams/path.ts'
import { createAdapters } from '../../src/cli/start/adapters.ts'
import { systemClock } from '../../src/clock.ts'
import { readDraft } from '../../src/config.ts'
import { createKeys } from '../../src/keys.ts'
import { createLog } from '../../src/log.ts'
import type { OpenStore } from '../../src/store/open.ts'
import { createWebServer } from '../../src/web/server.ts'
import { createRecorder } from '../adapters/contract.ts'
import { minimal } from '../config/settings.ts'
import { type FakeSlack, startFakeSlack } from '../fakes/slack.ts'
import { type FakeTeams, startFakeTeams } from '../fakes/teams.ts'
import { exampleText, readText } from '../organisation/example.ts'
import { openTestStore } from '../store.ts'

let store: OpenStore
let slack: FakeSlack
let teams: FakeTeams
beforeAll(async () => {
  store = await openTestStore()
  slack = await startFakeSlack()
  teams = await startFakeTeams()
})
afterAll(async () => {
  await slack.close()
  await teams.close()
  await store.close()
})

const slackSettings = () => ({
  SLACK_BOT_TOKEN: slack.botToken,
  SLACK_SIGNING_SECRET: slack.signingSecret,
  SLACK_API_URL: slack.apiUrl,
})
const teamsSettings = () => ({
  TEAMS_APP_ID: teams.appId,
  TEAMS_TENANT_ID: teams.tenant,
  TEAMS_APP_PASSWORD: teams.password,
  TEAMS_LOGIN_URL: teams.loginUrl,
  TEAMS_OPENID_METADATA_URL: teams.metadataUrl,
})

/** As `start` does it, with an inbox that keeps what came. */
async function serve(environment: Record<string, string>) {
  const log = createLog({ level: 'silent', secrets: [] })
  const web = createWebServer({ log, isReady: async () => true })
  const keys = createKeys('a secret of thirty-two characters')
  const seen = new Set<string>()
  const isNew = async (key: string) => !seen.has(key) && seen.size < seen.add(key).size
  const { config, problems } = readDraft({ ...minimal, ...environment })
  expect(problems).toEqual([])
  const settings = { ...config, organisation: readText(exampleText), web }
  const adapters = createAdapters(settings, { store, clock: systemClock, keys, log, isNew, alarm: async () => {} })
  const { inbox, received } = createRecorder()
  for (const adapter of adapters) await adapter.start(inbox)
  const url = `http://127.0.0.1:${await web.listen(0, '127.0.0.1')}`
  onTestFinished(async () => {
    await web.close()
    for (const adapter of adapters) await adapter.stop()
  })
  const knock = async (path: string) => (await fetch(`${url}${path}`, { method: 'POST', body: '{}' })).status
  return { adapters, received, url, knock }
}

test('both platforms come in through one server, and leave it apart', async () => {
  const { adapters, received, url } = await serve({ ...slackSettings(), ...teamsSettings() })
  expect(adapters.map(({ platform }) => platform)).toEqual(['slack', 'teams'])
  expect(adapters.map((adapter) => adapter.isReady())).toEqual([true, true])
  slack.connect(`${url}${eventsPath}`)
  teams.connect(`${url}${messagesPath}`)
  await slack.say('maya', 'from Slack')
  await teams.say('maya', 'from Teams')
  expect(received).toMatchObject([
    { account: { platform: 'slack' }, text: 'from Slack' },
    { account: { platform: 'teams', tenant: teams.tenant }, text: 'from Teams' },
  ])
})

test('a platform that is off has no door at all', async () => {
  const onlyTeams = await serve(teamsSettings())
  expect(onlyTeams.adapters.map(({ platform }) => platform)).toEqual(['teams'])
  expect(await onlyTeams.knock(messagesPath)).toBe(401)
  expect(await onlyTeams.knock(eventsPath)).toBe(404)
  const onlySlack = await serve(slackSettings())
  expect(onlySlack.adapters.map(({ platform }) => platform)).toEqual(['slack'])
  expect(await onlySlack.knock(messagesPath)).toBe(404)
  expect((await serve({})).adapters).toEqual([])
})
