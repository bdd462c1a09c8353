// Of what still comes when the answer is out, little is read, and the line of whoever goes on is cut.
import type { Server } from 'node:http'

/** Long enough for the answer to arrive: a line that is cut with something unread on it can take the answer with it. */
const lingerMs = 1000
/** What may still be on its way from somebody who does not mean to go on, so that they can use the line again. */
const mostRead = 64 * 1024

/**
 * Node itself would read such a body to its end, however fast and long: a few endless ones keep a whole process from
 * everybody else.
 */
export function cutUnread(server: Server): void {
  server.on('request', (request, response) => {
    response.once('finish', () => {
      if (request.complete) return
      const { socket } = request
      const enough = socket.bytesRead + mostRead
      const cut = setTimeout(() => socket.destroy(), lingerMs)
      const look = () => {
        if (request.complete) leave()
        else if (socket.bytesRead > enough) socket.pause()
      }
      const leave = () => {
        clearTimeout(cut)
        socket.off('data', look)
      }
      socket.on('data', look)
      socket.once('close', leave)
    })
  })
}
