// The environment: what it becomes, and that every mistake in it is told at once, with its cure and without its value.
import { expect, test } from 'vitest'
import { readConfig } from '../src/config.ts'
import { minimal, refusalFor, refusalOf, valid } from './config/settings.ts'

test('a whole environment becomes plain nested data', () => {
  const config = readConfig(valid)
  expect(config.jumpcloud).toEqual({
    credential: { kind: 'client', id: 'canary-client-id', secret: 'canary-client-secret' },
    readCredential: { kind: 'client', id: 'canary-reader-id', secret: 'canary-reader-secret' },
    orgId: '5f0c1a2b3c4d5e6f7a8b9c0d',
    region: 'eu',
    overrides: { oauthUrl: 'https://login.jumpcloud.example/oauth2/token' },
  })
  expect(config.slack).toEqual({
    botToken: 'xoxb-canary-bot-token',
    signingSecret: 'canary-signing-secret',
    appToken: 'xapp-canary-app-token',
    apiUrl: undefined,
  })
  expect(config.teams).toMatchObject({ credential: { kind: 'password', password: 'canary-teams-password' } })
  expect(config).toMatchObject({
    port: 8080,
    dataFolder: '/var/lib/latchkey',
    publicUrl: 'https://latchkey.northwind.example',
  })
})

test('only the secret must be set; every platform is then off and the store is embedded', () => {
  const { secret, ...rest } = readConfig(minimal)
  expect(secret).toBe(valid.LATCHKEY_SECRET)
  expect(rest).toEqual({
    jumpcloud: { credential: undefined, readCredential: undefined, orgId: undefined, region: 'us', overrides: {} },
    slack: undefined,
    teams: undefined,
    openai: undefined,
    mail: undefined,
    databaseUrl: undefined,
    dataFolder: '.latchkey/data',
    policyFile: 'latchkey.yaml',
    publicUrl: undefined,
    port: 3000,
    metrics: { port: 9464, host: '127.0.0.1' },
    logLevel: 'info',
  })
})

test('there is no default secret, and a short or repeated one is refused', () => {
  expect(refusalFor({})).toContain('LATCHKEY_SECRET is not set')
  expect(refusalFor({ LATCHKEY_SECRET: 'abcdefgh1234567' })).toContain('at least 32 characters')
  expect(refusalFor({ LATCHKEY_SECRET: 'changeme'.repeat(8) })).toContain('must not repeat')
  expect(refusalFor({ LATCHKEY_SECRET: `${valid.LATCHKEY_SECRET}\n` })).toContain('without blanks or line breaks')
})

test('every problem is told at once', () => {
  const said = refusalFor({
    NODE_TLS_REJECT_UNAUTHORIZED: '0',
    JUMPCLOUD_REGION: 'moon',
    JUMPCLOUD_ORG_ID: 'XYZ',
    SLACK_BOT_TOKEN: 'xoxp-a-user',
    TEAMS_TENANT_ID: 'northwind',
    PORT: '3000a',
    DATABASE_URL: 'mysql://db',
  })
  const names = [
    'NODE_TLS_',
    'LATCHKEY_SECRET',
    'REGION',
    'ORG_ID',
    'BOT_TOKEN',
    'SIGNING_SECRET',
    'TENANT_ID',
    'PORT',
    'DATABASE_URL',
  ]
  for (const name of names) expect(said).toContain(name)
  expect(said).toMatch(/^The configuration has 10 problems:\n(- .+\n){9}- .+$/)
})

test.each([
  [{ SLACK_SIGNING_SECRET: undefined }, 'Slack is half configured: SLACK_SIGNING_SECRET is not set'],
  [
    { SLACK_SIGNING_SECRET: undefined, SLACK_BOT_TOKEN: undefined },
    'SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET are not set',
  ],
  [{ TEAMS_APP_PASSWORD: undefined }, 'TEAMS_APP_PASSWORD (or TEAMS_APP_CERTIFICATE) is not set'],
  [{ TEAMS_APP_ID: ' ' }, 'Microsoft Teams is half configured: TEAMS_APP_ID is not set'],
  [{ JUMPCLOUD_CLIENT_SECRET: undefined }, 'JUMPCLOUD_CLIENT_ID is set but JUMPCLOUD_CLIENT_SECRET is not'],
  [{ JUMPCLOUD_READ_CLIENT_ID: undefined }, 'JUMPCLOUD_READ_CLIENT_SECRET is set but JUMPCLOUD_READ_CLIENT_ID is not'],
  [{ OPENAI_API_KEY: undefined }, 'OPENAI_BASE_URL is set but OPENAI_API_KEY is not'],
  [{ JUMPCLOUD_API_KEY: 'canary-key' }, 'JUMPCLOUD_API_KEY and a service account'],
  [{ JUMPCLOUD_OAUTH_URL: undefined }, 'needed for a service account in the region eu'],
])('half of something is a problem that names the other half: %o', (change, said) => {
  expect(refusalFor({ ...valid, ...change })).toContain(said)
})

test('a blank setting counts as unset, but a blank secret is a mistake', () => {
  expect(readConfig({ ...minimal, PORT: '', PUBLIC_URL: '  ', JUMPCLOUD_REGION: '' })).toMatchObject({ port: 3000 })
  expect(refusalFor({ ...minimal, JUMPCLOUD_API_KEY: ' ' })).toContain('JUMPCLOUD_API_KEY is set but blank')
  expect(refusalFor({ ...minimal, OPENAI_API_KEY_FILE: '' })).toContain('OPENAI_API_KEY_FILE is set but blank')
})

test.each([
  ['SLACK_SIGNING_SECERT', 'SLACK_SIGNING_SECRET'],
  ['JUMPCLOUD_APIKEY', 'JUMPCLOUD_API_KEY'],
  ['LATCHKEY_POLICY_FILE', 'LATCHKEY_POLICY'],
  ['teams_app_id', 'TEAMS_APP_ID'],
])('%s is not known, and %s is what was meant', (typed, meant) => {
  expect(refusalFor({ ...minimal, [typed]: 'x' })).toContain(
    `${typed} is not a setting of Latchkey. Did you mean ${meant}?`,
  )
})

test('an unknown name that resembles none is told to go, and names of others are left alone', () => {
  expect(refusalFor({ ...minimal, LATCHKEY_ALLOW_EVERYTHING_AT_ONCE: '1' })).toContain(
    'would have no effect. Remove it.',
  )
  expect(refusalFor({ ...minimal, HOME: '/root', SLACKER: '1', npm_package_name: 'latchkey' })).toBe('')
})

test('no value ever stands in a problem', () => {
  const spoilt = Object.fromEntries(Object.entries(valid).map(([name, value]) => [name, `canary\n ${value}`]))
  const said = refusalFor({ ...spoilt, JUMPCLOUD_API_KEY: 'canary-both' })
  expect(said).toContain('JUMPCLOUD_CLIENT_SECRET')
  expect(said).not.toContain('canary')
  expect(refusalOf(() => readConfig({ ...minimal, SLACK_BOT_TOKEN_FILE: 'xoxb-canary' }))).not.toContain('canary')
})

test('Teams takes a certificate with its key instead of a password', () => {
  const pem =
    '-----BEGIN PRIVATE KEY-----\nAA\n-----END PRIVATE KEY-----\n-----BEGIN CERTIFICATE-----\nAA\n-----END CERTIFICATE-----'
  const { TEAMS_APP_PASSWORD: _, ...others } = valid
  expect(readConfig({ ...others, TEAMS_APP_CERTIFICATE: pem }).teams?.credential).toEqual({ kind: 'certificate', pem })
  expect(refusalFor({ ...others, TEAMS_APP_CERTIFICATE: pem.slice(55) })).toContain('must be PEM text with both')
  expect(refusalFor({ ...valid, TEAMS_APP_CERTIFICATE: pem })).toContain('Keep the certificate and remove the password')
})
