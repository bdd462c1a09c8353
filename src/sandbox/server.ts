// The sandbox: a local JumpCloud on one port, for the demo and the tests.
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import express, { type NextFunction, type Request, type Response } from 'express'
import { type Clock, systemClock } from '../clock.ts'
import { controlRouter } from './control.ts'
import { delay, type Fault, isBefore, meetFault, sendFaulty } from './faults.ts'
import { issuerPath, issuerRouter } from './issuer/router.ts'
import { findKey, findRefusal, issueToken } from './keys.ts'
import { bases, type Reply, type Route, refusedWith } from './route.ts'
import { routes } from './routes.ts'
import type { State } from './state.ts'
import { type Company, createWorld, log, type World } from './world.ts'

export interface SandboxOptions {
  /** 0, the default, takes a free one. */
  port?: number
  host?: string
  clock?: Clock
  company?: Company
  /** Where its sign-in may send browsers back to. */
  redirects?: readonly string[]
  /** Added to every answer, as a network would. */
  latencyMs?: number
}

export interface Sandbox {
  url: string
  port: number
  /** Who signs its people in. */
  issuer: string
  state: State
  close(): Promise<void>
}

export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { port = 0, host = '127.0.0.1', clock = systemClock, latencyMs = 0 } = options
  const world = createWorld(clock, options.company, options.redirects)
  const server = createServer(createApp(world, latencyMs))
  // A client that paused may use its connection again: closed under its feet, the call would be lost.
  server.keepAliveTimeout = 120_000
  server.listen(port, host)
  await once(server, 'listening')
  const address = server.address() as AddressInfo
  const url = `http://${address.family === 'IPv6' ? `[${address.address}]` : address.address}:${address.port}`
  return {
    url,
    issuer: `${url}${issuerPath}`,
    port: address.port,
    state: world.state,
    async close() {
      server.close()
      server.closeAllConnections()
      if (server.listening) await once(server, 'close')
    },
  }
}

function createApp(world: World, latencyMs: number) {
  const app = express()
  app.disable('x-powered-by').disable('etag').enable('case sensitive routing').enable('strict routing')
  // By its own clock, as every server.
  app.use((_request, response, next) => next(void response.setHeader('date', world.clock.now().toUTCString())))
  app.use(express.json({ limit: '1mb', strict: false }), express.urlencoded({ extended: false }))
  app.use('/_sandbox', controlRouter(world))
  app.use(issuerPath, issuerRouter(world))
  app.post('/oauth2/token', (request, response) =>
    answer(world, request, response, { latencyMs, handle: () => tokenReply(world, request) }),
  )
  for (const route of routes) {
    const path = `${bases[route.api]}${route.path.replace(/\{(\w+)\}/g, ':$1')}`
    const verb = ({ GET: 'get', POST: 'post', PUT: 'put', DELETE: 'delete' } as const)[route.method]
    app[verb](path, (request, response) =>
      answer(world, request, response, { latencyMs, handle: (state) => routeReply(world, route, request, state) }),
    )
  }
  const unknown: Reply = { status: 404, json: { code: 404, message: 'Not Found', status: 'NOT_FOUND' } }
  app.use((request, response) => answer(world, request, response, { latencyMs, handle: () => unknown }))
  app.use((error: unknown, request: Request, response: Response, _next: NextFunction) => {
    // Only a body that could not be parsed carries a 4xx; anything else is a fault of the sandbox itself.
    const isUnreadable = error instanceof Error && 'status' in error && error.status === 400
    const failed: Reply = isUnreadable
      ? { status: 400, json: { message: 'Bad Request: unreadable body' } }
      : { status: 500, json: { message: `the sandbox failed: ${String(error)}` } }
    return answer(world, request, response, { latencyMs, handle: () => failed })
  })
  return app
}

/** The journal, the fault and the answer of one call, in this order: what was applied is written before it is sent. */
async function answer(
  world: World,
  request: Request,
  response: Response,
  { latencyMs, handle }: { latencyMs: number; handle: (state: State) => Reply },
): Promise<void> {
  const fault = meetFault(world.faults, {
    method: request.method,
    url: request.originalUrl,
    body: JSON.stringify(request.body ?? ''),
  })
  if (latencyMs > 0) await wait(latencyMs)
  await delay(fault, 'before')
  const reply = fault && isBefore(fault.kind) ? undefined : handle(stateFor(world, request, fault))
  const url = new URL(request.originalUrl, 'http://sandbox')
  log(world, {
    at: world.clock.now().toISOString(),
    method: request.method,
    path: url.pathname,
    query: url.search,
    body: request.body ?? null,
    status: reply?.status ?? (fault?.kind === 'status' || fault?.kind === 'echo' ? fault.status : 0),
    answered: !fault || !/^(drop|hang)|status-after/.test(fault.kind),
    key: findKey(world.keys, request.headers, world.clock.now())?.name ?? null,
    changed: reply?.changed ?? false,
    fault: fault?.kind ?? null,
  })
  await delay(fault, 'after')
  if (fault && sendFaulty(fault, reply, response, request.body)) return
  if (reply) send(reply, response)
}

const stateFor = (world: World, request: Request, fault: Fault | undefined): State =>
  (fault?.kind === 'stale' && request.method === 'GET' && world.snapshots.get(fault.id)) || world.state

function routeReply(world: World, route: Route, request: Request, state: State): Reply {
  const now = world.clock.now()
  const key = findKey(world.keys, request.headers, now)
  const refused = findRefusal(route, key, request.headers, state.organisation._id)
  if (refused || !key) return refused ?? { status: 401 }
  const { searchParams: query } = new URL(request.originalUrl, 'http://sandbox')
  const params = Object.fromEntries(Object.entries(request.params).map(([name, value]) => [name, String(value)]))
  try {
    return route.handle({ state, params, query, body: request.body, now, key: key.name })
  } catch (error) {
    const refusal = refusedWith(error)
    if (refusal) return refusal
    throw error
  }
}

const tokenReply = (world: World, request: Request): Reply =>
  issueToken(world.keys, request.headers.authorization, request.body, world.clock.now())

function send(reply: Reply, response: Response): void {
  response.status(reply.status).set(reply.headers ?? {})
  if (reply.text !== undefined) response.type('text/plain').send(reply.text)
  else if (reply.json !== undefined) response.json(reply.json)
  else response.end()
}
