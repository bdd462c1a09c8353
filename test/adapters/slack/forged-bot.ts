// The process that is shot at: the real adapter behind the real web server, with an inbox that counts what gets through.
import { subscribe } from 'node:diagnostics_channel'
import { z } from 'zod'
import { createSlackAdapter } from '../../../adapters/slack/index.ts'
import type { AtOnce, Incoming } from '../../../src/adapter.ts'
import { createLog } from '../../../src/log.ts'
import { createWebServer } from '../../../src/web/server.ts'

const settings = z
  .object({ apiUrl: z.string(), botToken: z.string(), signingSecret: z.string() })
  .parse(JSON.parse(process.argv[2] ?? '{}'))

const received: string[] = []
const contacted = new Set<string>()
const crashes: string[] = []

process.on('unhandledRejection', (error) => void crashes.push(String(error)))
process.on('uncaughtException', (error) => void crashes.push(String(error)))
// Every way in which Node itself asks somebody else for something.
subscribe('undici:request:create', (message) => {
  const { request } = z.object({ request: z.object({ origin: z.unknown() }) }).parse(message)
  contacted.add(String(request.origin))
})
subscribe('http.client.request.start', (message) => {
  const { request } = z.object({ request: z.object({ host: z.string().optional() }) }).parse(message)
  contacted.add(String(request.host))
})

/** What got through is told by what it carries: its words, its handle, or what it is. */
const nameOf = (came: Incoming): string => ('text' in came ? came.text : 'handle' in came ? came.handle : came.kind)

/** Always with something to say, so that an answer could go astray. */
const answerTo = (came: Incoming): AtOnce =>
  came.kind === 'press' || came.kind === 'command'
    ? { kind: 'line', text: 'Somebody was faster.' }
    : { kind: 'nothing' }

const log = createLog({ level: 'silent', secrets: [] })
const web = createWebServer({ log, isReady: async () => true })
const seen = new Set<string>()
const adapter = createSlackAdapter({
  ...settings,
  router: web.app,
  clock: { now: () => new Date() },
  replay: { isNew: async (key) => !seen.has(key) && seen.size < seen.add(key).size },
})
await adapter.start({
  async receive(came) {
    received.push(nameOf(came))
    return answerTo(came)
  },
})
const port = await web.listen(0, '127.0.0.1')

process.on('message', (asked) => {
  if (asked === 'report') {
    for (let i = 0; i < 3; i += 1) globalThis.gc?.()
    process.send?.({ received, contacted: [...contacted], crashes, rss: process.memoryUsage().rss })
  }
})
process.on('disconnect', () => process.exit(0))
process.send?.({ port })
