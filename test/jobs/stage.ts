// Latchkey in this very process, on a store in memory, with the sandbox, the playground and its people: to look inside.
import { openAsBlob } from 'node:fs'
import { afterAll, beforeAll, inject } from 'vitest'
import { createPlaygroundDriver } from '../../adapters/playground/driver.ts'
import { createPlayground, type Playground } from '../../adapters/playground/index.ts'
import { importedBindings, playgroundCast } from '../../src/cli/demo/cast.ts'
import { movableClock } from '../../src/clock.ts'
import { demoOrganisation } from '../../src/demo/organisation.ts'
import { createLog } from '../../src/log.ts'
import { type Latchkey, startLatchkey } from '../../src/main.ts'
import { sandboxKey } from '../../src/sandbox/keys.ts'
import { type Sandbox, startSandbox } from '../../src/sandbox/server.ts'

export interface Running {
  latchkey: Latchkey
  sandbox: Sandbox
  chat: ReturnType<typeof createPlaygroundDriver>
  /** Moves the clock and lets what is due happen. */
  advance(ms: number): Promise<void>
}

/** Started once for a test file. */
export function latchkeyForTests(): () => Running {
  let running: Running | undefined
  beforeAll(async () => {
    running = await start()
  })
  afterAll(async () => {
    await running?.latchkey.stop()
    await running?.sandbox.close()
  })
  return () => {
    if (!running) throw new Error('Latchkey is not started')
    return running
  }
}

async function start(): Promise<Running> {
  const clock = movableClock()
  const sandbox = await startSandbox({ clock })
  const log = createLog({ level: 'silent', secrets: [] })
  let playground: Playground | undefined
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
      secret: 'a secret of the tests, 32 letters and more',
    },
    organisation: demoOrganisation({ platform: 'playground', id: 'audit' }),
    log,
    clock,
    timing: { pushPollMs: 100, readBackMs: 50 },
    store: { inMemory: true, template: await openAsBlob(inject('storeTemplate')) },
    adapters() {
      const ledger = { tail: async () => [] }
      const onClockMoved = async () => {}
      playground = createPlayground({
        port: 0,
        sandboxUrl: sandbox.url,
        cast: playgroundCast,
        ledger,
        clock,
        onClockMoved,
      })
      return [playground]
    },
  })
  for (const { account, user } of importedBindings) await latchkey.core.bindings.bind(account, user, 'import')
  return {
    latchkey,
    sandbox,
    chat: createPlaygroundDriver(playground?.url() ?? ''),
    async advance(ms) {
      clock.advance(ms)
      await latchkey.catchUp(ms)
    },
  }
}
