// The command `start` as an operator runs it: alive at once, ready later, watched on a port of its own, and gone when told.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { systemClock } from '../../src/clock.ts'
import { freePort } from '../../src/demo/free-port.ts'
import { sandboxKey } from '../../src/sandbox/keys.ts'
import { type Sandbox, startSandbox } from '../../src/sandbox/server.ts'
import { startFakeSlack } from '../fakes/slack.ts'
import { examplePath } from '../organisation/example.ts'
import { storeInFolder, storeOfItsOwn } from '../store.ts'
import { runLatchkey } from './run-latchkey.ts'

const folder = mkdtempSync(join(tmpdir(), 'latchkey-start-'))
let sandbox: Sandbox
let slack: Awaited<ReturnType<typeof startFakeSlack>>
beforeAll(async () => {
  sandbox = await startSandbox({ clock: systemClock })
  slack = await startFakeSlack({ clock: systemClock })
  await storeInFolder(folder)
})
afterAll(async () => {
  await slack?.close()
  await sandbox?.close()
  rmSync(folder, { recursive: true, force: true })
})

const common = () => ({
  LATCHKEY_SECRET: '0123456789abcdef0123456789abcdef',
  LATCHKEY_POLICY: examplePath,
  JUMPCLOUD_CONSOLE_URL: sandbox.url,
  JUMPCLOUD_INSIGHTS_URL: sandbox.url,
  JUMPCLOUD_OAUTH_URL: `${sandbox.url}/oauth2/token`,
})
const facingPeople = () => ({
  SLACK_BOT_TOKEN: slack.botToken,
  SLACK_SIGNING_SECRET: slack.signingSecret,
  SLACK_API_URL: slack.apiUrl,
})

async function started(words: string[], environment: Record<string, string>) {
  const [port, metrics] = [await freePort(), await freePort()]
  const latchkey = runLatchkey(['start', ...words], {
    ...common(),
    ...environment,
    PORT: String(port),
    METRICS_PORT: String(metrics),
  })
  const ask = async (at: number, path: string) => {
    const answer = await fetch(`http://127.0.0.1:${at}${path}`, { headers: { connection: 'close' } })
    return { status: answer.status, text: await answer.text() }
  }
  await latchkey.until(/Latchkey is ready/)
  return { latchkey, port, metrics, ask }
}

async function endsInTime({ child, ended }: ReturnType<typeof runLatchkey>): Promise<void> {
  const told = performance.now()
  child.kill('SIGTERM')
  expect(await ended()).toBe(0)
  expect(performance.now() - told).toBeLessThan(10_000)
}

test('in one process: ready, watched, and stopped within ten seconds', { timeout: 180_000 }, async () => {
  const { latchkey, port, metrics, ask } = await started([], {
    ...facingPeople(),
    JUMPCLOUD_API_KEY: sandboxKey,
    LATCHKEY_DATA: folder,
  })
  for (const at of [port, metrics]) {
    expect(await ask(at, '/healthz')).toEqual({ status: 200, text: 'ok' })
    expect(await ask(at, '/readyz')).toEqual({ status: 200, text: 'ready' })
  }
  expect((await ask(port, '/metrics')).status, 'metrics are not for everybody').toBe(404)
  expect((await ask(metrics, '/slack/events')).status, 'and nothing else is on their listener').toBe(404)
  const forged = await fetch(`http://127.0.0.1:${port}/slack/events`, { method: 'POST', body: '{}' })
  expect(forged.status).toBe(415)
  const { text } = await ask(metrics, '/metrics')
  expect(text).toMatch(/^latchkey_platform_ready\{platform="slack"\} 1$/m)
  expect(text).toMatch(/^latchkey_http_request_seconds_count\{route="\/slack\/events",status="415"\} 1$/m)
  expect(text).toMatch(/^process_resident_memory_bytes \d/m)
  await endsInTime(latchkey)
  expect(latchkey.said()).not.toMatch(new RegExp(`${sandboxKey}|${slack.botToken}|${slack.signingSecret}`))
})

test('a taken port is told with the setting to change, before anything is opened', { timeout: 120_000 }, async () => {
  const taken = new URL(sandbox.url).port
  const latchkey = runLatchkey(['start'], {
    ...common(),
    ...facingPeople(),
    JUMPCLOUD_API_KEY: sandboxKey,
    LATCHKEY_DATA: folder,
    PORT: '0',
    METRICS_PORT: taken,
  })
  expect(await latchkey.ended()).toBe(1)
  expect(latchkey.said()).toContain(
    `Another program listens on the port ${taken} already. Set METRICS_PORT to a free one.`,
  )
})

/** One setting each that would weaken everything else, and the words by which its operator finds it. */
const switches: [name: string, environment: Record<string, string>, said: RegExp][] = [
  ['TLS off', { NODE_TLS_REJECT_UNAUTHORIZED: '0' }, /NODE_TLS_REJECT_UNAUTHORIZED=0 lets anybody/],
  ['pages by http', { PUBLIC_URL: 'http://latchkey.northwind.example' }, /PUBLIC_URL must start with https/],
  ['an inspector', { NODE_OPTIONS: '--inspect=127.0.0.1:0' }, /inspector of Node is open/],
  ['another Slack', { SLACK_API_URL: 'https://slack.northwind.example/api/' }, /SLACK_API_URL is for tests/],
  ['another JumpCloud', { JUMPCLOUD_CONSOLE_URL: 'http://192.0.2.1' }, /JUMPCLOUD_CONSOLE_URL is for tests/],
  ['no secret', { LATCHKEY_SECRET: '' }, /LATCHKEY_SECRET is set but blank/],
  ['a sample for a secret', { LATCHKEY_SECRET: 'changeme'.repeat(4) }, /LATCHKEY_SECRET must have at least/],
  ['a worker that faces people', { ROLE: 'worker' }, /worker/],
  [
    'another organisation',
    { JUMPCLOUD_ORG_ID: '5f0c1a2b3c4d5e6f7a8b9c0d' },
    /names no organisation that this credential sees/,
  ],
]

test('switches that open something end the start with their name', { timeout: 180_000 }, async () => {
  const ends = switches.map(async ([name, { ROLE, ...environment }, said]) => {
    const words = ROLE ? ['start', '--role', ROLE] : ['start']
    const usual = { ...common(), ...facingPeople(), JUMPCLOUD_API_KEY: sandboxKey, LATCHKEY_DATA: join(folder, name) }
    const latchkey = runLatchkey(words, { ...usual, PORT: '0', METRICS_PORT: '0', ...environment })
    expect(await latchkey.ended(), name).toBe(1)
    expect(latchkey.said(), name).toMatch(said)
    expect(latchkey.said(), name).not.toMatch(/Latchkey is ready/)
  })
  await Promise.all(ends)
})

/** Two processes need PostgreSQL. */
const apart = inject('postgres') ? [['edge', 'worker'] as const] : []

test.each(apart)('%s and %s apart: the worker has no port but that of the monitoring', {
  timeout: 180_000,
}, async (...roles) => {
  const place = await storeOfItsOwn()
  const account = (role: string) => [`sandbox-${role}`, `sandbox-${role}-secret`] as const
  const [edgeId, edgeSecret] = account(roles[0])
  const [workerId, workerSecret] = account(roles[1])
  const database = { DATABASE_URL: place.databaseUrl ?? '' }
  const edge = await started(['--role', 'edge'], {
    ...database,
    ...facingPeople(),
    JUMPCLOUD_READ_CLIENT_ID: edgeId,
    JUMPCLOUD_READ_CLIENT_SECRET: edgeSecret,
  })
  const worker = await started(['--role', 'worker'], {
    ...database,
    JUMPCLOUD_CLIENT_ID: workerId,
    JUMPCLOUD_CLIENT_SECRET: workerSecret,
  })
  // What one of them could leak is not the other's: neither its settings nor what the system keeps of its start.
  const heldBy = ({ child }: ReturnType<typeof runLatchkey>) => readFileSync(`/proc/${child.pid}/environ`, 'utf8')
  expect(heldBy(edge.latchkey)).toContain(edgeSecret)
  expect(heldBy(edge.latchkey)).not.toContain(workerSecret)
  expect(heldBy(worker.latchkey)).not.toContain(slack.botToken)
  expect((await worker.ask(worker.metrics, '/readyz')).status).toBe(200)
  expect((await edge.ask(edge.port, '/readyz')).status).toBe(200)
  await expect(worker.ask(worker.port, '/healthz')).rejects.toThrow()
  await Promise.all([endsInTime(edge.latchkey), endsInTime(worker.latchkey)])
  await place.drop()
})
