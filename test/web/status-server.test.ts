// The listener of the monitoring: health at once, metrics once there are any, readiness that does not hang.
import { expect, onTestFinished, test } from 'vitest'
import { createLog } from '../../src/log.ts'
import { createMetrics } from '../../src/metrics.ts'
import { createWebServer, usualLimits } from '../../src/web/server.ts'
import { createStatusServer, type StatusServerOptions } from '../../src/web/status-server.ts'

const log = createLog({ level: 'silent', secrets: [] })

async function serving(options: Omit<StatusServerOptions, 'log'>) {
  const server = createStatusServer({ log, ...options })
  const port = await server.listen(0, '127.0.0.1')
  onTestFinished(() => server.close())
  return async (path: string) => {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, { headers: { connection: 'close' } })
    return { status: answer.status, type: answer.headers.get('content-type'), text: await answer.text() }
  }
}

test('while it starts it is alive, not ready, and has no metrics', async () => {
  const get = await serving({ isReady: async () => false, metrics: () => undefined })
  expect((await get('/healthz')).status).toBe(200)
  expect((await get('/readyz')).status).toBe(503)
  expect(await get('/metrics')).toMatchObject({ status: 503, text: 'starting' })
})

test('the page is told as Prometheus wants it', async () => {
  const metrics = createMetrics({ ofProcess: true })
  const get = await serving({ isReady: async () => true, metrics: () => metrics.page(() => Promise.reject()) })
  const page = await get('/metrics')
  expect(page.status).toBe(200)
  expect(page.type).toMatch(/^text\/plain; .*version=0\.0\.4/)
  expect(page.text).toMatch(/^process_resident_memory_bytes \d/m)
  expect(page.text).toMatch(/^# TYPE latchkey_acknowledgement_seconds histogram$/m)
  expect((await get('/')).status).toBe(404)
})

test('a store that hangs is not ready, and says so in time', async () => {
  const web = createWebServer({ log, isReady: () => new Promise(() => {}), limits: { ...usualLimits, readyMs: 50 } })
  const port = await web.listen(0, '127.0.0.1')
  onTestFinished(() => web.close())
  const answer = await fetch(`http://127.0.0.1:${port}/readyz`, { headers: { connection: 'close' } })
  expect([answer.status, await answer.text()]).toEqual([503, 'not ready'])
  expect(usualLimits.readyMs).toBeLessThanOrEqual(5000)
})

test('requests are counted by the route’s own path, never by what a stranger asked for', async () => {
  const seen: object[] = []
  const web = createWebServer({
    log,
    isReady: async () => true,
    metrics: { http: (answered) => void seen.push(answered) },
  })
  web.app.post('/things/:id', (_request, response) => void response.status(401).end())
  const port = await web.listen(0, '127.0.0.1')
  onTestFinished(() => web.close())
  const ask = (path: string, method: string) =>
    fetch(`http://127.0.0.1:${port}${path}`, { method, headers: { connection: 'close' } })
  await ask('/things/maya', 'POST')
  await ask('/maya?x=maya', 'GET')
  expect(seen).toMatchObject([
    { route: '/things/:id', status: 401 },
    { route: 'none', status: 404 },
  ])
})
