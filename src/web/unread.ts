// A long body that nobody wants is not read on when the answer is out, and the line of whoever still sends it is cut.
import type { IncomingMessage, Server } from 'node:http'

/** Long enough for the answer to arrive: a line that is cut with something unread on it can take the answer with it. */
const lingerMs = 1000
/** What announces itself as no longer is read to its end, so that its sender can use the line again. */
const short = 64 * 1024

const isShort = ({ headers }: IncomingMessage): boolean => Number(headers['content-length']) <= short

/**
 * Node itself would read such a body to its end, however fast and long: a few endless ones keep a whole process from
 * everybody else.
 */
export function cutUnread(server: Server): void {
  server.on('request', (request, response) => {
    response.once('finish', () => {
      if (request.complete || isShort(request)) return
      const { socket } = request
      // Said at once, so that nobody who keeps lines for later keeps this one: what they asked next on it would be lost.
      socket.end()
      // Later, because Node begins to read the rest at this very event.
      setImmediate(() => socket.pause())
      const cut = setTimeout(() => socket.destroy(), lingerMs)
      socket.once('close', () => clearTimeout(cut))
    })
  })
}
