// One Socket Mode connection: opened with the app's token, checked, read envelope by envelope, acknowledged by name.
import { SocketModeClient } from '@slack/socket-mode'
import { LatchkeyError } from '#latchkey/adapter'
import { type Fields, fields, findObject, text } from './payload.ts'
import { callSlack, clientOptions, platform, silent } from './web.ts'

export interface Envelope {
  id: string
  /** `events_api`, `interactive`, `slash_commands`. */
  type: string
  payload: Fields
}

export interface ConnectionOptions {
  appToken: string
  apiUrl: string | undefined
  /** The app that the bot's token belongs to; a connection of another app is closed at once. */
  app: string | undefined
  patienceMs: number
  onEnvelope(envelope: Envelope, from: Connection): void
  /** Slack is about to close this connection: time to open another. */
  onLeaving(connection: Connection): void
}

export interface Connection {
  isOpen(): boolean
  /** True when it was handed to the connection; what does not arrive is sent again by Slack, under another name. */
  acknowledge(envelope: string, answer: unknown): boolean
  /** Resolves when the connection has ended, whoever ended it. */
  ended: Promise<void>
  close(): Promise<void>
}

/** A press comes with the whole message or page that it was made on. */
const longestEnvelope = 512 * 1024
const closingMs = 1_500

const unavailable = (reason: string) => new LatchkeyError('platform-unavailable', { platform, reason })

/** The ticket in the address lets its bearer in, so it goes to Slack's own hosts only (in tests: to this machine). */
export function isOurAddress(address: string | undefined, apiUrl: string | undefined): boolean {
  const url = URL.parse(address ?? '')
  if (url === null || url.username !== '' || url.password !== '') return false
  if (apiUrl !== undefined) return ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname)
  return url.protocol === 'wss:' && url.hostname.endsWith('.slack.com') && url.port === ''
}

function findEnvelope(said: Fields): Envelope | undefined {
  const id = text(said.envelope_id)
  const type = text(said.type)
  return id !== undefined && id.length <= 200 && type !== undefined
    ? { id, type, payload: fields(said.payload) }
    : undefined
}

/** Resolves once Slack has said hello; throws `platform-unavailable` when it does not, in time, or to another app. */
export async function connect(options: ConnectionOptions): Promise<Connection> {
  const { logger: _, ...web } = clientOptions(options.apiUrl, options.patienceMs)
  // The library keeps the line alive with pings and tells when it is dead. Beginning again is ours: its own way of doing
  // that ends the process when the network is away for a moment.
  const client = new SocketModeClient({
    appToken: options.appToken,
    logger: silent,
    autoReconnectEnabled: false,
    clientOptions: web,
  })
  const ended = Promise.withResolvers<void>()
  const connection: Connection = {
    isOpen: () => client.websocket?.isActive() ?? false,
    acknowledge(envelope, answer) {
      if (!connection.isOpen()) return false
      const payload = answer === undefined || answer === '' ? {} : { payload: answer }
      client.websocket?.send(JSON.stringify({ envelope_id: envelope, ...payload }), () => {})
      return true
    },
    ended: ended.promise,
    close: () => closed(client, ended.promise),
  }
  client.on('disconnected', () => ended.resolve())
  client.on('authenticated', ({ url }: { url?: string }) => {
    if (!isOurAddress(url, options.apiUrl)) throw unavailable('it named an address that is not its own')
  })
  const greeted = listen(client, connection, options)
  const late = setTimeout(() => void client.disconnect().catch(() => {}), 2 * options.patienceMs)
  try {
    await callSlack(() => client.start().catch((error: unknown) => Promise.reject(error ?? unavailable('no greeting'))))
  } finally {
    clearTimeout(late)
  }
  if (greeted() === 'by-another') {
    await connection.close()
    throw unavailable('the app token belongs to another app than the bot token')
  }
  return connection
}

/** Reads every message before the library does, which believes whatever it gets; only the greeting is left to it. */
function listen(client: SocketModeClient, connection: Connection, options: ConnectionOptions) {
  let greeted: 'no' | 'by-ours' | 'by-another' = 'no'
  const [library] = client.listeners('ws_message')
  client.removeAllListeners('ws_message')
  client.on('ws_message', (data: unknown, isBinary: unknown) => {
    if (isBinary || typeof data !== 'string' || data.length > longestEnvelope) return
    const said = findObject(data)
    if (said?.type === 'hello') {
      const { app_id: app } = fields(said.connection_info)
      greeted = options.app === undefined || app === options.app ? 'by-ours' : 'by-another'
      library?.(data, false)
    }
    if (said === undefined || greeted !== 'by-ours') return
    if (said.type === 'disconnect') return options.onLeaving(connection)
    const envelope = findEnvelope(said)
    if (envelope !== undefined) options.onEnvelope(envelope, connection)
  })
  return () => greeted
}

/** The library waits half a minute for the other side's goodbye; asked twice it does not. */
async function closed(client: SocketModeClient, ended: Promise<void>): Promise<void> {
  const late = setTimeout(() => void client.disconnect().catch(() => {}), closingMs)
  await Promise.race([client.disconnect(), ended])
  clearTimeout(late)
}
