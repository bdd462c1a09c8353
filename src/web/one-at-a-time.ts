// One request at a time on each line: whoever asks again before the answer is out is cut off.
import type { RequestListener, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/**
 * Browsers, both platforms and proxies wait for the answer, although HTTP/1.1 lets them go on (RFC 9112, 9.3.2). Node
 * hands over everything that came in one piece at once: a few lines with a hundred requests each would keep everybody
 * else waiting for as long as all of them take.
 */
export function oneAtATime(listener: RequestListener): RequestListener {
  const answers = new WeakMap<Socket, ServerResponse>()
  return (request, response) => {
    const last = answers.get(request.socket)
    if (last && !last.writableFinished) {
      request.socket.destroy()
      return
    }
    answers.set(request.socket, response)
    listener(request, response)
  }
}
