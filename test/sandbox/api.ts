// Starts one sandbox for a test file and calls it as a client would: real HTTP, JSON where the answer is JSON.
import { afterAll, beforeAll, beforeEach } from 'vitest'
import { movableClock } from '../../src/clock.ts'
import { sandboxKey } from '../../src/sandbox/keys.ts'
import { type Sandbox, startSandbox } from '../../src/sandbox/server.ts'
import { idOf } from '../../src/sandbox/state.ts'

export interface Answer<Body = unknown> {
  status: number
  type: string
  headers: Headers
  body: Body
}

export interface Ask {
  body?: unknown
  key?: string
  headers?: Record<string, string>
}

export const user = (username: string): string => idOf('user', username)
export const group = (name: string): string => idOf('group', name)
export const phone = (username: string): string => idOf('phone', username)

export interface Listed {
  results: { _id: string; username: string; email: string; [field: string]: unknown }[]
  totalCount: number
}

export interface Entry {
  seq: number
  method: string
  path: string
  body: unknown
  status: number
  answered: boolean
  key: string | null
  changed: boolean
  fault: string | null
}

/** A fresh company before every test; the clock only ever goes forward. */
export function sandboxForTests() {
  const clock = movableClock()
  let running: Sandbox | undefined
  const sandbox = (): Sandbox => {
    if (!running) throw new Error('the sandbox is not started')
    return running
  }
  beforeAll(async () => {
    running = await startSandbox({ clock })
  })
  beforeEach(async () => {
    await call('POST', '/_sandbox/reset')
    await call('DELETE', '/_sandbox/journal')
  })
  afterAll(async () => sandbox().close())

  async function call<Body = unknown>(method: string, path: string, ask: Ask = {}): Promise<Answer<Body>> {
    const response = await fetch(`${sandbox().url}${path}`, {
      method,
      headers: { 'x-api-key': ask.key ?? sandboxKey, 'content-type': 'application/json', ...ask.headers },
      ...(ask.body === undefined ? {} : { body: typeof ask.body === 'string' ? ask.body : JSON.stringify(ask.body) }),
    })
    const text = await response.text()
    const type = response.headers.get('content-type') ?? ''
    return {
      status: response.status,
      type,
      headers: response.headers,
      body: (type.includes('json') && text !== '' ? JSON.parse(text) : text) as Body,
    }
  }

  const get = <Body = unknown>(path: string, ask?: Ask) => call<Body>('GET', path, ask)
  const post = <Body = unknown>(path: string, body?: unknown, ask?: Ask) => call<Body>('POST', path, { ...ask, body })
  const journal = async () => (await get<{ seq: number; entries: Entry[] }>('/_sandbox/journal')).body.entries
  return { clock, sandbox, call, get, post, journal }
}
