// Latchkey in a process of its own, so that a script can kill it: started from one line of settings, told what to do by messages.
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { movableClock, seconds } from '../clock.ts'
import { type CrashPoint, crashPoints } from '../core.ts'
import { account, userId } from '../ids.ts'
import { readLedger } from '../ledger/ledger.ts'
import { createLog } from '../log.ts'
import { type AdapterParts, type Latchkey, type LatchkeyOptions, startLatchkey } from '../main.ts'
import { facesPeople, processRoles } from '../roles.ts'
import { freedAfterDeathMs } from '../store/boss.ts'
import { createWebServer, type WebServer } from '../web/server.ts'
import { demoOrganisation } from './organisation.ts'

const actorSettings = z.object({
  sandboxUrl: z.url(),
  role: z.enum(processRoles),
  /** The one JumpCloud credential that a process of this role holds. */
  credential: z.union([
    z.object({ kind: z.literal('api-key'), key: z.string() }),
    z.object({ kind: z.literal('client'), id: z.string(), secret: z.string() }),
  ]),
  /** PostgreSQL; without it the embedded store in `folder`. */
  databaseUrl: z.url().optional(),
  folder: z.string(),
  secret: z.string(),
  /** Its pages, who signs people in, and where its mail goes; the same for every process. */
  publicUrl: z.url().optional(),
  signIn: z.object({ issuer: z.url(), clientId: z.string(), clientSecret: z.string() }).optional(),
  mail: z.object({ url: z.string(), from: z.string() }).optional(),
  /** Where pages and platforms find it, unless it faces nobody. */
  port: z.number().optional(),
  /** How far the script has moved the clock so far. */
  clockOffsetMs: z.number(),
  audit: z.object({ platform: z.string(), id: z.string() }),
  /** Accounts that an administrator has imported. */
  bindings: z.array(z.object({ account, user: userId })),
  /** Whatever the platform needs to know. */
  platform: z.record(z.string(), z.unknown()),
})
export type ActorSettings = z.infer<typeof actorSettings>

const order = z.discriminatedUnion('do', [
  /** Of several processes one wakes what is due; the others only move their clocks. */
  z.object({ do: z.literal('advance'), ms: z.number(), wakes: z.boolean() }),
  z.object({ do: z.literal('settled') }),
  z.object({ do: z.literal('ledger') }),
  /** Without a point it goes on living. */
  z.object({ do: z.literal('die-at'), point: z.enum(crashPoints).optional() }),
])
export type Order = z.infer<typeof order>
const numbered = z.object({ id: z.number(), order })

/** A process that a script killed leaves jobs taken that only the real clock frees, however far the script moves its own; then they run. */
const settledWithinMs = freedAfterDeathMs + seconds(30)

/** What a platform is built from, besides what every adapter is. */
interface OnStage {
  clock: ReturnType<typeof movableClock>
  web: WebServer
}

/** What a platform adds: its adapter, and something to do once Latchkey runs, before anybody can reach it. */
export interface Platform {
  adapters(parts: AdapterParts, on: OnStage): ReturnType<LatchkeyOptions['adapters']>
  started?(latchkey: Latchkey): Promise<void>
}

/** How a process of this role reaches the sandbox: an edge only reads. */
export const toSandbox = ({
  role,
  credential,
  sandboxUrl,
}: Pick<ActorSettings, 'role' | 'credential' | 'sandboxUrl'>) => ({
  credential: role === 'edge' ? undefined : credential,
  readCredential: role === 'edge' && credential.kind === 'client' ? credential : undefined,
  orgId: undefined,
  region: 'us' as const,
  overrides: { consoleUrl: sandboxUrl, insightsUrl: sandboxUrl, oauthUrl: `${sandboxUrl}/oauth2/token` },
})

/** Runs until it is killed or told to stop. */
export async function act(settings: ActorSettings, platform: Platform): Promise<void> {
  const clock = movableClock(settings.clockOffsetMs)
  const log = createLog({ level: 'error', secrets: [settings.secret] })
  const web = createWebServer({ log, isReady: async () => true })
  const isFacing = facesPeople(settings.role)
  let end: CrashPoint | undefined
  const latchkey = await startLatchkey({
    config: {
      jumpcloud: toSandbox(settings),
      databaseUrl: settings.databaseUrl,
      dataFolder: settings.folder,
      secret: settings.secret,
      publicUrl: settings.publicUrl,
      signIn: settings.signIn,
      mail: settings.mail,
    },
    organisation: demoOrganisation(settings.audit),
    log,
    ...(isFacing && { web }),
    role: settings.role,
    clock,
    // People in a script answer at once, so the waits between two looks are short.
    timing: { pushPollMs: 150, readBackMs: 60, repeatMs: 60 },
    crashPoints: {
      async reach(point) {
        if (point === end) process.kill(process.pid, 'SIGKILL')
      },
    },
    adapters: (parts) => (isFacing ? platform.adapters(parts, { clock, web }) : []),
  })
  for (const { account, user } of settings.bindings)
    if (!(await latchkey.core.bindings.find(account))) await latchkey.core.bindings.bind(account, user, 'import')
  await platform.started?.(latchkey)
  if (isFacing && settings.port !== undefined) await web.listen(settings.port, '127.0.0.1')

  const carryOut = async (given: Order): Promise<unknown> => {
    switch (given.do) {
      case 'advance':
        clock.advance(given.ms)
        return given.wakes ? latchkey.catchUp(given.ms) : undefined
      case 'settled':
        return latchkey.idle(settledWithinMs)
      case 'ledger':
        return (await readLedger(latchkey.store, { limit: 1000 })).map(({ seq, event, actor }) => ({
          seq,
          event,
          actor,
        }))
      case 'die-at':
        end = given.point
        return undefined
    }
  }
  process.on('message', (message) => {
    const { id, order: given } = numbered.parse(message)
    carryOut(given).then(
      (value) => process.send?.({ id, value: value ?? null }),
      (error) => process.send?.({ id, error: String(error) }),
    )
  })
  // The script went away: nobody is left to play for.
  process.on('disconnect', () => void latchkey.stop().finally(() => process.exit(0)))
  process.send?.({ ready: true })
}

/** The one word of the command line that a child process is started with. */
export const settingsFromCommandLine = (): ActorSettings => actorSettings.parse(JSON.parse(process.argv[2] ?? '{}'))

export const conversationsFile = ({ folder }: Pick<ActorSettings, 'folder'>): string =>
  join(dirname(folder), 'conversations.json')
