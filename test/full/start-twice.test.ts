// Two of Latchkey on one data folder: the second is refused in one calm line that names the first.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freePort } from '../../src/demo/free-port.ts'
import { type FakeSlack, startFakeSlack } from '../fakes/slack.ts'
import { examplePath } from '../organisation/example.ts'
import { storeInFolder } from '../store.ts'

const entry = join(import.meta.dirname, '../../src/cli/latchkey.js')
const started: ChildProcess[] = []
let folder: string
let slack: FakeSlack

beforeAll(async () => {
  slack = await startFakeSlack()
  folder = mkdtempSync(join(tmpdir(), 'latchkey-twice-'))
  await storeInFolder(folder)
})
afterAll(async () => {
  for (const child of started) {
    if (child.exitCode !== null || child.signalCode !== null) continue
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
  await slack.close()
  rmSync(folder, { recursive: true, force: true })
})

async function start() {
  const child = spawn(process.execPath, [entry, 'start'], {
    // Not in the project's own folder, where a developer's .env may be.
    cwd: tmpdir(),
    env: {
      LATCHKEY_SECRET: 'a-secret-for-this-test-only-0123456789',
      LATCHKEY_DATA: folder,
      LATCHKEY_POLICY: examplePath,
      JUMPCLOUD_API_KEY: 'asked-for-nothing-here',
      SLACK_API_URL: slack.apiUrl,
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_SIGNING_SECRET: slack.signingSecret,
      PORT: '0',
      METRICS_PORT: String(await freePort()),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  started.push(child)
  const said = { out: '', errors: '' }
  child.stdout.on('data', (chunk) => {
    said.out += chunk
  })
  child.stderr.on('data', (chunk) => {
    said.errors += chunk
  })
  return { child, said }
}

test('the second one says who holds the folder and what to do, and ends with a failure', async () => {
  const first = await start()
  const isReady = new Promise<true>((resolve) =>
    first.child.stdout.on('data', () => first.said.out.includes('Latchkey is ready') && resolve(true)),
  )
  const isOver = once(first.child, 'exit').then(() => first.said.errors)
  expect(await Promise.race([isReady, isOver])).toBe(true)
  const second = await start()
  const [code] = await once(second.child, 'exit')
  expect(code).toBe(1)
  expect(second.said.errors).toMatch(
    new RegExp(
      `^The data folder ${folder} is in use by latchkey.js start \\(pid ${first.child.pid}, 20[^)]*\\)\\. Stop`,
    ),
  )
  expect(second.said.errors.trim().split('\n')).toHaveLength(1)
  expect(first.child.exitCode).toBeNull()
}, 240_000)
