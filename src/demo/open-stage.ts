// Builds a stage: a sandbox here, Latchkey in a process of its own, one clock for both, and a platform's people.
import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { movableClock } from '../clock.ts'
import type { Account, UserId } from '../ids.ts'
import { sandboxKey } from '../sandbox/keys.ts'
import { startSandbox } from '../sandbox/server.ts'
import type { ActorSettings } from './actor.ts'
import type { ChatDriver, SeenMessage } from './driver.ts'
import { createPhone } from './phone.ts'
import { createActor } from './process.ts'
import { createSandboxView } from './sandbox-view.ts'
import type { People, Stage } from './stage.ts'

export interface PlatformOnStage {
  /** The file that the child process runs. */
  entry: string
  people: People
  chat: ChatDriver
  audit(): Promise<SeenMessage[]>
  auditChannel: { platform: string; id: string }
  /** Who stands behind a name on the stage. */
  directoryId(user: string): UserId
  /** Bound from the start, as after an administrator's import. */
  imported: { account: Account; user: UserId }[]
  /** Read at each start of the process. */
  settings: Record<string, unknown>
  /** Called each time the process has started. */
  connected?(): Promise<void>
  close?(): Promise<void>
}

export interface StoreOnStage {
  folder: string
  databaseUrl?: string | undefined
}

const lines = z.array(z.object({ seq: z.number(), event: z.string(), actor: z.string() }))

export async function openStage(
  store: StoreOnStage,
  build: (parts: { sandboxUrl: string; clock: ReturnType<typeof movableClock> }) => Promise<PlatformOnStage>,
): Promise<Stage> {
  const clock = movableClock()
  let movedMs = 0
  const sandbox = await startSandbox({ clock })
  const view = await createSandboxView(sandbox.url)
  const platform = await build({ sandboxUrl: sandbox.url, clock })
  const secret = randomBytes(32).toString('hex')
  const actor = createActor(
    platform.entry,
    (): ActorSettings => ({
      ...store,
      sandboxUrl: sandbox.url,
      sandboxKey,
      secret,
      clockOffsetMs: movedMs,
      audit: platform.auditChannel,
      bindings: platform.imported,
      platform: platform.settings,
    }),
  )
  const start = async () => {
    await actor.start()
    await platform.connected?.()
  }
  await start()
  return {
    people: platform.people,
    chat: platform.chat,
    audit: platform.audit,
    phone: (user) => createPhone(sandbox.url, platform.directoryId(user)),
    sandbox: view,
    ledger: async () => lines.parse(await actor.ask({ do: 'ledger' })),
    async advance(ms) {
      movedMs += ms
      clock.advance(ms)
      await actor.ask({ do: 'advance', ms })
    },
    settled: async () => void (await actor.ask({ do: 'settled' })),
    kill: () => actor.kill(),
    start,
    async dieAt(point) {
      await actor.ask({ do: 'die-at', point })
      return { died: actor.ended() }
    },
    async close() {
      await actor.kill().catch(() => {})
      await platform.close?.()
      await sandbox.close()
    },
  }
}
