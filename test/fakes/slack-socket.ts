// The fake's Socket Mode: hands out tickets, greets, sends envelopes to one of the open connections and waits for the answer.
import { randomUUID } from 'node:crypto'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type WebSocket, WebSocketServer } from 'ws'
import { type Fields, fields, type SlackState, string } from './slack-state.ts'

export type SlackSockets = ReturnType<typeof createSockets>

export function createSockets(server: Server, state: SlackState, { ackMs }: { ackMs: number }) {
  const tickets = new Set<string>()
  const open: WebSocket[] = []
  const waiting = new Map<string, { over: WebSocket; settle(answer: { payload: unknown } | undefined): void }>()
  const received: Fields[] = []
  const sockets = new WebSocketServer({ noServer: true })
  let turn = 0

  server.on('upgrade', (request, socket, head) => {
    const ticket = new URL(request.url ?? '/', 'http://slack.test').searchParams.get('ticket') ?? ''
    if (!tickets.delete(ticket)) return void socket.destroy()
    sockets.handleUpgrade(request, socket, head, (connection) => greet(connection))
  })

  function greet(connection: WebSocket): void {
    open.push(connection)
    connection.on('close', () => {
      open.splice(open.indexOf(connection), 1)
      for (const { over, settle } of waiting.values()) if (over === connection) settle(undefined)
      state.changed.emit('changed')
    })
    connection.on('error', () => {})
    connection.on('message', (data) => {
      const said = fields(JSON.parse(String(data)))
      received.push(said)
      waiting.get(string(said.envelope_id))?.settle({ payload: said.payload })
    })
    const app_id = state.socketAppId
    const num_connections = open.length
    connection.send(JSON.stringify({ type: 'hello', num_connections, connection_info: { app_id }, debug_info: {} }))
    state.changed.emit('changed')
  }

  function write(data: string): void {
    for (const connection of open) connection.send(data)
  }

  function cut(): void {
    for (const connection of [...open]) connection.terminate()
  }

  return {
    /** Where the bot may connect, once. */
    ticketUrl(): string {
      const ticket = randomUUID()
      tickets.add(ticket)
      return `ws://127.0.0.1:${(server.address() as AddressInfo).port}/link/?ticket=${ticket}&app_id=${state.appId}`
    },
    /** Sends one envelope over one of the open connections; undefined when nobody acknowledged it in time. */
    async send(type: string, payload: unknown, rest: Fields = {}): Promise<{ payload: unknown } | undefined> {
      const connection = open[turn++ % Math.max(open.length, 1)]
      if (!connection) return undefined
      const envelope_id = randomUUID()
      const acknowledged = Promise.withResolvers<{ payload: unknown } | undefined>()
      waiting.set(envelope_id, { over: connection, settle: acknowledged.resolve })
      const late = setTimeout(() => acknowledged.resolve(undefined), ackMs)
      connection.send(JSON.stringify({ envelope_id, type, payload, accepts_response_payload: true, ...rest }))
      const answer = await acknowledged.promise
      clearTimeout(late)
      waiting.delete(envelope_id)
      return answer
    },
    /** Anything at all, to every open connection. */
    write,
    /** Slack's own notice that it is about to close a connection; it closes it when the bot did not. */
    refresh: (reason = 'refresh_requested') => write(JSON.stringify({ type: 'disconnect', reason })),
    cut,
    count: () => open.length,
    /** Every answer of the bot, oldest first. */
    received,
  }
}
