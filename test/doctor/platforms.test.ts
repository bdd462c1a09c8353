// Socket Mode, Microsoft's login, the public address and the settings: what `doctor` says of each when it is right and wrong.
import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, onTestFinished, test } from 'vitest'
import { movableClock } from '../../src/clock.ts'
import { readDraft } from '../../src/config.ts'
import { freePort } from '../../src/demo/free-port.ts'
import { check as checkUrl, reached } from '../../src/doctor/checks/public-url.ts'
import { check as checkSettings } from '../../src/doctor/checks/settings.ts'
import { check as checkSlack } from '../../src/doctor/checks/slack.ts'
import { check as checkTeams } from '../../src/doctor/checks/teams.ts'
import type { Finding } from '../../src/doctor/finding.ts'
import { createLog } from '../../src/log.ts'
import { createWebServer } from '../../src/web/server.ts'
import { minimal, valid } from '../config/settings.ts'
import { startServer } from '../jumpcloud/server.ts'
import { scopes, told } from './harness.ts'

const said = (findings: readonly Finding[]) => findings.map((one) => `${one.level}: ${told(one)}`)
const draft = (environment: Record<string, string>) => readDraft({ ...minimal, ...environment }).config

describe('Socket Mode', () => {
  async function look(answer: object) {
    const server = await startServer(({ path }) =>
      path.endsWith('/auth.test')
        ? { json: { ok: true, team: 'Northwind', user: 'latchkey' }, headers: { 'x-oauth-scopes': scopes.join(', ') } }
        : { json: answer },
    )
    const config = draft({
      SLACK_BOT_TOKEN: 'xoxb-canary-bot',
      SLACK_SIGNING_SECRET: 'canary-signing-secret',
      SLACK_APP_TOKEN: 'xapp-canary-app',
      SLACK_API_URL: `${server.url}/api`,
    })
    const findings = await checkSlack({ config, slackScopes: scopes })
    return { findings: said(findings), seen: server.seen, url: said(await checkUrl({ config, role: 'all' })) }
  }

  test('opens with its own token, and needs no address', async () => {
    const { findings, seen, url } = await look({ ok: true, url: 'wss://wss.example/link' })
    expect(findings).toEqual([
      'good: Slack knows the bot token: Northwind, as @latchkey.',
      'good: The app has the 8 scopes of its manifest, and no others.',
      'good: Socket Mode can be opened.',
    ])
    expect(seen.map(({ path, headers }) => [path, headers.authorization])).toEqual([
      ['/api/auth.test', 'Bearer xoxb-canary-bot'],
      ['/api/apps.connections.open', 'Bearer xapp-canary-app'],
    ])
    expect(url).toEqual([expect.stringMatching(/^good: No public address is needed/)])
  })

  test.each(['invalid_auth', 'not_allowed_token_type', 'missing_scope'])('refused with %s', async (error) => {
    const { findings } = await look({ ok: false, error })
    expect(findings.at(-1)).toMatch(new RegExp(`^error: .*SLACK_APP_TOKEN.*\\(${error}\\)\\. → .*connections:write`))
  })
})

describe('Microsoft Teams', () => {
  const clock = movableClock()
  const teamsPath = '/teams'
  const whole = { TEAMS_APP_ID: valid.TEAMS_APP_ID ?? '', TEAMS_TENANT_ID: valid.TEAMS_TENANT_ID ?? '' }
  async function look(
    answer: object,
    status = 200,
    changed: Record<string, string> = { TEAMS_APP_PASSWORD: 'canary-password' },
  ) {
    const server = await startServer(() => ({ status, json: answer }))
    const config = draft({ ...whole, ...changed, TEAMS_LOGIN_URL: server.url })
    return { findings: said(await checkTeams({ config, clock, teamsPath })), seen: server.seen }
  }

  test('a token is given', async () => {
    const { findings, seen } = await look({ access_token: 'canary-token', expires_in: 3600 })
    expect(findings).toEqual([`good: Microsoft gives the app a token in the tenant ${whole.TEAMS_TENANT_ID}.`])
    expect(seen[0]?.path).toBe(`/${whole.TEAMS_TENANT_ID}/oauth2/v2.0/token`)
    expect(Object.fromEntries(new URLSearchParams(seen[0]?.body))).toEqual({
      grant_type: 'client_credentials',
      client_id: whole.TEAMS_APP_ID,
      client_secret: 'canary-password',
      scope: 'https://api.botframework.com/.default',
    })
  })

  test('where Azure must deliver to is said, as far as our side of it is known', async () => {
    const changed = { TEAMS_APP_PASSWORD: 'canary-password', PUBLIC_URL: 'https://latchkey.example' }
    const { findings } = await look({ access_token: 'canary-token', expires_in: 3600 }, 200, changed)
    expect(findings.at(-1)).toMatch(/^note: .*messaging endpoint must be https:\/\/latchkey\.example\/teams\.$/)
  })

  test.each([
    ['AADSTS7000215', /.*Certificates & secrets.*copy the Value, not the Secret ID/],
    ['AADSTS7000222', /.*Certificates & secrets/],
    ['AADSTS700016', /TEAMS_APP_ID names no app of this tenant/],
    ['AADSTS90002', /TEAMS_TENANT_ID names no tenant/],
    ['AADSTS1', /Compare TEAMS_APP_ID, TEAMS_TENANT_ID and TEAMS_APP_PASSWORD/],
  ])('%s has its own cure', async (code, cure) => {
    const { findings } = await look({ error: 'invalid_client', error_description: `${code}: no canary here.` }, 401)
    expect(findings).toEqual([expect.stringMatching(new RegExp(`^error: .*\\(${code}\\)\\. → ${cure.source}`))])
    expect(findings.join()).not.toContain('canary')
  })

  test('a certificate without its key never leaves', async () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const key = privateKey.export({ format: 'pem', type: 'pkcs8' }).toString()
    const pem = `-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n${key}`
    const { findings, seen } = await look({}, 200, { TEAMS_APP_CERTIFICATE: pem })
    expect(findings).toEqual([expect.stringMatching(/^error: TEAMS_APP_CERTIFICATE does not hold a certificate/)])
    expect(seen).toEqual([])
  })

  test('silence, and a platform that is off', async () => {
    const config = draft({ ...whole, TEAMS_APP_PASSWORD: 'canary', TEAMS_LOGIN_URL: 'http://127.0.0.1:9' })
    expect(said(await checkTeams({ config, clock, teamsPath }))).toEqual([
      expect.stringMatching(/^error: Microsoft’s login does not answer \(ECONNREFUSED\)/),
    ])
    expect(said(await checkTeams({ config: draft({}), clock, teamsPath }))).toEqual([
      expect.stringMatching(/^note: Microsoft Teams is switched off/),
    ])
  })
})

describe('the public address', () => {
  const slack = { SLACK_BOT_TOKEN: 'xoxb-canary', SLACK_SIGNING_SECRET: 'canary-signing-secret' }
  const asked = async (environment: Record<string, string>) =>
    said(await checkUrl({ config: draft(environment), role: 'all' }))

  test('is missing, or leads nowhere outside', async () => {
    expect(await asked(slack)).toEqual([expect.stringMatching(/^error: PUBLIC_URL is not set.* → .*https address/)])
    expect(await asked({ ...slack, PUBLIC_URL: 'http://localhost:3000' })).toEqual([
      expect.stringMatching(/^error: .*names this machine only/),
    ])
    expect(await asked({})).toEqual([expect.stringMatching(/^note: No public address is needed here/)])
    expect(said(await checkUrl({ config: draft(slack), role: 'worker' }))).toEqual([expect.stringMatching(/^note:/)])
  })

  test.each([
    'https://192.0.2.7',
    'https://[2001:db8::7]:8443',
    'http://127.0.0.1:3000',
  ])('of numbers only is no place for passkeys: %s', async (url) => {
    const findings = said(await checkUrl({ config: draft({ PUBLIC_URL: url }), role: 'all' }))
    expect(findings[0]).toMatch(/^warning: .*IP address.*host name/)
    const named = said(await checkUrl({ config: draft({ PUBLIC_URL: 'http://localhost:3000' }), role: 'all' }))
    expect(named.join()).not.toMatch(/IP address/)
  })

  test('leads back to a port where nothing runs yet', async () => {
    const port = await freePort()
    const finding = await reached(`http://127.0.0.1:${port}`, port, true)
    expect(said([finding])).toEqual([expect.stringMatching(/^good: .*leads to this machine/)])
    // The port is free again.
    expect(said([await reached(`http://127.0.0.1:${port}`, port, true)])).toEqual([expect.stringMatching(/^good:/)])
  })

  test('leads to a Latchkey that runs', async () => {
    const web = createWebServer({ log: createLog({ level: 'silent', secrets: [] }), isReady: async () => true })
    const port = await web.listen(0, '0.0.0.0')
    onTestFinished(() => web.close())
    const finding = await reached(`http://127.0.0.1:${port}`, port, true)
    expect(said([finding])).toEqual([expect.stringMatching(/^good: .*leads to a Latchkey that runs/)])
  })

  test('leads to somebody else, or to nobody', async () => {
    const port = await freePort()
    const other = await startServer(() => ({ text: 'ok' }))
    expect(said([await reached(other.url, port, true)])).toEqual([
      expect.stringMatching(
        new RegExp(`^error: .*answers \\(HTTP 200\\), but it is not this Latchkey.*port ${port} of this`),
      ),
    ])
    expect(said([await reached('http://127.0.0.1:9', port, false)])).toEqual([
      expect.stringMatching(
        new RegExp(`^warning: .*does not answer \\(ECONNREFUSED\\)\\. → .*port ${port} of this machine.*healthz`),
      ),
    ])
  })
})

test('what is wrong with the settings is told beside everything else', async () => {
  const { problems, config } = readDraft({ ...minimal, JUMPCLOUD_REGION: 'mars', SLACK_BOT_TOKEN: 'canary' })
  const findings = said(await checkSettings({ problems }))
  expect(findings).toEqual([
    expect.stringMatching(/^error: JUMPCLOUD_REGION must be us, eu or in/),
    expect.stringMatching(/^error: SLACK_BOT_TOKEN must start with xoxb-/),
    expect.stringMatching(/^error: Slack is half configured/),
  ])
  expect(config).toMatchObject({ slack: undefined, jumpcloud: { region: 'us' } })
  expect(said(await checkSettings({ problems: [] }))).toEqual(['good: Every setting is whole and readable.'])
})
