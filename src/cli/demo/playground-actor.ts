// The child process of the script: Latchkey with the playground as its chat platform.
import { z } from 'zod'
import { createPlayground } from '../../../adapters/playground/index.ts'
import { act, conversationsFile, settingsFromCommandLine } from '../../demo/actor.ts'
import { playgroundCast } from './cast.ts'

const settings = settingsFromCommandLine()
const { port } = z.object({ port: z.number() }).parse(settings.platform)

await act(settings, {
  adapters: ({ log }, { clock }) => [
    createPlayground({
      port,
      sandboxUrl: settings.sandboxUrl,
      cast: playgroundCast,
      conversationsFile: conversationsFile(settings),
      // The script reads the ledger from the process itself.
      ledger: { tail: async () => [] },
      clock,
      onClockMoved: async () => {},
      log,
    }),
  ],
})
