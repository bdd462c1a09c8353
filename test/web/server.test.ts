// The web server: its limits hold before anybody is known, and what breaks inside stays inside.
import { connect } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { createLog } from '../../src/log.ts'
import { createWebServer, usualLimits, type WebServer } from '../../src/web/server.ts'

type Answering = {
  limits?: Partial<typeof usualLimits>
  isReady?: () => Promise<boolean>
  routes?: (app: WebServer['app']) => void
}

async function serving({ limits, isReady = async () => true, routes }: Answering = {}) {
  const lines: string[] = []
  const log = createLog({ level: 'info', secrets: [], destination: { write: (line) => void lines.push(line) } })
  const web = createWebServer({ log, isReady, limits: { ...usualLimits, ...limits } })
  routes?.(web.app)
  const port = await web.listen(0, '127.0.0.1')
  onTestFinished(() => web.close())
  const get = (path: string, init: RequestInit = {}) =>
    fetch(`http://127.0.0.1:${port}${path}`, { headers: { connection: 'close' }, ...init })
  return { web, port, get, log: () => lines.join('') }
}

/** Everything that comes back for these bytes until the other side ends. */
function raw(port: number, text: string): Promise<string> {
  return new Promise((resolve) => {
    let got = ''
    const socket = connect(port, '127.0.0.1', () => socket.write(text))
    socket.on('data', (bytes) => {
      got += bytes.toString()
    })
    // A cut connection is an answer too: it is what `got` then lacks.
    socket.on('error', () => {})
    socket.on('close', () => resolve(got))
  })
}
const statusOf = (answer: string) => Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1])

test('health says that it lives, readiness whether it may be asked', async () => {
  let ready: () => Promise<boolean> = async () => true
  const { get } = await serving({ isReady: () => ready() })
  const read = async (path: string) => {
    const answer = await get(path)
    return [answer.status, await answer.text()]
  }
  expect(await read('/healthz')).toEqual([200, 'ok'])
  expect(await read('/readyz')).toEqual([200, 'ready'])
  ready = async () => false
  expect(await read('/readyz')).toEqual([503, 'not ready'])
  ready = () => Promise.reject(new Error('the store is gone'))
  expect(await read('/readyz')).toEqual([503, 'not ready'])
  expect(await read('/healthz')).toEqual([200, 'ok'])
})

test('an unknown path says nothing but that, under security headers', async () => {
  const { get } = await serving()
  for (const path of ['/', '/nothing', '/healthz/x', '/%ff', '/..%2f..%2fetc/passwd', '/__proto__']) {
    const answer = await get(path)
    expect([answer.status, await answer.text()]).toEqual([404, 'not found'])
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'self'")
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
    expect(answer.headers.get('x-powered-by')).toBeNull()
  }
  for (const method of ['POST', 'PUT', 'DELETE', 'PATCH']) expect((await get('/healthz', { method })).status).toBe(404)
})

test('a route that fails gives 500 without a word about the inside, and the log has it', async () => {
  const { get, log } = await serving({
    routes(app) {
      app.get('/throws', () => {
        throw new Error('INSIDE throws')
      })
      app.get('/rejects', () => Promise.reject(new Error('INSIDE rejects')))
      app.get('/refuses', () => Promise.reject(Object.assign(new Error('INSIDE upstream'), { status: 404 })))
    },
  })
  for (const path of ['/throws', '/rejects', '/refuses']) {
    const answer = await get(path)
    expect([answer.status, await answer.text()]).toEqual([500, 'error'])
    expect([...answer.headers.values()].join()).not.toContain('INSIDE')
  }
  for (const why of ['throws', 'rejects', 'upstream']) expect(log()).toContain(`INSIDE ${why}`)
})

test('what the caller did wrong is theirs: no 500, and no line in the log', async () => {
  const { get, log } = await serving({
    routes(app) {
      app.get('/users/:id', (_request, response) => void response.send('here'))
      app.get('/large', () => {
        throw Object.assign(new Error('INSIDE too large'), { status: 413, expose: true })
      })
    },
  })
  expect((await get('/users/%ff')).status).toBe(400)
  const large = await get('/large')
  expect([large.status, await large.text()]).toEqual([413, 'error'])
  expect(log()).toBe('')
})

test('an answer that breaks in the middle is cut off', async () => {
  const { port } = await serving({
    routes(app) {
      app.get('/half', (_request, response) => {
        response.writeHead(200, { 'content-length': 100 }).write('half')
        throw new Error('INSIDE')
      })
    },
  })
  const answer = await raw(port, 'GET /half HTTP/1.1\r\nhost: x\r\n\r\n')
  expect(answer).not.toContain('INSIDE')
  expect(answer).not.toMatch(/error$/)
})

test('five megabytes for no route are refused without being kept', async () => {
  const { port } = await serving()
  const body = 'x'.repeat(5 * 1024 * 1024)
  const before = process.memoryUsage().heapUsed
  const answer = await raw(
    port,
    `POST /nothing HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
  )
  expect([404, Number.NaN]).toContain(statusOf(answer))
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(64 * 1024 * 1024)
})

test('a flood of headers is 431', async () => {
  const { port } = await serving()
  const one = await raw(port, `GET /healthz HTTP/1.1\r\nhost: x\r\nx-long: ${'y'.repeat(17 * 1024)}\r\n\r\n`)
  expect(statusOf(one)).toBe(431)
  const many = Array.from({ length: 900 }, (_, n) => `x-${n}: ${'y'.repeat(20)}\r\n`).join('')
  expect(statusOf(await raw(port, `GET /healthz HTTP/1.1\r\nhost: x\r\n${many}\r\n`))).toBe(431)
})

test('headers and bodies that come too slowly end with 408', async () => {
  const { port } = await serving({
    limits: { headersMs: 100, requestMs: 200, checkMs: 20 },
    routes(app) {
      app.post('/body', async (request, response) => {
        for await (const _bytes of request);
        response.send('whole')
      })
    },
  })
  expect(statusOf(await raw(port, 'GET /healthz HTTP/1.1\r\nhost: x\r\n'))).toBe(408)
  expect(statusOf(await raw(port, 'POST /body HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\nhalf'))).toBe(408)
  // The times that hold outside of tests, and how closely they are looked at.
  expect(usualLimits.headersMs).toBeLessThanOrEqual(5000)
  expect(usualLimits.requestMs).toBeLessThanOrEqual(10_000)
  expect(usualLimits.checkMs).toBeLessThanOrEqual(1000)
})

test('nonsense instead of HTTP is 400', async () => {
  const { port } = await serving()
  for (const nonsense of [
    '\u0000\u0001\u0002\r\n\r\n',
    'GET / HTTP/9.9\r\n\r\n',
    'GET /a b HTTP/1.1\r\nhost: x\r\n\r\n',
  ])
    expect(statusOf(await raw(port, nonsense))).toBe(400)
})

test('a port that is taken is an error at the start; a closed server lets it go', async () => {
  const { port } = await serving()
  const { log } = { log: createLog({ level: 'silent', secrets: [] }) }
  const second = createWebServer({ log, isReady: async () => true })
  await expect(second.listen(port, '127.0.0.1')).rejects.toMatchObject({ code: 'EADDRINUSE' })
  const third = createWebServer({ log, isReady: async () => true })
  await third.close()
  const free = await third.listen(0, '127.0.0.1')
  await third.close()
  await expect(fetch(`http://127.0.0.1:${free}/healthz`)).rejects.toThrow()
})

test('a line that is slow on purpose does not keep it from closing', async () => {
  const { web, port } = await serving({ limits: { closeMs: 300 } })
  const slow = [
    raw(port, 'POST /readyz HTTP/1.1\r\nhost: x\r\nx-slow: '),
    raw(port, 'POST /nothing HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\nhalf'),
  ]
  // Both are there.
  await raw(port, 'GET /healthz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n')
  await web.close()
  await Promise.all(slow)
}, 5000)
