// Tells every open page that something changed, over server-sent events; the page then fetches the state anew.
import type { RequestHandler, Response } from 'express'

export interface Changes {
  announce(): void
  handler: RequestHandler
  close(): void
}

const mostPages = 20
const heartbeatMs = 20_000

export function createChanges(): Changes {
  const pages = new Set<Response>()
  const write = (text: string): void => {
    for (const page of pages) page.write(text)
  }
  const heartbeat = setInterval(() => write(': still here\n\n'), heartbeatMs)
  heartbeat.unref()
  return {
    announce: () => write('event: changed\ndata: {}\n\n'),
    handler(request, response) {
      if (pages.size >= mostPages) {
        response.status(503).json({ error: 'too-many-pages' })
        return
      }
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
      response.write('event: changed\ndata: {}\n\n')
      pages.add(response)
      request.on('close', () => pages.delete(response))
    },
    close() {
      clearInterval(heartbeat)
      for (const page of pages) page.end()
      pages.clear()
    },
  }
}
