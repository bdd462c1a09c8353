// Starts the sandbox, the playground and the stand-in core together, for the adapter's tests and the browser's.
import { createPlaygroundDriver } from '../../../adapters/playground/driver.ts'
import { type CastMember, createPlayground, type PlaygroundOptions } from '../../../adapters/playground/index.ts'
import { movableClock } from '../../../src/clock.ts'
import { startSandbox } from '../../../src/sandbox/server.ts'
import { idOf } from '../../../src/sandbox/state.ts'
import { createCore } from './core.ts'

const employee = (name: string, title: string, role: CastMember['role'] = 'employee'): CastMember => {
  const username = name.toLowerCase().replace(' ', '.')
  return {
    user: username.split('.')[0] ?? '',
    name,
    email: `${username}@northwind.example`,
    role,
    title,
    kind: 'employee',
    jumpcloudUserId: idOf('user', username),
  }
}

const outsider = (user: string, name: string, kind: CastMember['kind']): CastMember => ({
  user,
  name,
  email: `${user}@elsewhere.example`,
  role: 'employee',
  title: '',
  kind,
})

export const cast: CastMember[] = [
  { ...employee('Maya Alvarez', 'Finance'), tryThis: ['I’m locked out', 'Why am I locked out?', 'help'] },
  { ...employee('Leo Brandt', 'Finance'), tryThis: ['I need Looker – Analyst for 7 days for the q3 numbers'] },
  employee('Ida Lindqvist', 'Finance'),
  employee('Mei Tanaka', 'Data · owner of Looker – Analyst', 'approver'),
  employee('Tom Okafor', 'Data · second owner', 'approver'),
  outsider('gil', 'Gil Guest', 'guest'),
  outsider('otto', 'Otto', 'bot'),
  outsider('fay', 'Fay Foreign', 'foreign'),
]

export const accountOf = (user: string, tenant = 'playground') => ({ platform: 'playground', tenant, user })

type More = Partial<Pick<PlaygroundOptions, 'pages' | 'letters' | 'vouches'>>

/** The playground on a real sandbox, not started yet, and the stand-in core that it may be started with. */
export async function prepare(more: More = {}) {
  const clock = movableClock()
  const sandbox = await startSandbox({ clock })
  const moved: Date[] = []
  const core = createCore({
    deliver: (...given) => playground.deliver(...given),
    sandboxUrl: sandbox.url,
    mei: accountOf('mei'),
    now: () => clock.now(),
  })
  const playground = createPlayground({
    sandboxUrl: sandbox.url,
    cast,
    ledger: core.ledger,
    clock,
    ...more,
    onClockMoved: async () => {
      moved.push(clock.now())
    },
  })
  return { clock, sandbox, core, playground, moved }
}

export async function startHarness(more: More = {}) {
  const parts = await prepare(more)
  await parts.playground.start(parts.core)
  const url = parts.playground.url()
  return {
    ...parts,
    url,
    driver: createPlaygroundDriver(url),
    async stop() {
      await parts.playground.stop()
      await parts.sandbox.close()
    },
  }
}
export type Harness = Awaited<ReturnType<typeof startHarness>>

/** A raw request, for whatever the driver would never send. */
export const post = (url: string, path: string, body: unknown, headers: Record<string, string> = { origin: url }) =>
  fetch(`${url}/api${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
