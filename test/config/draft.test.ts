// A configuration in the making: what is sound is used, what is wrong is told and left out, and never guessed.
import { expect, test } from 'vitest'
import { readConfig, readDraft } from '../../src/config.ts'
import { minimal, refusalOf, valid } from './settings.ts'

test('a whole one is the same as the configuration', () => {
  expect(readDraft(valid)).toMatchObject({ config: readConfig(valid), problems: [] })
})

test('nothing at all is a draft too', () => {
  const { config, problems } = readDraft({})
  expect(config).toMatchObject({ secret: undefined, slack: undefined, port: 3000 })
  expect(problems.map(({ key }) => key)).toEqual(['config.secret-missing'])
})

test('each wrong value is left out, told once, and the others stand', () => {
  const { config, values, problems } = readDraft({
    ...valid,
    SLACK_BOT_TOKEN: 'canary',
    PORT: 'many',
    JUMPCLOUD_ORG_ID: 'x',
  })
  expect(config).toMatchObject({ slack: undefined, port: 3000, secret: valid.LATCHKEY_SECRET })
  expect(config.jumpcloud.orgId).toBeUndefined()
  expect(values.SLACK_SIGNING_SECRET).toBe(valid.SLACK_SIGNING_SECRET)
  expect(problems.map(({ key }) => key).sort()).toEqual([
    'config.organisation-id',
    'config.port',
    'config.slack-bot-token',
  ])
})

test('a secret never goes to a token host that the rules refuse', () => {
  const { config, problems } = readDraft({
    ...minimal,
    JUMPCLOUD_CLIENT_ID: 'id',
    JUMPCLOUD_CLIENT_SECRET: 'canary',
    JUMPCLOUD_OAUTH_URL: 'https://elsewhere.example/oauth2/token',
  })
  expect(problems.map(({ key }) => key)).toEqual(['config.oauth-region'])
  expect(config.jumpcloud.overrides).toEqual({})
})

test('nothing is read where certificates are not checked', () => {
  expect(refusalOf(() => readDraft({ ...valid, NODE_TLS_REJECT_UNAUTHORIZED: '0' }))).toContain(
    'NODE_TLS_REJECT_UNAUTHORIZED',
  )
})
