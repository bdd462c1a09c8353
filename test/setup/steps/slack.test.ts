// The step about Slack: the manifest with its steps, three secrets, and what Slack says of them.
import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { slackStep } from '../../../src/setup/steps/slack.ts'
import { setUpForTests } from '../harness.ts'
import { slackAnswers } from '../northwind.ts'
import { chooses, enter, types } from '../player.ts'

const { step, env, slack, at, write } = setUpForTests()
const manifest = () => JSON.parse(readFileSync(at('out/slack.json'), 'utf8'))
const asked = () =>
  slackAnswers(slack()).map(
    ([question, keys]) => [question.replace('Change .env like this?', 'Write .env?'), keys] as const,
  )

test('without a public address it is Socket Mode, with the place of each secret', async () => {
  const said = await step(slackStep, asked())
  expect(said).toMatch(/Without a public address Slack is reached by Socket Mode/)
  expect(said).toMatch(/Written: .*out\/slack\.json/)
  expect(said).toMatch(/1\. https:\/\/api\.slack\.com\/apps → Create New App → From a manifest/)
  expect(said).toMatch(/App-Level Tokens → Generate Token and Scopes → connections:write/)
  expect(said).toMatch(/ok +Slack knows the bot token: Northwind, as @latchkey/)
  expect(said).toMatch(/ok +The app has the 8 scopes of its manifest/)
  expect(said).toMatch(/ok +Socket Mode can be opened/)
  expect(manifest().settings.socket_mode_enabled).toBe(true)
  const { signingSecret, botToken, appToken } = slack()
  expect(env()).toEqual({ SLACK_SIGNING_SECRET: signingSecret, SLACK_BOT_TOKEN: botToken, SLACK_APP_TOKEN: appToken })
})

test('with one, Slack may call over https, and there is no third secret', async () => {
  write('.env', 'SLACK_APP_TOKEN=xapp-canary\n')
  await step(
    slackStep,
    [
      ['Shall people write to Latchkey in Slack', enter],
      ['How shall Slack reach Latchkey', chooses(-1)],
      ['Signing Secret', types(slack().signingSecret)],
      ['Bot User OAuth Token', types(slack().botToken)],
      ['Change .env like this?', enter],
    ],
    { PUBLIC_URL: 'https://latchkey.northwind.example' },
  )
  expect(manifest().settings.event_subscriptions.request_url).toBe('https://latchkey.northwind.example/slack/events')
  const { signingSecret, botToken } = slack()
  expect(env()).toEqual({ SLACK_SIGNING_SECRET: signingSecret, SLACK_BOT_TOKEN: botToken })
})

test('the wrong kind of token is told at once; one that Slack does not know, with the place to click', async () => {
  const said = await step(
    slackStep,
    [
      ['Shall people write to Latchkey in Slack', enter],
      ['Signing Secret', types(slack().signingSecret)],
      ['Bot User OAuth Token', types('xoxp-canary')],
    ],
    {},
    async ({ until, send }) => {
      await until('must start with xoxb-: the Bot User OAuth Token on the page')
      send(types('xoxb-canary'))
      await until('◆  App-Level Token')
      send(types(slack().appToken))
      await until('◆  That does not work yet')
      send(chooses(2))
      await until('◆  Write .env?')
      send('n')
    },
  )
  expect(said).toMatch(/ERROR +Slack does not accept SLACK_BOT_TOKEN \(invalid_auth\)/)
  expect(said).toMatch(/→ https:\/\/api\.slack\.com\/apps → your app → OAuth & Permissions/)
})

test('a missing scope is named', async () => {
  const all = slack().state.scopes
  slack().state.scopes = all.filter((scope) => scope !== 'im:write')
  const mended = async (): Promise<string> => {
    slack().state.scopes = all
    return chooses(1)
  }
  const answers = asked()
  const said = await step(slackStep, [...answers.slice(0, 4), ['That does not work yet', mended], ...answers.slice(4)])
  expect(said).toMatch(/ERROR +The Slack scope im:write is missing/)
  expect(said).toMatch(/Reinstall to Workspace/)
})

test('no to Slack takes it out, and writes no manifest', async () => {
  write('.env', 'SLACK_BOT_TOKEN_FILE=/run/token\nSLACK_SIGNING_SECRET=canary-signing-secret\n')
  const said = await step(slackStep, [
    ['Shall people write to Latchkey in Slack', 'n'],
    ['Change .env like this?', enter],
  ])
  expect(said).toMatch(/- SLACK_BOT_TOKEN_FILE/)
  expect(env()).toEqual({})
  expect(existsSync(at('out'))).toBe(false)
})
