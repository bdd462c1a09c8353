// The environment in which Latchkey meets the fakes instead of JumpCloud, Slack and Teams.
import { sandboxKey } from '../../src/sandbox/keys.ts'
import type { FakeSlack } from './slack.ts'
import type { FakeTeams } from './teams.ts'

export const variablesFor = (sandbox: { url: string }, slack: FakeSlack, teams: FakeTeams) => ({
  JUMPCLOUD_API_KEY: sandboxKey,
  JUMPCLOUD_CONSOLE_URL: sandbox.url,
  JUMPCLOUD_INSIGHTS_URL: sandbox.url,
  SLACK_BOT_TOKEN: slack.botToken,
  SLACK_SIGNING_SECRET: slack.signingSecret,
  SLACK_API_URL: slack.apiUrl,
  TEAMS_APP_ID: teams.appId,
  TEAMS_TENANT_ID: teams.tenant,
  TEAMS_APP_PASSWORD: teams.password,
  TEAMS_LOGIN_URL: teams.loginUrl,
  TEAMS_OPENID_METADATA_URL: teams.metadataUrl,
})
