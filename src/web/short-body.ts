// A body that is too long is refused as soon as that shows: a reader of Express would first read it to its end.
import type { IncomingMessage, ServerResponse } from 'node:http'

export const shortBody =
  (mostBytes: number) =>
  (request: IncomingMessage, response: ServerResponse, next: () => void): void => {
    const refuse = () => {
      if (!response.headersSent) response.writeHead(413, { 'content-type': 'text/plain; charset=utf-8' }).end('error')
    }
    if (Number(request.headers['content-length'] ?? 0) > mostBytes) {
      refuse()
      return
    }
    let length = 0
    request.on('data', (part: Buffer) => {
      length += part.length
      if (length > mostBytes) refuse()
    })
    next()
  }
