// Every door that the outside has, as a list: what is not on it is not there, by any method.
import { METHODS, request } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventsPath } from '../../adapters/slack/index.ts'
import { messagesPath } from '../../adapters/teams/path.ts'
import { createAdapters } from '../../src/cli/start/adapters.ts'
import { systemClock } from '../../src/clock.ts'
import { readDraft } from '../../src/config.ts'
import { createLog } from '../../src/log.ts'
import { type Latchkey, startLatchkey } from '../../src/main.ts'
import { createMetrics } from '../../src/metrics.ts'
import { type Sandbox, startSandbox } from '../../src/sandbox/server.ts'
import { createWebServer, type WebServer } from '../../src/web/server.ts'
import { createStatusServer } from '../../src/web/status-server.ts'
import { type FakeSlack, startFakeSlack } from '../fakes/slack.ts'
import { type FakeTeams, startFakeTeams } from '../fakes/teams.ts'
import { variablesFor } from '../fakes/variables.ts'
import { testSecret } from '../latchkey.ts'
import { exampleText, readText } from '../organisation/example.ts'
import { storeOfItsOwn } from '../store.ts'

const metrics = createMetrics({ ofProcess: true })
const log = createLog({ level: 'silent', secrets: [] })
const web = createWebServer({ log, isReady: async () => true, metrics })
let place: Awaited<ReturnType<typeof storeOfItsOwn>>
let [sandbox, slack, teams]: [Sandbox?, FakeSlack?, FakeTeams?] = []
let latchkey: Latchkey | undefined
const status = createStatusServer({ log, isReady: async () => true, metrics: () => latchkey?.metrics() })
const ports = { web: 0, status: 0 }

/** As `start` does it: pages and both platforms on one server, the monitoring on another. */
beforeAll(async () => {
  ;[sandbox, slack, teams, place] = await Promise.all([
    startSandbox({ clock: systemClock }),
    startFakeSlack(),
    startFakeTeams(),
    storeOfItsOwn(),
  ])
  const { config } = readDraft({
    LATCHKEY_SECRET: testSecret.replaceAll(' ', '-'),
    PUBLIC_URL: 'http://localhost:3000',
    ...variablesFor(sandbox, slack, teams),
  })
  const organisation = readText(exampleText)
  latchkey = await startLatchkey({
    config: { ...config, secret: testSecret, databaseUrl: place.databaseUrl },
    organisation,
    log,
    metrics,
    web,
    store: place.embedded,
    adapters: (parts) => createAdapters({ ...config, organisation, web }, parts),
  })
  ports.web = await web.listen(0, '127.0.0.1')
  ports.status = await status.listen(0, '127.0.0.1')
})
afterAll(async () => {
  await Promise.all([web.close(), status.close()])
  await latchkey?.stop()
  for (const one of [slack, teams, sandbox]) await one?.close()
  await place?.drop()
})

interface Layered {
  route?: { path: string; stack: readonly { method: string }[] }
  handle?: { stack?: readonly Layered[] }
}

/** The routes of the server itself and of whatever is mounted in it. */
const routesOf = (layers: readonly Layered[]): string[] =>
  layers.flatMap(({ route, handle }) =>
    route ? route.stack.map(({ method }) => `${method.toUpperCase()} ${route.path}`) : routesOf(handle?.stack ?? []),
  )

test('the routes are these', () => {
  const { stack } = (web.app as WebServer['app'] & { router: { stack: readonly Layered[] } }).router
  expect([...new Set(routesOf(stack))].toSorted()).toEqual(
    [
      'GET /healthz',
      'GET /readyz',
      'POST /slack/events',
      'POST /api/messages',
      // Behind /p: see src/web/pages.ts.
      'GET /-/signed-in',
      'GET /-/:file',
      'GET /:purpose/:token',
      'POST /:purpose/:token',
      'POST /:purpose/:token/:call',
    ].toSorted(),
  )
})

function statusOf(port: number, method: string, path: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const outgoing = request({ host: '127.0.0.1', port, method, path, agent: false }, (response) => {
      response.resume()
      resolve(response.statusCode ?? 0)
    })
    outgoing.on('error', reject)
    outgoing.end()
  })
}

// CONNECT is for proxies: Node hangs up on it.
const methods = METHODS.filter((method) => method !== 'CONNECT')

/** Method and path of everything that is there at all. */
async function crawl(port: number): Promise<Record<string, number>> {
  const there: Record<string, number> = {}
  const look = async (method: string, path: string) => {
    const found = await statusOf(port, method, path)
    if (found !== 404) there[`${method} ${path}`] = found
  }
  await Promise.all(nowhere.flatMap((path) => ['GET', 'POST'].map((method) => look(method, path))))
  await Promise.all(somewhere.flatMap((path) => methods.map((method) => look(method, path))))
  return there
}

const nowhere = [
  ...['/', '/p', '/p/', '/p/-', '/p/-/', '/p/-/x.js', '/p/prove', '/p/prove/x', '/p/prove/x/y', '/p/../healthz'],
  ...['/slack', '/slack/', '/slack/oauth', '/slack/install', '/slack/events/x', '/api', '/api/', '/api/v1'],
  ...['/_sandbox', '/_sandbox/journal', '/playground', '/demo', '/oidc', '/.well-known/openid-configuration'],
  ...['/debug', '/debug/pprof', '/json/list', '/admin', '/status', '/health', '/version', '/config', '/env', '/test'],
  ...['/.env', '/.git/config', '/latchkey.yaml', '/package.json', '/src/main.ts', '/server-status', '/graphql'],
]

const somewhere = ['/healthz', '/readyz', '/metrics', '/p/-/signed-in', '/p/prove/x', eventsPath, messagesPath]

test('a crawl by every method finds these alone', async () => {
  expect(await crawl(ports.web)).toEqual({
    'GET /healthz': 200,
    'HEAD /healthz': 200,
    'GET /readyz': 200,
    'HEAD /readyz': 200,
    // Nobody began a sign-in here.
    'GET /p/-/signed-in': 403,
    'HEAD /p/-/signed-in': 403,
    // Neither form nor token.
    'POST /slack/events': 415,
    'POST /api/messages': 401,
  })
})

/** What a proxy in front of us may say, and anybody else as well (T-Q2). */
const claims = {
  'x-forwarded-for': '127.0.0.1',
  'x-forwarded-host': 'evil.example',
  'x-forwarded-proto': 'http',
  forwarded: 'for=127.0.0.1;host=evil.example;proto=http',
  'x-real-ip': '127.0.0.1',
  'x-original-url': '/metrics',
  'x-rewrite-url': '/metrics',
  'x-http-method-override': 'DELETE',
}

test('what the headers of a proxy claim changes no answer', async () => {
  for (const path of somewhere)
    for (const method of ['GET', 'POST']) {
      const answer = async (headers: Record<string, string>) => {
        const got = await fetch(`http://127.0.0.1:${ports.web}${path}`, { method, headers, redirect: 'manual' })
        return {
          status: got.status,
          headers: [...got.headers].filter(([name]) => name !== 'date'),
          body: await got.text(),
        }
      }
      expect(await answer(claims), `${method} ${path}`).toEqual(await answer({}))
    }
})

test('the monitoring has a listener of its own with nothing else on it, and its page names nobody', async () => {
  expect(await crawl(ports.status)).toEqual({
    'GET /healthz': 200,
    'HEAD /healthz': 200,
    'GET /readyz': 200,
    'HEAD /readyz': 200,
    'GET /metrics': 200,
    'HEAD /metrics': 200,
  })
  await fetch(`http://127.0.0.1:${ports.web}/p/prove/maya.alvarez@northwind.example?who=leo@northwind.example`)
  const page = await (await fetch(`http://127.0.0.1:${ports.status}/metrics`)).text()
  expect(page).toMatch(/latchkey_http_request_seconds_count\{route="\/:purpose\/:token"/)
  expect(page).not.toContain('@')
})
