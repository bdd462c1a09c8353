// The child process of the Slack stage: Latchkey with the real Slack adapter behind a real HTTP server.
import { z } from 'zod'
import { createSlackAdapter } from '../../adapters/slack/index.ts'
import { act, settingsFromCommandLine } from '../../src/demo/actor.ts'
import { createWebServer, type WebServer } from '../../src/web/server.ts'

const settings = settingsFromCommandLine()
const { port, ...slack } = z
  .object({
    port: z.number(),
    apiUrl: z.string(),
    botToken: z.string(),
    signingSecret: z.string(),
    appToken: z.string().optional(),
  })
  .parse(settings.platform)
let web: WebServer | undefined

await act(settings, {
  adapters({ log, isNew }, clock) {
    web = createWebServer({ log, isReady: async () => true })
    const { appToken, ...common } = slack
    const over = appToken === undefined ? {} : { appToken }
    return [createSlackAdapter({ ...common, ...over, router: web.app, clock, replay: { isNew }, log })]
  },
  started: async () => void (await web?.listen(port, '127.0.0.1')),
})
