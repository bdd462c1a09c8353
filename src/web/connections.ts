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

/** Most often the very first: a copy of them all for each newcomer would be felt in a flood. */
function findWaiting(open: ReadonlyMap<Socket, Exchange | undefined>): Socket | undefined {
  for (const [socket, last] of open) if (isWaiting(last)) return socket
  return undefined
}

function makeRoom(sending: Set<IncomingMessage>, most: number): void {
  for (const request of sending) if (request.complete) sending.delete(request)
  const [longest] = sending
  if (longest === undefined || sending.size < most) return
  sending.delete(longest)
  longest.socket.destroy()
}

/**
 * Refusing newcomers instead would let a few hundred slow senders, each line well within its time, keep everybody else
 * out for as long as they like. Only where all are being answered is a newcomer refused. A line costs little while it
 * says nothing; of those that are in the middle of a body, which is kept until it is whole, there are fewer.
 */
export function boundConnections(most: { connections: number; bodies: number }): (server: Server) => void {
  /** The one that began something longest ago stands first. */
  const open = new Map<Socket, Exchange | undefined>()
  const sending = new Set<IncomingMessage>()
  return (server) => {
    server.on('connection', (socket) => {
      if (open.size >= most.connections) {
        const longest = findWaiting(open) ?? socket
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
      if (sending.size >= most.bodies) makeRoom(sending, most.bodies)
      sending.add(request)
      request.once('close', () => sending.delete(request))
    })
  }
}
