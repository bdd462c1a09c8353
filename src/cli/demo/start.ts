// The demo in one process: sandbox, mail server, Latchkey with its pages on its embedded store, and the playground, all on one clock.

import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createPlayground, type Playground } from '../../../adapters/playground/index.ts'
import { movableClock } from '../../clock.ts'
import { freePort } from '../../demo/free-port.ts'
import { demoOrganisation } from '../../demo/organisation.ts'
import { startSurroundings } from '../../demo/surroundings.ts'
import { LatchkeyError } from '../../errors.ts'
import { createLog } from '../../log.ts'
import { type Latchkey, type LatchkeyOptions, startLatchkey } from '../../main.ts'
import { sandboxKey } from '../../sandbox/keys.ts'
import { createWebServer } from '../../web/server.ts'
import { importedBindings, playgroundCast } from './cast.ts'
import { createDevice } from './device.ts'
import { ledgerTail } from './ledger-tail.ts'
import { openVouches } from './open-vouches.ts'
import { type Prepared, prepare } from './prepare.ts'
import { scenes } from './scenes.ts'

export interface Demo {
  /** Addresses. */
  page: string
  sandbox: string
  stop(): Promise<void>
}

interface DemoOptions {
  port: number
  databaseUrl?: string | undefined
  /** For tests, which have a database made beforehand. */
  store?: LatchkeyOptions['store']
}

export async function startDemo({ port, databaseUrl, store }: DemoOptions): Promise<Demo> {
  await checkPort(port)
  const clock = movableClock()
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-demo-'))
  const removeFolder = () => rmSync(folder, { recursive: true, force: true })
  // Also when the process is told to end while everything starts.
  process.once('exit', removeFolder)
  const pagesPort = await freePort()
  const around = await startSurroundings({ clock, port: pagesPort })
  const { sandbox } = around
  const secret = randomBytes(32).toString('hex')
  const log = createLog({ level: 'error', secrets: [secret] })
  const web = createWebServer({ log, isReady: async () => true })
  let playground: Playground | undefined
  let latchkey: Latchkey | undefined
  let prepared: Prepared | undefined
  const stop = async () => {
    await latchkey?.stop()
    await web.close()
    await around.close()
    process.off('exit', removeFolder)
    removeFolder()
  }
  try {
    latchkey = await startLatchkey({
      config: {
        ...around.config,
        jumpcloud: {
          credential: { kind: 'api-key', key: sandboxKey },
          readCredential: undefined,
          orgId: undefined,
          region: 'us',
          overrides: { consoleUrl: sandbox.url, insightsUrl: sandbox.url },
        },
        databaseUrl,
        dataFolder: join(folder, 'data'),
        secret,
      },
      ...(store && { store }),
      organisation: demoOrganisation({ platform: 'playground', id: 'audit' }),
      log,
      web,
      clock,
      timing: { pushPollMs: 500, readBackMs: 300, repeatMs: 250 },
      adapters: (parts) => {
        let moved = clock.now().getTime() - Date.now()
        playground = createPlayground({
          port,
          sandboxUrl: sandbox.url,
          cast: playgroundCast,
          scenes,
          ledger: ledgerTail(parts.store, {
            directory: sandbox.state,
            titleOf: (skill) => latchkey?.core.skills.get(skill)?.title ?? skill,
          }),
          pages: {
            url: around.config.publicUrl,
            signInUrl: around.config.signIn.issuer,
            createDevice: () => createDevice(around.config.publicUrl),
          },
          letters: around.letters,
          vouches: async () => (latchkey ? openVouches(latchkey.core) : []),
          printedCodes: () => prepared?.printed ?? {},
          clock,
          async onClockMoved() {
            const before = moved
            moved = clock.now().getTime() - Date.now()
            await latchkey?.catchUp(Math.round(moved - before))
          },
          log,
        })
        return [playground]
      },
    })
    prepared = await prepare(latchkey.core, importedBindings)
    await web.listen(pagesPort, '127.0.0.1')
  } catch (error) {
    await stop()
    throw error
  }
  return { page: playground?.url() ?? '', sandbox: sandbox.url, stop }
}

/** Looked at before everything else: a taken port is told at once, and not after a database was made. */
async function checkPort(port: number): Promise<void> {
  const server = createServer().listen(port, '127.0.0.1')
  await once(server, 'listening').catch((cause: unknown) => {
    throw isTaken(cause) ? new LatchkeyError('port-taken', { port, other: (port % 65_535) + 1 }, { cause }) : cause
  })
  server.close()
  await once(server, 'close')
}

const isTaken = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
