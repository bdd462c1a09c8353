// Builds a stage: sandbox and mail server here, Latchkey in processes of its own, one clock for all, and a platform's people.
import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { movableClock } from '../clock.ts'
import type { Account, UserId } from '../ids.ts'
import { facesPeople, type ProcessRole } from '../roles.ts'
import { sandboxKey } from '../sandbox/keys.ts'
import type { ActorSettings } from './actor.ts'
import { type Browser, createBrowser } from './browser.ts'
import type { ChatDriver, SeenMessage } from './driver.ts'
import { freePort } from './free-port.ts'
import { createPhone } from './phone.ts'
import { createProcesses } from './processes.ts'
import { createSandboxView } from './sandbox-view.ts'
import type { People, Stage } from './stage.ts'
import { startSurroundings } from './surroundings.ts'

export interface PlatformOnStage {
  /** The file that a child process runs. */
  entry: string
  people: People
  chat: ChatDriver
  audit(): Promise<SeenMessage[]>
  auditChannel: { platform: string; id: string }
  /** Who stands behind a name on the stage. */
  directoryId(user: string): UserId
  /** Bound from the start, as after an administrator's import. */
  imported: { account: Account; user: UserId }[]
  /** What each process needs to know; read at each start. */
  settings(): Record<string, unknown>
  close?(): Promise<void>
}

export interface StoreOnStage {
  folder: string
  databaseUrl?: string | undefined
}

/** The processes to start, in this order. More than one needs PostgreSQL. */
export type Roles = readonly [ProcessRole, ...ProcessRole[]]

const lines = z.array(z.object({ seq: z.number(), event: z.string(), actor: z.string() }))

interface StageParts {
  sandboxUrl: string
  clock: ReturnType<typeof movableClock>
  /** Where the processes that face people will listen. */
  ports: readonly number[]
}

export async function openStage(
  store: StoreOnStage,
  build: (parts: StageParts) => Promise<PlatformOnStage>,
  roles: Roles = ['all'],
): Promise<Stage> {
  const clock = movableClock()
  let movedMs = 0
  const ports = await Promise.all(roles.map((role) => (facesPeople(role) ? freePort() : undefined)))
  const facing = ports.filter((port) => port !== undefined)
  // Whoever opens a page comes to the first of them.
  const around = await startSurroundings({ clock, port: facing[0] ?? 0 })
  const { sandbox } = around
  const view = await createSandboxView(sandbox.url)
  const platform = await build({ sandboxUrl: sandbox.url, clock, ports: facing })
  const secret = randomBytes(32).toString('hex')
  const browsers = new Map<string, Browser>()
  const emailOf = (user: string): string => sandbox.state.users.get(platform.directoryId(user))?.email ?? ''
  const processes = createProcesses(
    platform.entry,
    roles,
    (role, number): ActorSettings => ({
      ...store,
      ...around.config,
      role,
      port: ports[number],
      credential: credentialFor(role),
      sandboxUrl: sandbox.url,
      secret,
      clockOffsetMs: movedMs,
      audit: platform.auditChannel,
      bindings: number === 0 ? platform.imported : [],
      platform: platform.settings(),
    }),
  )
  await processes.start()
  return {
    people: platform.people,
    chat: platform.chat,
    audit: platform.audit,
    phone: (user) => createPhone(sandbox.url, platform.directoryId(user)),
    browser(user) {
      const made = browsers.get(user) ?? createBrowser({ email: emailOf(user), publicUrl: around.config.publicUrl })
      browsers.set(user, made)
      return made
    },
    mail: (user) => around.letters().filter(({ to }) => to.includes(emailOf(user))),
    sandbox: view,
    now: () => clock.now(),
    ledger: async () => lines.parse(await processes.askFirst({ do: 'ledger' })),
    async advance(ms) {
      movedMs += ms
      clock.advance(ms)
      await processes.askAll((number) => ({ do: 'advance', ms, wakes: number === roles.length - 1 }))
      // Workers say anew that they are there, by a clock that all of them share again.
      if (roles.length > 1) await processes.askAll(() => ({ do: 'advance', ms: 0, wakes: true }))
    },
    async settled() {
      // What one process finishes may be work for another.
      for (let round = 0; round < roles.length; round += 1) await processes.askAll(() => ({ do: 'settled' }))
    },
    kill: () => processes.kill(),
    start: () => processes.start(),
    async dieAt(point) {
      await processes.askAll(() => ({ do: 'die-at', point }))
      // One is to die there. Its sibling, which takes over, is to live.
      return { died: processes.oneEnded().then(() => processes.askAll(() => ({ do: 'die-at' }))) }
    },
    async close() {
      await processes.kill()
      await platform.close?.()
      await around.close()
    },
  }
}

/** Apart, each half has the sandbox's service account of its name. */
const credentialFor = (role: ProcessRole): ActorSettings['credential'] =>
  role === 'all'
    ? { kind: 'api-key', key: sandboxKey }
    : { kind: 'client', id: `sandbox-${role}`, secret: `sandbox-${role}-secret` }
