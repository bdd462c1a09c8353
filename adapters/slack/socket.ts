// Socket Mode: keeps one connection to Slack, opens the next before the last one goes, and acknowledges what is stored.
import { setTimeout as wait } from 'node:timers/promises'
import { type Connection, connect, type Envelope } from './connection.ts'
import type { Intake } from './intake.ts'
import type { Kind } from './payload.ts'
import type { Log } from './web.ts'

export interface SocketOptions {
  appToken: string
  apiUrl: string | undefined
  intake: Intake
  log: Log
  patienceMs: number
  /** How long to wait after so many attempts in a row that failed. */
  waitMs?: (failures: number) => number
}

export interface Socket {
  /** Throws `platform-unavailable` when there is no first connection, or one of another app. */
  start(app: string | undefined): Promise<void>
  stop(): Promise<void>
  isConnected(): boolean
}

const kinds: Record<string, Kind> = { events_api: 'event', interactive: 'interaction', slash_commands: 'command' }

/** More at once than Slack ever sends to one connection; what is not taken comes again. */
const mostAtOnce = 500

const usualWait = (failures: number): number => Math.min(500 * 2 ** failures, 30_000)

export function createSocket({ appToken, apiUrl, intake, log, patienceMs, waitMs = usualWait }: SocketOptions): Socket {
  const stopping = new AbortController()
  const connections = new Set<Connection>()
  const leaving = new Set<Connection>()
  const running = new Map<Promise<void>, Connection>()
  let app: string | undefined
  let opening: Promise<void> | undefined

  const isConnected = () => [...connections].some((one) => one.isOpen())
  const staying = () => [...connections].filter((one) => one.isOpen() && !leaving.has(one))

  async function open(): Promise<void> {
    const made = await connect({ appToken, apiUrl, app, patienceMs, onEnvelope: take, onLeaving: leave })
    connections.add(made)
    void made.ended.then(() => {
      connections.delete(made)
      leaving.delete(made)
      if (staying().length === 0) keepUp()
    })
  }

  async function openSomehow(): Promise<void> {
    for (let failures = 0; !stopping.signal.aborted; failures += 1) {
      try {
        await open()
        return
      } catch (error) {
        log.warn(`Slack gave no connection. ${error instanceof Error ? error.message : ''}`.trim())
        await wait(waitMs(failures), undefined, { signal: stopping.signal }).catch(() => {})
      }
    }
  }

  /** One attempt at a time, however many reasons there are. */
  function keepUp(): void {
    if (stopping.signal.aborted || opening !== undefined) return
    opening = openSomehow().finally(() => {
      opening = undefined
      for (const one of leaving) void retire(one)
    })
  }

  function leave(connection: Connection): void {
    leaving.add(connection)
    keepUp()
  }

  /** What came over the old connection is acknowledged over it before it goes. */
  async function retire(connection: Connection): Promise<void> {
    await Promise.all([...running].filter(([, from]) => from === connection).map(([work]) => work))
    await connection.close()
  }

  function take(envelope: Envelope, from: Connection): void {
    if (running.size >= mostAtOnce) {
      log.warn('Slack sends more than can be stored; some of it waits.')
      return
    }
    const work = taken(envelope, from).finally(() => running.delete(work))
    running.set(work, from)
  }

  async function taken({ id, type, payload }: Envelope, from: Connection): Promise<void> {
    const kind = kinds[type]
    try {
      // What cannot be read now could not be read the next time either, so it is acknowledged and left.
      const done = kind && (await intake.take({ kind, body: payload, key: `envelope:${id}` }))
      from.acknowledge(id, done?.is === 'taken' ? done.answer : undefined)
    } catch {
      log.error('A message of Slack could not be stored; it was not acknowledged, so it comes again.')
    }
  }

  return {
    async start(ours) {
      app = ours
      await open()
    },
    async stop() {
      stopping.abort()
      await Promise.all(running.keys())
      await opening
      await Promise.all([...connections].map((one) => one.close()))
    },
    isConnected,
  }
}
