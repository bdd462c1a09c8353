// Hears what other processes say: through PostgreSQL, on a connection of its own; within one process, directly.
import pg from 'pg'
import type { StoreLog } from './log.ts'
import type { Heard, Listening } from './store.ts'

const reconnectMs = 1000
const channelName = /^[a-z][a-z0-9_]{0,62}$/

export interface Talk {
  notify(channel: string, message: string): Promise<void>
  listen(channel: string, heard: Heard): Promise<Listening>
}

/** Whoever speaks waits until it was heard, and never learns what came of it. */
export function talkWithin(log?: StoreLog): Talk {
  const listeners = new Map<string, Heard>()
  return {
    async notify(channel, message) {
      await listeners.get(channel)?.(message)
    },
    async listen(channel, heard) {
      listeners.set(channel, safely(heard, log))
      return { isOpen: () => listeners.has(channel), close: async () => void listeners.delete(channel) }
    },
  }
}

export const talkThrough = (pool: Pick<pg.Pool, 'query'>, databaseUrl: string, log?: StoreLog): Talk => ({
  async notify(channel, message) {
    await pool.query('SELECT pg_notify($1, $2)', [channel, message])
  },
  async listen(channel, heard) {
    if (!channelName.test(channel)) throw new TypeError('a channel has a plain name')
    const hears = safely(heard, log)
    let client: pg.Client | undefined
    let isClosed = false
    let timer: NodeJS.Timeout | undefined

    async function connect(): Promise<void> {
      const fresh = new pg.Client({ connectionString: databaseUrl, application_name: 'latchkey-listen' })
      const lost = (): void => {
        if (client !== fresh) return
        client = undefined
        if (!isClosed) again()
      }
      fresh.on('error', lost)
      fresh.on('end', lost)
      fresh.on('notification', ({ channel: on, payload }) => {
        if (on === channel && payload) void hears(payload)
      })
      await fresh.connect()
      await fresh.query(`LISTEN ${channel}`)
      client = fresh
      if (isClosed) await fresh.end()
    }
    function again(): void {
      timer = setTimeout(() => connect().catch(() => !isClosed && again()), reconnectMs)
      timer.unref()
    }

    await connect()
    return {
      isOpen: () => client !== undefined,
      async close() {
        isClosed = true
        clearTimeout(timer)
        await client?.end()
      },
    }
  },
})

const safely =
  (heard: Heard, log?: StoreLog): Heard =>
  (message) =>
    heard(message).catch((error: unknown) => log?.error({ err: error }, 'what was heard could not be used'))
