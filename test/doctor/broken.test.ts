// With each setting broken in turn, `doctor` names what is wrong and the place to mend it.
import { describe, expect, test } from 'vitest'
import { hours, minutes, movableClock, seconds } from '../../src/clock.ts'
import type { Draft } from '../../src/config.ts'
import { jumpcloudHosts } from '../../src/jumpcloud/hosts.ts'
import { sandboxClient } from '../../src/sandbox/keys.ts'
import { startSandbox } from '../../src/sandbox/server.ts'
import { exampleText, readText } from '../organisation/example.ts'
import { examined, scopes, told, wrongIn } from './harness.ts'

const { look, config, call, slack, sandbox } = examined()

const jumpcloud = (changed: Partial<Draft['jumpcloud']>) => ({
  config: { slack: undefined, jumpcloud: { ...config().jumpcloud, ...changed } },
})
const theSlack = (changed: Partial<NonNullable<Draft['slack']>>) => {
  const whole = config().slack
  if (!whole) throw new Error('the whole configuration has Slack')
  return { config: { slack: { ...whole, ...changed } } }
}
const organisationId = () => sandbox().state.organisation._id

describe('JumpCloud', () => {
  const only = ['jumpcloud-credential', 'jumpcloud-excess', 'jumpcloud-permissions', 'organisation']
  const everySkillStops = (report: Awaited<ReturnType<typeof look>>) =>
    expect(report.skills.filter(({ state }) => state !== 'stopped')).toEqual([])

  test.each<[string, () => Parameters<typeof look>[0], RegExp]>([
    [
      'no credential',
      () => jumpcloud({ credential: undefined }),
      /no JumpCloud credential.*JUMPCLOUD_API_KEY.* → .*My API Key.*Set JUMPCLOUD_API_KEY/,
    ],
    [
      'a mistyped key',
      () => jumpcloud({ credential: { kind: 'api-key', key: 'canary-key' } }),
      /does not know this API key \(401, region us\).* → .*Generate New API Key/,
    ],
    [
      'a wrong client secret',
      () => jumpcloud({ credential: { kind: 'client', id: sandboxClient.id, secret: 'canary' } }),
      /does not know this service account.* → .*make a new secret/,
    ],
    [
      'a wrong organisation',
      () => jumpcloud({ orgId: '0123456789abcdef01234567' }),
      /JUMPCLOUD_ORG_ID=0123456789abcdef01234567 names no organisation.* → .*Northwind \([0-9a-f]{24}\)/,
    ],
    [
      'no token host',
      () => jumpcloud({ credential: { kind: 'client', ...sandboxClient }, region: 'eu', overrides: {} }),
      /JUMPCLOUD_OAUTH_URL/,
    ],
    [
      'nobody there',
      () => jumpcloud({ overrides: { consoleUrl: 'http://127.0.0.1:9', insightsUrl: 'http://127.0.0.1:9' } }),
      /does not answer \(ECONNREFUSED\).* → .*status\.jumpcloud\.com.*firewall/s,
    ],
  ])('%s', async (_, broken, said) => {
    const report = await look(broken(), only)
    expect(wrongIn(report)).toEqual([expect.stringMatching(said)])
    expect(report.isSound).toBe(false)
    everySkillStops(report)
  })

  test('a revoked key', async () => {
    await call('PATCH', '/_sandbox/keys/latchkey', { body: { revoked: true } })
    const report = await look(jumpcloud({}), only)
    expect(wrongIn(report)).toEqual([expect.stringMatching(/was revoked.* → .*Generate New API Key/)])
    everySkillStops(report)
  })

  test('another region', async () => {
    const eu = await startSandbox()
    try {
      await fetch(`${eu.url}/_sandbox/keys/latchkey`, {
        method: 'PATCH',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ revoked: true }),
      })
      const urls = { us: sandbox().url, eu: eu.url, in: eu.url }
      const hostsOf: typeof jumpcloudHosts = (region) =>
        jumpcloudHosts(region, { consoleUrl: urls[region], insightsUrl: urls[region] })
      const report = await look({ ...jumpcloud({ region: 'eu' }), hostsOf }, only)
      expect(wrongIn(report)).toEqual([
        'JumpCloud’s region eu does not know this credential, another region does. → Set JUMPCLOUD_REGION=us.',
      ])
      everySkillStops(report)
    } finally {
      await eu.close()
    }
  })

  test('a wrong organisation, for a credential that may not list any', async () => {
    await call('DELETE', '/_sandbox/keys/latchkey/scopes/organizations.readonly')
    const wrong = wrongIn(await look(jumpcloud({ orgId: '0123456789abcdef01234567' }), only))
    expect(wrong).toEqual([expect.stringMatching(/names no organisation.* → .*Organization Profile/)])
    const right = await look(jumpcloud({ orgId: organisationId() }), only)
    expect(wrongIn(right)).toEqual([expect.stringMatching(/^organizations\.readonly is missing\. No skill needs it/)])
  })

  test('a service account without its organisation, which Insights wants to know', async () => {
    const client = { kind: 'client' as const, id: 'sandbox-latchkey', secret: 'sandbox-latchkey-secret' }
    const report = await look(jumpcloud({ credential: client }), only)
    expect(wrongIn(report)).toEqual([
      expect.stringMatching(
        new RegExp(`told the organisation.* → Set JUMPCLOUD_ORG_ID=${organisationId()} \\(Northwind\\)`),
      ),
    ])
    expect(report.skills.find(({ name }) => name === 'why-locked-out')).toMatchObject({ state: 'less' })
    expect(wrongIn(await look(jumpcloud({ credential: client, orgId: organisationId() }), only))).toEqual([])
  })

  test('no Directory Insights', async () => {
    await call('PATCH', '/_sandbox/insights', { body: { enabled: false } })
    const report = await look(jumpcloud({}), only)
    expect(wrongIn(report)).toEqual([expect.stringMatching(/not switched on .*402.* → .*Directory Insights switches/)])
    expect(report.skills.find(({ name }) => name === 'why-locked-out')).toMatchObject({ state: 'less' })
  })

  test('one call that fails says nothing about its permission', async () => {
    await call('POST', '/_sandbox/faults', { body: { match: { path: '/unlock' }, kind: 'status', status: 503 } })
    const report = await look(jumpcloud({}), only)
    expect(wrongIn(report)).toEqual([expect.stringMatching(/^users\.state\.unlock could not be checked: /)])
    expect(report.isSound).toBe(true)
  })

  test('names in latchkey.yaml that lead nowhere', async () => {
    const text = exampleText
      .replace('groups: [Security]', 'groups: [Securitee]')
      .replace('- name: Looker – Analyst', '- name: Looker – Analysts')
      .replace('- nadia.petrova@northwind.example', '- nobody@northwind.example')
    const wrong = wrongIn(await look({ ...jumpcloud({}), organisation: readText(text) }, only))
    expect(wrong).toEqual([
      expect.stringMatching(/“Securitee”, which decides who is protected.*everybody counts as protected.* → /),
      expect.stringMatching(/“Looker – Analysts”; JumpCloud has no single group.* → .*exact name/),
      expect.stringMatching(/names nobody@northwind\.example; JumpCloud has no single user/),
    ])
  })
})

describe('the clock', () => {
  const only = ['clock']
  const off = async (ms: number) => look({ clock: movableClock(ms) }, only)

  test.each([
    ['two minutes ahead', minutes(2), 'warning', /1[12]\d seconds ahead of/],
    ['two minutes behind', -minutes(2), 'warning', /1[12]\d seconds behind/],
    ['an hour ahead', hours(1), 'error', /3,(?:59|60)\d seconds ahead of/],
  ])('%s', async (_, ms, level, said) => {
    const { findings } = await off(ms)
    expect(findings.map((finding) => [finding.level, told(finding)])).toEqual([
      [level, expect.stringMatching(new RegExp(`${said.source} JumpCloud’s.* → .*set-ntp`))],
      [level, expect.stringMatching(new RegExp(`${said.source} Slack’s`))],
    ])
  })

  test('some seconds are nothing', async () => {
    expect(wrongIn(await off(seconds(20)))).toEqual([])
  })

  test('a platform that cannot be asked', async () => {
    const report = await look({ config: { ...theSlack({ apiUrl: 'http://127.0.0.1:9' }).config } }, only)
    expect(wrongIn(report)).toEqual([
      expect.stringMatching(/could not be compared with Slack’s \(ECONNREFUSED\).* → .*firewall/),
    ])
  })
})

describe('Slack', () => {
  const only = ['slack']

  test('a wrong token', async () => {
    const report = await look(theSlack({ botToken: 'xoxb-canary' }), only)
    expect(wrongIn(report)).toEqual([
      expect.stringMatching(/SLACK_BOT_TOKEN \(invalid_auth\).* → .*Bot User OAuth Token/),
    ])
    expect(report.isSound).toBe(false)
  })

  test('a workspace that took the app out', async () => {
    slack().fail({ method: 'auth.test', times: 1, kind: 'error', error: 'account_inactive' })
    expect(wrongIn(await look(theSlack({}), only))).toEqual([
      expect.stringMatching(/\(account_inactive\).*install the app/),
    ])
  })

  test.each(scopes)('without the scope %s', async (scope) => {
    slack().state.scopes = scopes.filter((one) => one !== scope)
    const report = await look(theSlack({}), only)
    expect(wrongIn(report)).toEqual([
      expect.stringMatching(new RegExp(`^The Slack scope ${scope} is missing\\. → .*add ${scope}, then`)),
    ])
    expect(report.isSound).toBe(scope === 'assistant:write')
  })

  test('a scope too many', async () => {
    slack().state.scopes = [...scopes, 'channels:history']
    expect(wrongIn(await look(theSlack({}), only))).toEqual([
      expect.stringMatching(/channels:history is granted, and Latchkey does not use it.* → .*remove channels:history/),
    ])
  })

  test('silence', async () => {
    slack().fail({ method: 'auth.test', times: 1, kind: 'status', status: 502 })
    expect(wrongIn(await look(theSlack({}), only))).toEqual([
      expect.stringMatching(/Slack does not answer \(HTTP 502\)/),
    ])
  })
})
