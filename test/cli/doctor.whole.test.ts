// The command `doctor` as scripts run it: 0 when nothing is broken, 1 when something is, and no secret either way.
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { doctorCommand } from '../../src/cli/doctor.ts'
import { latchkeyKey } from '../../src/sandbox/keys.ts'
import { scopes } from '../doctor/harness.ts'
import { startServer } from '../jumpcloud/server.ts'
import { examplePath } from '../organisation/example.ts'
import { sandboxForTests } from '../sandbox/api.ts'

const { sandbox } = sandboxForTests()
const entry = join(import.meta.dirname, '../../src/cli/latchkey.js')
const folder = mkdtempSync(join(tmpdir(), 'latchkey-doctor-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function environment(): Promise<Record<string, string>> {
  const headers = { 'x-oauth-scopes': scopes.join(',') }
  const slack = await startServer(() => ({ json: { ok: true, team: 'Northwind', user: 'latchkey' }, headers }))
  const { url } = sandbox()
  return {
    JUMPCLOUD_API_KEY: latchkeyKey,
    JUMPCLOUD_CONSOLE_URL: url,
    JUMPCLOUD_INSIGHTS_URL: url,
    SLACK_BOT_TOKEN: 'xoxb-canary-bot',
    SLACK_SIGNING_SECRET: 'canary-signing-secret',
    SLACK_APP_TOKEN: 'xapp-canary-app',
    SLACK_API_URL: `${slack.url}/api`,
    LATCHKEY_SECRET: 'canary-4f9d2c7be1a05836d94fc2e7b1a0',
    LATCHKEY_DATA: join(folder, 'data'),
    LATCHKEY_POLICY: examplePath,
  }
}

function run(
  env: Record<string, string>,
  ...words: string[]
): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [entry, 'doctor', ...words], { env, cwd: folder }, (error, stdout, stderr) => {
      const code = error === null ? 0 : Number(error.code)
      resolve({ code, stdout, stderr })
    })
  })
}

test('it is called what it is called', () => expect(doctorCommand().name()).toBe('doctor'))

test('all in order is 0, and the data says so', async () => {
  const { code, stdout, stderr } = await run(await environment(), '--json')
  expect([code, stderr]).toEqual([0, ''])
  const { isSound, findings, skills } = JSON.parse(stdout)
  expect(findings.filter(({ level }: { level: string }) => !['good', 'note'].includes(level))).toEqual([])
  expect(isSound).toBe(true)
  expect(skills.every(({ state }: { state: string }) => state === 'on')).toBe(true)
  expect(stdout).not.toContain('canary')
}, 60_000)

test('something broken is 1, told for people beside all that is well', async () => {
  const env = { ...(await environment()), JUMPCLOUD_API_KEY: 'canary-key', SLACK_API_TOKEN: 'xoxb-canary' }
  const { code, stdout } = await run({ ...env, LATCHKEY_POLICY: join(folder, 'none.yaml') })
  expect(code).toBe(1)
  expect(stdout).toMatch(/ERROR +JumpCloud does not know this API key/)
  expect(stdout).toMatch(/ERROR +SLACK_API_TOKEN is not a setting of Latchkey\. Did you mean/)
  expect(stdout).toMatch(/cannot be read \(ENOENT\)\. Copy latchkey\.example\.yaml/)
  expect(stdout).toMatch(/ok +Socket Mode can be opened/)
  expect(stdout).toMatch(/unlock-account +STOPPED/)
  expect(stdout).toMatch(/\n3 things keep Latchkey from working\.\n$/)
  expect(stdout).not.toContain('canary')
}, 60_000)

test('the worker is asked for what a worker needs', async () => {
  const { code, stdout } = await run(await environment(), '--role', 'worker', '--json')
  expect(code).toBe(1)
  const { role, findings } = JSON.parse(stdout)
  expect(role.map(({ permission }: { permission: string }) => permission)).not.toContain('protect')
  const settings = findings.filter(({ check }: { check: string }) => check === 'settings')
  expect(JSON.stringify(settings)).toMatch(/needs DATABASE_URL.*One API key cannot be shared/s)
}, 60_000)

test('certificates that are not checked end it before anything is sent', async () => {
  const { code, stderr, stdout } = await run({ ...(await environment()), NODE_TLS_REJECT_UNAUTHORIZED: '0' })
  expect([code, stdout]).toEqual([1, ''])
  expect(stderr).toContain('NODE_TLS_REJECT_UNAUTHORIZED=0 lets anybody on the network read every secret')
}, 60_000)
