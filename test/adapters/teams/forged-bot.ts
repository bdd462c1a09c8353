// The process that is shot at: the real adapter behind the real web server, with an inbox that counts what gets through.
import { z } from 'zod'
import { createTeamsAdapter } from '../../../adapters/teams/index.ts'
import { messagesPath } from '../../../adapters/teams/path.ts'
import { createLog } from '../../../src/log.ts'
import { createWebServer } from '../../../src/web/server.ts'
import { words } from '../../fakes/teams.ts'
import { createMemory } from './memory.ts'

const { password, ...settings } = z
  .object({
    appId: z.string(),
    tenantId: z.string(),
    password: z.string(),
    openIdMetadataUrl: z.string(),
    loginUrl: z.string(),
  })
  .parse(JSON.parse(process.argv[2] ?? '{}'))

const received: string[] = []
const crashes: string[] = []
process.on('unhandledRejection', (error) => void crashes.push(String(error)))
process.on('uncaughtException', (error) => void crashes.push(String(error)))

const web = createWebServer({ log: createLog({ level: 'silent', secrets: [] }), isReady: async () => true })
const seen = new Set<string>()
const adapter = createTeamsAdapter({
  ...settings,
  credential: { kind: 'password', password },
  router: web.app,
  ...createMemory(),
  words,
  clock: { now: () => new Date() },
  isNew: async (key) => !seen.has(key) && seen.size < seen.add(key).size,
})
await adapter.start({
  async receive(came) {
    received.push('text' in came ? came.text : came.kind)
    return { kind: 'nothing' }
  },
})
const port = await web.listen(0, '127.0.0.1')

process.on('message', (asked) => {
  if (asked === 'report') {
    for (let i = 0; i < 3; i += 1) globalThis.gc?.()
    const { rss, heapUsed } = process.memoryUsage()
    process.send?.({ received, crashes, rss, heapUsed })
  }
})
process.on('disconnect', () => process.exit(0))
process.send?.({ url: `http://127.0.0.1:${port}${messagesPath}` })
