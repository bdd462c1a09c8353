// What the tests of `doctor` examine: a sandbox and a fake Slack, whole at first, and a draft configuration to break.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest'
import { messagesPath } from '../../adapters/teams/path.ts'
import { slackScopes } from '../../manifest/slack-scopes.ts'
import { movableClock } from '../../src/clock.ts'
import type { Draft } from '../../src/config.ts'
import { checkDeps, examine, loadChecks, type Report } from '../../src/doctor/doctor.ts'
import type { CheckDeps, Finding } from '../../src/doctor/finding.ts'
import { renderReport, reportData } from '../../src/doctor/render.ts'
import { actionsByName } from '../../src/parts.ts'
import { latchkeyKey } from '../../src/sandbox/keys.ts'
import { loadSkills } from '../../src/skills.ts'
import { english } from '../../src/words/render.ts'
import { type FakeSlack, startFakeSlack } from '../fakes/slack.ts'
import { exampleText, readText } from '../organisation/example.ts'
import { sandboxForTests } from '../sandbox/api.ts'

export const secret = 'canary-4f9d2c7be1a05836d94fc2e7b1a0'
export const scopes = slackScopes.map(({ scope }) => scope)

type Changed = Partial<Omit<CheckDeps, 'config' | 'jumpcloud' | 'needs'>> & { config?: Partial<Draft> }

export function examined() {
  const sandbox = sandboxForTests()
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-doctor-'))
  let slack: FakeSlack | undefined
  let said = ''
  const getSlack = (): FakeSlack => {
    if (!slack) throw new Error('the fake Slack is not started')
    return slack
  }
  beforeAll(async () => {
    slack = await startFakeSlack({ scopes })
  })
  beforeEach(() => {
    said = ''
    getSlack().state.faults.length = 0
    getSlack().state.scopes = scopes
  })
  // Whatever is broken, what is said about it holds no secret.
  afterEach(() => expect(said).not.toMatch(/canary|jca_sandbox|xox[bp]-|xapp-/))
  afterAll(async () => {
    await getSlack().close()
    rmSync(folder, { recursive: true, force: true })
  })

  function config(changed: Partial<Draft> = {}): Draft {
    const { url } = sandbox.sandbox()
    return {
      jumpcloud: {
        credential: { kind: 'api-key', key: latchkeyKey },
        readCredential: undefined,
        orgId: undefined,
        region: 'us',
        overrides: { consoleUrl: url, insightsUrl: url, oauthUrl: url },
      },
      slack: {
        botToken: getSlack().botToken,
        signingSecret: 'canary-signing',
        appToken: undefined,
        apiUrl: getSlack().apiUrl,
      },
      teams: undefined,
      openai: undefined,
      mail: undefined,
      databaseUrl: undefined,
      dataFolder: join(folder, 'data'),
      policyFile: 'latchkey.yaml',
      publicUrl: undefined,
      signIn: undefined,
      port: 0,
      metrics: { port: 0, host: '127.0.0.1' },
      logLevel: 'info',
      secret,
      ...changed,
    }
  }

  async function deps({ config: changed, ...rest }: Changed = {}): Promise<CheckDeps> {
    return checkDeps({
      config: config(changed),
      problems: [],
      organisation: readText(exampleText),
      role: 'all',
      skills: await loadSkills(),
      actions: actionsByName,
      slackScopes: scopes,
      teamsPath: messagesPath,
      clock: movableClock(),
      ...rest,
    })
  }

  /** Only the named checks, or all. */
  async function look(changed: Changed = {}, only?: readonly string[]): Promise<Report> {
    const checks = await loadChecks()
    for (const name of checks.keys()) if (only && !only.includes(name)) checks.delete(name)
    const report = await examine(await deps(changed), checks)
    said += renderReport(report) + JSON.stringify(reportData(report))
    return report
  }

  return { ...sandbox, slack: getSlack, folder, config, deps, look }
}

/** What is wrong, in words: each with its cure. */
export const wrongIn = ({ findings }: Pick<Report, 'findings'>): string[] =>
  findings.filter(({ level }) => level === 'error' || level === 'warning').map(told)

export const told = ({ what, cure }: Finding): string => [english(what), ...(cure ? [english(cure)] : [])].join(' → ')
