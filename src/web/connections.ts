// How many connections there may be at once: whoever comes takes the place of the one that has kept us waiting longest.
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

interface Exchange {
  request: IncomingMessage
  response: ServerResponse
}

/** We are at work only where a whole request has no whole answer yet; all others wait for their other side. */
const isWaiting = (last: Exchange | undefined): boolean =>
  last === undefined || !last.request.complete || last.response.writableEnded

/**
 * Refusing newcomers instead would let a few hundred slow senders, each line well within its time, keep everybody else
 * out for as long as they like. Only where all are being answered is a newcomer refused.
 */
export function boundConnections(server: Server, most: number): void {
  /** The one that began something longest ago stands first. */
  const open = new Map<Socket, Exchange | undefined>()
  server.on('connection', (socket) => {
    if (open.size >= most) {
      const [longest] = [...open].find(([, last]) => isWaiting(last)) ?? [socket]
      open.delete(longest)
      longest.destroy()
      if (longest === socket) return
    }
    open.set(socket, undefined)
    socket.once('close', () => open.delete(socket))
  })
  server.on('request', (request, response) => {
    if (!open.delete(request.socket)) return
    open.set(request.socket, { request, response })
  })
}
