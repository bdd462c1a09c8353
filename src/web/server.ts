// The one HTTP server: strict limits before anything is read, security headers, health, and the adapters' routes.
import { createServer, type Server } from 'node:http'
import express, { type Express, type NextFunction, type Request, type RequestHandler, type Response } from 'express'
import helmet from 'helmet'
import type { Logger } from 'pino'
import type { Metrics } from '../metrics.ts'
import { newTrace, withTrace } from '../trace.ts'
import { boundConnections } from './connections.ts'
import { closed, listenAt } from './listeners.ts'
import { oneAtATime } from './one-at-a-time.ts'
import { cutUnread } from './unread.ts'

export interface WebServer {
  /** Adapters mount their routes here; no body is parsed before them. */
  app: Express
  /** Returns the port that was taken. */
  listen(port: number, host: string): Promise<number>
  close(): Promise<void>
}

/** Limits that hold before anybody is known (security reference, T-H5). */
export const usualLimits = {
  headerBytes: 16 * 1024,
  headersMs: 5000,
  requestMs: 10_000,
  /** How often connections are measured against the two times above; Node's own 30 s would make them 30 s. */
  checkMs: 500,
  /** Far more than platforms and visitors have open, so that a few hundred idle lines need not be cut for newcomers. */
  connections: 1000,
  /** Of those, who are in the middle of a body; what they sent so far is in memory. */
  bodies: 200,
  /** Newcomers that the kernel holds until their turn, as far as it goes along; one too many comes again a second later. */
  backlog: 4096,
  keepAliveMs: 65_000,
  /** A store that hangs is as good as none. */
  readyMs: 2000,
  /** What is still being answered when it closes; a line that was slow on purpose would hold up whatever stops after it. */
  closeMs: 3000,
}

export interface WebServerOptions {
  log: Logger
  isReady: () => Promise<boolean>
  metrics?: Pick<Metrics, 'http'>
  /** Shorter ones for tests. */
  limits?: typeof usualLimits
}

export function createWebServer({ log, isReady, metrics, limits = usualLimits }: WebServerOptions): WebServer {
  const app = express()
  app.disable('x-powered-by')
  app.use((_request, _response, next) => withTrace(newTrace(), next))
  if (metrics) app.use(counted(metrics))
  app.use(helmet())
  // Nothing here is reached in another way; a router would tell of its paths by OPTIONS.
  app.use((request, response, next) => (ways.has(request.method) ? next() : notFound(response)))
  app.get('/healthz', (_request, response) => void response.type('text').send('ok'))
  app.get('/readyz', async (_request, response) => {
    const ready = await inTime(isReady, limits.readyMs)
    response
      .status(ready ? 200 : 503)
      .type('text')
      .send(ready ? 'ready' : 'not ready')
  })
  const servers: Server[] = []
  return {
    app,
    async listen(port, host) {
      // Last in the chain: whatever nobody answered, and whatever broke, without a word about the inside.
      app.use((_request, response) => notFound(response))
      app.use((error: unknown, _request: Request, response: Response, _next: NextFunction) => {
        const status = statusOf(error)
        if (status === 500) log.error({ err: error }, 'a web request failed')
        // Half an answer is cut off, so that nobody takes it for a whole one or waits for its end.
        if (response.headersSent) response.destroy()
        else response.status(status).type('text').send('error')
      })
      const settings = {
        maxHeaderSize: limits.headerBytes,
        requestTimeout: limits.requestMs,
        headersTimeout: limits.headersMs,
        connectionsCheckingInterval: limits.checkMs,
        keepAliveTimeout: limits.keepAliveMs,
      }
      const bound = boundConnections(limits)
      const make = () => {
        const server = createServer(settings, oneAtATime(app))
        bound(server)
        cutUnread(server)
        return server
      }
      const open = await listenAt(make, { port, host, backlog: limits.backlog })
      servers.push(...open.servers)
      return open.port
    },
    async close() {
      await Promise.all(
        servers.map((server) => {
          const over = closed(server)
          server.closeIdleConnections()
          // From here on Node measures no times any more.
          const cut = setTimeout(() => server.closeAllConnections(), limits.closeMs)
          return over.finally(() => clearTimeout(cut))
        }),
      )
    },
  }
}

const ways: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST'])
const notFound = (response: Response): void => void response.status(404).type('text').send('not found')

/** What the caller did wrong is a broken path, or what a parser says is not ours; all else is our fault. */
function statusOf(error: unknown): number {
  if (error instanceof URIError) return 400
  const isTheirs = error instanceof Error && 'expose' in error && error.expose === true && 'status' in error
  return isTheirs && typeof error.status === 'number' ? error.status : 500
}

/** By the route's own path: what strangers put into an address is no label. */
const counted =
  (metrics: Pick<Metrics, 'http'>): RequestHandler =>
  (request, response, next) => {
    const began = performance.now()
    response.once('finish', () => {
      const route: unknown = request.route?.path
      metrics.http({
        route: typeof route === 'string' ? route : 'none',
        status: response.statusCode,
        ms: performance.now() - began,
      })
    })
    next()
  }

async function inTime(isReady: () => Promise<boolean>, ms: number): Promise<boolean> {
  const tooLate = new Promise<false>((resolve) => {
    AbortSignal.timeout(ms).addEventListener('abort', () => resolve(false), { once: true })
  })
  return Promise.race([isReady().catch(() => false), tooLate])
}
