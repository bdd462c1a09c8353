// Lets the event loop turn while the embedded database works. It runs in this thread, and a statement that waits for
// another one begins as soon as that one ends: while many work at once, no request would be read and no answer sent.
import { setImmediate } from 'node:timers/promises'
import type { PGlite } from '@electric-sql/pglite'

/** From one turn to the next, in milliseconds; a single message to the database may take longer. */
const longest = 5

export function turning<One extends Pick<PGlite, 'execProtocolStream'>>(pglite: One): One {
  const pass = pglite.execProtocolStream.bind(pglite)
  let turnedAt = performance.now()
  pglite.execProtocolStream = async (...message) => {
    if (performance.now() - turnedAt >= longest) {
      await setImmediate()
      turnedAt = performance.now()
    }
    return pass(...message)
  }
  return pglite
}
