// The one HTTP server: strict limits before anything is read, security headers, health, and the adapters' routes.
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import express, { type Express, type NextFunction, type Request, type Response } from 'express'
import helmet from 'helmet'
import type { Logger } from 'pino'

export interface WebServer {
  /** Adapters mount their routes here; no body is parsed before them. */
  app: Express
  /** Returns the port that was taken. */
  listen(port: number, host: string): Promise<number>
  close(): Promise<void>
}

/** Limits that hold before anybody is known (security reference, T-H5). */
const limits = { headerBytes: 16 * 1024, headersMs: 5000, requestMs: 10_000, connections: 200, keepAliveMs: 65_000 }

export function createWebServer({ log, isReady }: { log: Logger; isReady: () => Promise<boolean> }): WebServer {
  const app = express()
  app.disable('x-powered-by')
  app.use(helmet())
  app.get('/healthz', (_request, response) => void response.type('text').send('ok'))
  app.get('/readyz', async (_request, response) => {
    const ready = await isReady().catch(() => false)
    response
      .status(ready ? 200 : 503)
      .type('text')
      .send(ready ? 'ready' : 'not ready')
  })
  let server: Server | undefined
  return {
    app,
    async listen(port, host) {
      // Last in the chain: whatever nobody answered, and whatever broke, without a word about the inside.
      app.use((_request, response) => void response.status(404).type('text').send('not found'))
      app.use((error: unknown, _request: Request, response: Response, _next: NextFunction) => {
        log.error({ err: error }, 'a web request failed')
        if (!response.headersSent) response.status(500).type('text').send('error')
      })
      server = createServer(
        { maxHeaderSize: limits.headerBytes, requestTimeout: limits.requestMs, headersTimeout: limits.headersMs },
        app,
      )
      server.maxConnections = limits.connections
      server.keepAliveTimeout = limits.keepAliveMs
      server.listen(port, host)
      await once(server, 'listening')
      return (server.address() as AddressInfo).port
    },
    async close() {
      if (!server) return
      const closed = once(server, 'close')
      server.close()
      server.closeIdleConnections()
      await closed
    },
  }
}
