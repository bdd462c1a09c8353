// A tiny real HTTP server for the client's tests: it answers what the test says and remembers what came.
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import { onTestFinished } from 'vitest'
import { type CallerOptions, createCaller } from '../../src/jumpcloud/client.ts'
import type { Endpoint } from '../../src/jumpcloud/endpoint.ts'
import { jumpcloudHosts } from '../../src/jumpcloud/hosts.ts'

export interface Seen {
  method: string
  /** Exactly as it came over the wire. */
  url: string
  path: string
  query: URLSearchParams
  headers: IncomingHttpHeaders
  body: string
  /** Source port: the same one twice is a kept-alive connection. */
  port: number
}

interface Plain {
  status?: number
  headers?: Record<string, string>
  json?: unknown
  text?: string
}

export type Reply =
  | Plain
  /** The connection is cut after the request was read. */
  | 'drop'
  /** Nothing is ever answered. */
  | 'hang'
  | ((response: ServerResponse) => void)

export type Answering = (seen: Seen, nth: number) => Reply | Promise<Reply>

export interface Server {
  url: string
  seen: Seen[]
}

export async function startServer(answering: Answering): Promise<Server> {
  const seen: Seen[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const url = request.url ?? ''
    const { pathname, searchParams } = new URL(url, 'http://server.example')
    const one: Seen = {
      method: request.method ?? '',
      url,
      path: pathname,
      query: searchParams,
      headers: request.headers,
      body: Buffer.concat(chunks).toString('utf8'),
      port: request.socket.remotePort ?? 0,
    }
    seen.push(one)
    reply(await answering(one, seen.length), response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  return { url: `http://127.0.0.1:${address.port}`, seen }
}

function reply(what: Reply, response: ServerResponse): void {
  if (what === 'hang') return
  if (what === 'drop') response.socket?.destroy()
  else if (typeof what === 'function') what(response)
  else answer(what, response)
}

function answer(what: Plain, response: ServerResponse): void {
  const { status = 200, headers = {}, json, text = '' } = what
  if (json === undefined) response.writeHead(status, headers).end(text)
  else response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(json))
}

export const testKey = 'jca_CANARY_0123456789abcdef'
export const someone = '5f0c1e2a3b4c5d6e7f8a9b0c'
export const other = '5f0c1e2a3b4c5d6e7f8a0001'
export const someGroup = '61129b4c8afaf1e9da9b83e4'
export const noon = new Date('2026-08-20T12:00:00.000Z')

export const read: Endpoint = {
  api: 'v1',
  method: 'GET',
  path: '/systemusers/{user}',
  scopes: ['users.readonly', 'users'],
  repeat: 'safe',
}

export const write = (repeat: Endpoint['repeat']): Endpoint => ({
  api: 'v1',
  method: 'POST',
  path: '/systemusers/{user}/unlock',
  scopes: ['users.state.unlock', 'users'],
  repeat,
})

/** A caller of that server whose waits are only noted. */
export function callerOf(server: Server, options: Partial<CallerOptions> = {}) {
  const waits: number[] = []
  const overrides = { consoleUrl: server.url, insightsUrl: server.url, oauthUrl: server.url }
  const caller = createCaller({
    credential: { kind: 'api-key', key: testKey },
    hosts: jumpcloudHosts('us', overrides),
    clock: { now: () => noon },
    random: () => 0.5,
    sleep: async (ms) => void waits.push(ms),
    timeoutMs: 2000,
    ...options,
  })
  onTestFinished(() => caller.close())
  return { ...caller, waits }
}

/** The error of a call that must fail. */
export async function failure(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => {
      throw new Error('this call was expected to fail')
    },
    (error: unknown) => error,
  )
}

interface SearchBody {
  limit?: number
  skip?: number
  searchFilter?: { searchTerm?: string; fields?: string[] }
}

export const readBodyOf = (seen: Seen): SearchBody => (seen.body === '' ? {} : JSON.parse(seen.body))
