// The programs of the bench: Latchkey as operators start it, others as children, and what is asked of them.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { systemClock } from '../../src/clock.ts'
import { freePort } from '../../src/demo/free-port.ts'
import { userId } from '../../src/ids.ts'
import { createKeys } from '../../src/keys.ts'
import { createLedger } from '../../src/ledger/ledger.ts'
import { createSealer } from '../../src/ledger/seal.ts'
import { createBindings } from '../../src/people/bindings.ts'
import { northwind } from '../../src/sandbox/company/northwind.ts'
import { sandboxKey } from '../../src/sandbox/keys.ts'
import { idOf, type State } from '../../src/sandbox/state.ts'
import { type OpenStoreOptions, openStore } from '../../src/store/open.ts'
import { aStoredRequest } from '../requests/stored.ts'
import { botToken, signingSecret, team, userOf } from './slack.ts'

const root = join(import.meta.dirname, '../..')
const secret = '0123456789abcdef0123456789abcdef'

/** Northwind, and so many people more. */
export const grownCompany =
  (people: number) =>
  (now: Date): State => {
    const state = northwind(now)
    const [model] = [...state.users.values()].filter(({ employeeType }) => employeeType !== 'Service')
    if (!model) throw new Error('Northwind has people')
    for (let n = 0; n < people; n += 1) {
      const username = userOf(n).toLowerCase()
      const _id = idOf('user', username)
      state.users.set(_id, { ...model, _id, username, email: `${username}@northwind.example`, account_locked: false })
    }
    return state
  }

/** Connects the first people's accounts, and lets so many requests wait for approval. */
export async function fillStore(
  at: Pick<OpenStoreOptions, 'databaseUrl' | 'folder'>,
  { bound, pending }: { bound: number; pending: number },
) {
  const keys = createKeys(secret)
  const clock = systemClock
  const store = await openStore({ ...at, clock, queues: [] })
  const ledger = createLedger({ clock, keys, sealer: createSealer({ keys, clock }) })
  const bindings = createBindings({ store, keys, clock, ledger })
  for (let n = 0; n < bound; n += 1) {
    const account = { platform: 'slack', tenant: team, user: userOf(n) }
    await bindings.bind(account, userId.parse(idOf('user', userOf(n).toLowerCase())), 'import')
  }
  const later = new Date(Date.now() + 2 * 86_400_000)
  for (let n = 0; n < pending; n += 1)
    await aStoredRequest({ store, keys, clock }, { row: { state: 'approving', expires_at: later, due_at: later } })
  await store.close()
}

export interface Running {
  url: string
  readyMs: number
  metric(name: string): Promise<number>
  stop(): Promise<void>
}

/** `store` is what names it in the environment. */
export async function startLatchkey(
  store: Record<string, string>,
  { sandboxUrl, apiUrl }: { sandboxUrl: string; apiUrl: string },
): Promise<Running> {
  const [port, metrics] = [await freePort(), await freePort()]
  const environment = {
    LATCHKEY_SECRET: secret,
    LATCHKEY_POLICY: 'latchkey.example.yaml',
    LOG_LEVEL: 'warn',
    JUMPCLOUD_API_KEY: sandboxKey,
    JUMPCLOUD_CONSOLE_URL: sandboxUrl,
    JUMPCLOUD_INSIGHTS_URL: sandboxUrl,
    SLACK_BOT_TOKEN: botToken,
    SLACK_SIGNING_SECRET: signingSecret,
    SLACK_API_URL: apiUrl,
    PORT: String(port),
    METRICS_PORT: String(metrics),
    ...store,
  }
  const began = performance.now()
  const child = start(['src/cli/latchkey.js', 'start'], environment)
  // What nobody reads would fill the pipe, and a full pipe stops whoever writes.
  child.stdout?.resume()
  await untilReady(child, `http://127.0.0.1:${metrics}/readyz`)
  return {
    url: `http://127.0.0.1:${port}/slack/events`,
    readyMs: performance.now() - began,
    async metric(name) {
      const page = await (await fetch(`http://127.0.0.1:${metrics}/metrics`)).text()
      const line = page.split('\n').find((one) => one.startsWith(`${name} `) || one.startsWith(`${name}{`))
      return Number(line?.split(' ').at(-1))
    },
    stop: () => ended(child),
  }
}

export async function startBareBolt(): Promise<{ url: string; stop(): Promise<void> }> {
  const port = await freePort()
  const child = start(['test/bench/bare-bolt.ts', String(port)])
  if (child.stdout) await once(child.stdout, 'data')
  return { url: `http://127.0.0.1:${port}/slack/events`, stop: () => ended(child) }
}

export interface Load {
  acknowledged: number
  seconds: number
  took: number[]
  wrong: Record<string, number>
}

export async function sendLoad(order: { url: string; connections: number; ms: number; people: number }): Promise<Load> {
  const child = start(['test/bench/load.ts', JSON.stringify(order)])
  let said = ''
  child.stdout?.on('data', (part) => (said += String(part)))
  await once(child, 'close')
  return JSON.parse(said)
}

const start = (words: string[], env: Record<string, string> = {}): ChildProcess =>
  spawn(process.execPath, words, { cwd: root, env, stdio: ['ignore', 'pipe', 'inherit'] })

async function untilReady(child: ChildProcess, url: string): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`Latchkey ended with ${child.exitCode}`)
    const answer = await fetch(url).catch(() => undefined)
    if (answer?.ok) return
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return
  const closed = once(child, 'close')
  child.kill('SIGTERM')
  await closed
}
