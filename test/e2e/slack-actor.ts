// The child process of the Slack stage: Latchkey with the real Slack adapter behind a real HTTP server.
import { z } from 'zod'
import { createSlackAdapter } from '../../adapters/slack/index.ts'
import { act, settingsFromCommandLine } from '../../src/demo/actor.ts'

const settings = settingsFromCommandLine()
const slack = z
  .object({
    apiUrl: z.string(),
    botToken: z.string(),
    signingSecret: z.string(),
    appToken: z.string().optional(),
  })
  .parse(settings.platform)

await act(settings, {
  adapters({ log, isNew }, { clock, web }) {
    const { appToken, ...common } = slack
    const over = appToken === undefined ? {} : { appToken }
    return [createSlackAdapter({ ...common, ...over, router: web.app, clock, replay: { isNew }, log })]
  },
})
