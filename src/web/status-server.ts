// What the monitoring asks, on a listener of its own that only it should reach: health, readiness and metrics.
import type { Metrics } from '../metrics.ts'
import { createWebServer, type WebServer, type WebServerOptions } from './server.ts'

export interface StatusServerOptions extends Pick<WebServerOptions, 'log' | 'isReady'> {
  /** Undefined while there is nothing to tell yet. */
  metrics(): ReturnType<Metrics['page']> | undefined
}

/** The only one that a worker has. */
export function createStatusServer({ log, isReady, metrics }: StatusServerOptions): Omit<WebServer, 'app'> {
  const { app, listen, close } = createWebServer({ log, isReady })
  app.get('/metrics', async (_request, response) => {
    const page = await metrics()
    if (page) response.type(page.type).send(page.text)
    else response.status(503).type('text').send('starting')
  })
  return { listen, close }
}
