// The wizard in a real pseudo-terminal, as an administrator uses it: from nothing to an install that the doctor finds sound.
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseEnv, promisify } from 'node:util'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { slackScopes } from '../../manifest/slack-scopes.ts'
import { latchkeyKey } from '../../src/sandbox/keys.ts'
import { type Sandbox, startSandbox } from '../../src/sandbox/server.ts'
import { type FakeSlack, startFakeSlack } from '../fakes/slack.ts'
import {
  addressAnswers,
  choiceAnswers,
  jumpcloudAnswers,
  nothingMore,
  slackAnswers,
  storeAnswers,
} from '../setup/northwind.ts'
import { createPlayer, ctrlC, enter } from '../setup/player.ts'

const entry = join(import.meta.dirname, '../../src/cli/latchkey.js')
let folder: string
let sandbox: Sandbox
let slack: FakeSlack

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'latchkey-terminal-'))
  sandbox = await startSandbox()
  slack = await startFakeSlack({ scopes: slackScopes.map(({ scope }) => scope) })
})
afterAll(async () => {
  await sandbox.close()
  await slack.close()
  rmSync(folder, { recursive: true, force: true })
})

/** Nothing of what an administrator types: only where the servers of this test are. */
const environment = (): Record<string, string> => ({
  PATH: '/usr/bin:/bin',
  TERM: 'xterm-256color',
  LANG: 'C.UTF-8',
  JUMPCLOUD_CONSOLE_URL: sandbox.url,
  JUMPCLOUD_INSIGHTS_URL: sandbox.url,
  SLACK_API_URL: slack.apiUrl,
})

/** script(1) makes the terminal and hands keys and screen through. */
function setup(words = '', changed: Record<string, string> = {}) {
  const command = `stty cols 120 rows 45; exec "${process.execPath}" "${entry}" setup ${words}`
  const child = spawn('script', ['-qfec', command, '/dev/null'], {
    cwd: folder,
    env: { ...environment(), ...changed },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const ended = once(child, 'close').then(([code]) => Number(code))
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await ended
  })
  let raw = ''
  const press = (keys: string): void => void child.stdin.write(keys)
  const player = createPlayer(press)
  child.stdout.on('data', (chunk) => {
    raw += chunk
    player.saw(String(chunk))
  })
  return { player, press, ended, raw: () => raw }
}

test('from nothing to a running install', { timeout: 300_000 }, async () => {
  const { player, ended, raw } = setup()
  await player.play([
    ...jumpcloudAnswers,
    ...storeAnswers,
    ...choiceAnswers,
    ...addressAnswers,
    ...slackAnswers(slack),
    ...nothingMore,
  ])
  expect(await ended).toBe(0)
  expect(player.seen()).toContain('Everything is in order.')
  expect(player.seen()).toContain('Next: npm run latchkey -- start')
  // Neither the wizard nor the terminal has shown a secret.
  const values = parseEnv(readFileSync(join(folder, '.env'), 'utf8'))
  for (const secret of [latchkeyKey, slack.botToken, slack.appToken, slack.signingSecret, values.LATCHKEY_SECRET ?? ''])
    expect(raw().includes(secret)).toBe(false)
  expect(values.LATCHKEY_SECRET).toMatch(/^[0-9a-f]{64}$/)
  expect(statSync(join(folder, '.env')).mode & 0o777).toBe(0o600)
  expect(readdirSync(folder).sort()).toEqual(['.env', 'latchkey.yaml', 'manifest'])

  const { stdout } = await promisify(execFile)(process.execPath, [entry, 'doctor', '--json'], {
    cwd: folder,
    env: environment(),
  })
  const { isSound, findings, skills } = JSON.parse(stdout)
  expect(findings.filter(({ level }: { level: string }) => level === 'error' || level === 'warning')).toEqual([])
  expect([isSound, skills.every(({ state }: { state: string }) => state === 'on')]).toEqual([true, true])
})

test('Ctrl+C leaves everything as it is, and the terminal as it was', { timeout: 120_000 }, async () => {
  const before = readFileSync(join(folder, '.env'), 'utf8')
  const { player, press, ended, raw } = setup('--only slack', { NO_COLOR: '1' })
  await player.play([
    ['Shall people write to Latchkey in Slack', enter],
    ['Signing Secret', 'canary-half-typed'],
  ])
  await player.until('▪')
  press(ctrlC)
  expect(await ended).toBe(1)
  expect(player.seen()).toMatch(/Stopped\. What was written stays as it is\. Go on with: npm run setup/)
  expect(raw()).not.toContain('canary')
  // Without colour: no colour is set, while the cursor still moves.
  const control = '\u001b['
  expect(raw()).not.toMatch(/\[3[0-7]m/)
  expect(raw().lastIndexOf(`${control}?25h`)).toBeGreaterThan(raw().lastIndexOf(`${control}?25l`))
  expect(readFileSync(join(folder, '.env'), 'utf8')).toBe(before)
})
