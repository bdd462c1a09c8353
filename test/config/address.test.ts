// Addresses: overrides for tests reach this machine and no other, however the host is written.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { minimal, refusalFor } from './settings.ts'

const overrides = [
  'JUMPCLOUD_CONSOLE_URL',
  'JUMPCLOUD_INSIGHTS_URL',
  'JUMPCLOUD_OAUTH_URL',
  'SLACK_API_URL',
  'TEAMS_OPENID_METADATA_URL',
  'TEAMS_LOGIN_URL',
]
const platforms = {
  ...minimal,
  SLACK_BOT_TOKEN: 'xoxb-canary',
  SLACK_SIGNING_SECRET: 'canary-signing-secret',
  TEAMS_APP_ID: '0f8e2f9c-54b2-4f0e-9d0a-3b6c1f6a7e11',
  TEAMS_APP_PASSWORD: 'canary-password',
  TEAMS_TENANT_ID: '7d1f3a52-9a54-4b0c-8f9e-5a3c2b1d0e99',
}

const loopback = [
  'http://127.0.0.1:3999',
  'http://localhost:1',
  'http://[::1]:80/x',
  'https://127.200.3.4',
  'http://127.1',
  'http://0x7f.1',
]
const elsewhere = [
  'http://localhost.evil.example',
  'http://127.0.0.1.evil.example',
  'http://127.0.0.1@evil.example',
  'http://user:word@127.0.0.1',
  'http://evil.example\\@127.0.0.1',
  'http://evil.example#@127.0.0.1',
  'http://evil.example/?127.0.0.1',
  'http://[::ffff:127.0.0.1]',
  'http://0.0.0.0',
  'http://128.0.0.1',
  'http://10.0.0.1',
  'http://localhost.',
  'http://ⅼocalhost.example',
  'https://slack.com/api',
  'ftp://127.0.0.1',
  'file:///127.0.0.1',
  '127.0.0.1:3999',
  'http://',
]

test.each(overrides)('%s names this machine only', (name) => {
  for (const address of loopback) expect(refusalFor({ ...platforms, [name]: address }), address).toBe('')
  for (const address of elsewhere) expect(refusalFor({ ...platforms, [name]: address }), address).toContain(name)
})

test('what is accepted is handed on as the HTTP client reads it', () => {
  const { overrides: found } = readConfig({ ...minimal, JUMPCLOUD_CONSOLE_URL: 'http://0x7f.1:3999/' }).jumpcloud
  expect(found).toEqual({ consoleUrl: 'http://127.0.0.1:3999' })
})

test('no host made of the letters of an accepted one gets through unless it is one', () => {
  const part = fc.constantFrom(
    '127',
    '0',
    '1',
    '.',
    'localhost',
    '@',
    ':',
    '[',
    ']',
    '::1',
    'evil',
    '\\',
    '/',
    '#',
    '?',
    '%2e',
  )
  fc.assert(
    fc.property(fc.array(part, { minLength: 1, maxLength: 8 }), (parts) => {
      const address = `http://${parts.join('')}`
      if (refusalFor({ ...minimal, JUMPCLOUD_CONSOLE_URL: address }) !== '') return
      const consoleUrl = readConfig({ ...minimal, JUMPCLOUD_CONSOLE_URL: address }).jumpcloud.overrides.consoleUrl ?? ''
      expect(['localhost', '[::1]', '127.']).toContain(new URL(consoleUrl).hostname.replace(/^127\..*$/, '127.'))
    }),
    { numRuns: 300 },
  )
})

test.each(['eu', 'in'])('in the region %s the token host may be any, by https', (region) => {
  const there = { ...minimal, JUMPCLOUD_REGION: region }
  const host = 'https://token.jumpcloud.example/oauth2/token'
  expect(readConfig({ ...there, JUMPCLOUD_OAUTH_URL: host }).jumpcloud.overrides.oauthUrl).toBe(host)
  expect(refusalFor({ ...there, JUMPCLOUD_OAUTH_URL: 'http://token.jumpcloud.example' })).toContain('only by https')
  expect(refusalFor({ ...there, JUMPCLOUD_CONSOLE_URL: host })).toContain('may name this machine only')
})

test.each(['PUBLIC_URL', 'OPENAI_BASE_URL'])('%s is https, or this machine', (name) => {
  const given = { ...minimal, OPENAI_API_KEY: 'canary-openai-key' }
  expect(refusalFor({ ...given, [name]: 'https://northwind.example/latchkey/' })).toBe('')
  expect(refusalFor({ ...given, [name]: 'http://localhost:8080' })).toBe('')
  expect(refusalFor({ ...given, [name]: 'http://northwind.example' })).toContain('must start with https://')
  expect(refusalFor({ ...given, [name]: 'https://a:b@northwind.example' })).toContain('without a user name')
})
