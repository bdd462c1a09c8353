// A whole Latchkey behind the fake Slack, in one process: the real program, adapter and sandbox, on a clock that moves.
import { openAsBlob } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { inject } from 'vitest'
import { createSlackAdapter, eventsPath } from '../adapters/slack/index.ts'
import { movableClock } from '../src/clock.ts'
import { directoryIdOf, players } from '../src/demo/cast.ts'
import { demoOrganisation } from '../src/demo/organisation.ts'
import { createPhone } from '../src/demo/phone.ts'
import { readLedger } from '../src/ledger/ledger.ts'
import { createLog } from '../src/log.ts'
import { startLatchkey } from '../src/main.ts'
import { sandboxKey } from '../src/sandbox/keys.ts'
import { startSandbox } from '../src/sandbox/server.ts'
import { type FakeSlackOptions, startFakeSlack } from './fakes/slack.ts'

const directoryId = (name: string) => {
  const player = players.find(({ user }) => user === name)
  if (!player) throw new Error(`nobody is called ${name}`)
  return directoryIdOf(player)
}

export async function startSlackLatchkey(options: FakeSlackOptions = {}) {
  const clock = movableClock()
  const sandbox = await startSandbox({ clock })
  const slack = await startFakeSlack({ clock, patienceMs: 10_000, retryDelays: [100, 400], ...options })
  const router = express()
  const server = createServer(router)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  slack.connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}${eventsPath}`)
  const lines: string[] = []
  const log = createLog({ level: 'warn', secrets: [], destination: { write: (line) => void lines.push(line) } })
  const latchkey = await startLatchkey({
    config: {
      jumpcloud: {
        credential: { kind: 'api-key', key: sandboxKey },
        readCredential: undefined,
        orgId: undefined,
        region: 'us',
        overrides: { consoleUrl: sandbox.url, insightsUrl: sandbox.url },
      },
      databaseUrl: undefined,
      dataFolder: '',
      secret: 'a-secret-of-thirty-two-characters',
    },
    store: { inMemory: true, template: await openAsBlob(inject('storeTemplate')) },
    organisation: demoOrganisation({ platform: 'slack', id: 'C0AUDIT01' }),
    log,
    clock,
    timing: { pushPollMs: 50, readBackMs: 10, repeatMs: 10 },
    adapters: ({ isNew }) => [
      createSlackAdapter({
        botToken: slack.botToken,
        ...(options.over === 'socket' ? { appToken: slack.appToken } : {}),
        signingSecret: slack.signingSecret,
        apiUrl: slack.apiUrl,
        router,
        replay: { isNew },
        clock,
      }),
    ],
  })
  const { core } = latchkey
  const account = (name: string) => ({
    platform: 'slack',
    tenant: slack.team,
    user: slack.state.findPerson(name)?.id ?? '',
  })
  return {
    core,
    latchkey,
    slack,
    clock,
    sandbox,
    log: lines,
    account,
    directoryId,
    phone: (name: string) => createPhone(sandbox.url, directoryId(name)),
    /** As after an administrator's import. */
    connect: (name: string) => core.bindings.bind(account(name), directoryId(name), 'import'),
    settled: () => latchkey.idle(),
    async advance(ms: number) {
      clock.advance(ms)
      await latchkey.catchUp(ms)
      await latchkey.idle()
    },
    ledger: async () => readLedger(core.store, { limit: 1000 }),
    async stop() {
      await latchkey.stop()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await slack.close()
      await sandbox.close()
    },
  }
}
export type SlackLatchkey = Awaited<ReturnType<typeof startSlackLatchkey>>
