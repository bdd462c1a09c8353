// The process that is killed: Latchkey with a chat platform that lives elsewhere and speaks HTTP in both directions.
import { once } from 'node:events'
import { createServer } from 'node:http'
import express from 'express'
import { z } from 'zod'
import { type Adapter, incoming, LatchkeyError, messageRef } from '../../src/adapter.ts'
import { act, settingsFromCommandLine } from '../../src/demo/actor.ts'
import { accountOf, emailOf } from './kill-company.ts'

const settings = settingsFromCommandLine()
const { chatUrl, port } = z.object({ chatUrl: z.url(), port: z.number() }).parse(settings.platform)
const delivered = z.object({ ref: messageRef })

function createAdapter(): Adapter {
  const app = express()
  app.use(express.json({ limit: '1mb' }))
  const server = createServer(app)
  return {
    platform: 'chat',
    async start(inbox) {
      app.post('/incoming', async (request, response) => {
        response.json(await inbox.receive(incoming.parse(request.body)))
      })
      server.listen(port, '127.0.0.1')
      await once(server, 'listening')
    },
    async stop() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
    isReady: () => server.listening,
    profile: async ({ user }) => ({
      kind: 'employee',
      displayName: user,
      email: emailOf(user),
      language: 'en',
      timeZone: 'Europe/Berlin',
    }),
    findAccount: async (email) => accountOf(email.replace(/@.*/, '')),
    async deliver(to, card, { replaces, key }) {
      const response = await fetch(`${chatUrl}/deliver`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ to, card, replaces, key }),
      })
      if (!response.ok) throw new LatchkeyError('platform-unavailable', { platform: 'chat', reason: response.status })
      return delivered.parse(await response.json()).ref
    },
  }
}

await act(settings, { adapters: () => [createAdapter()] })
