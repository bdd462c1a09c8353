// One attempt over HTTP: it tells apart what never left from what may have arrived, and never throws.
import { Agent, type Dispatcher } from 'undici'
import { orAborted } from './abort.ts'

export interface Outgoing {
  url: string
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  headers: Record<string, string>
  body: string | undefined
}

export type Sent =
  | { kind: 'answer'; status: number; headers: Record<string, string>; text: string }
  /** `wasSent`: bytes of the request left for JumpCloud, so it may have acted. */
  | { kind: 'failed'; wasSent: boolean; reason: string; cause: unknown }

export interface Lines {
  reads: Dispatcher
  writes: Dispatcher
  close(): Promise<void>
}

const maxBytes = 8 * 1024 * 1024

/**
 * Writes get a fresh connection each: on a kept-alive one that JumpCloud is just closing, a write that never
 * arrived could not be told from one that did.
 */
export function createLines(connections: number, timeoutMs: number, given?: Dispatcher): Lines {
  if (given) return { reads: given, writes: given, close: async () => {} }
  const shared = { connections, allowH2: false, connect: { timeout: timeoutMs } }
  const reads = new Agent(shared)
  const writes = new Agent({ ...shared, pipelining: 0 })
  return { reads, writes, close: async () => void (await Promise.all([reads.close(), writes.close()])) }
}

export async function send(
  line: Dispatcher,
  outgoing: Outgoing,
  limits: { timeoutMs: number; signal?: AbortSignal | undefined },
): Promise<Sent> {
  const progress = { wasSent: false }
  const timeout = AbortSignal.timeout(limits.timeoutMs)
  const signal = limits.signal ? AbortSignal.any([timeout, limits.signal]) : timeout
  try {
    // undici looks at the signal only once a connection stands; after an abort it does not send any more.
    const response = await orAborted(begin(watched(line, progress), outgoing, signal, limits.timeoutMs), signal)
    const text = await readText(response.body)
    if (text === undefined)
      return { kind: 'failed', wasSent: true, reason: 'answer too large', cause: new Error('answer too large') }
    return { kind: 'answer', status: response.statusCode, headers: flat(response.headers), text }
  } catch (cause) {
    const reason = timeout.aborted ? 'timeout' : limits.signal?.aborted ? 'cancelled' : codeOf(cause)
    return { kind: 'failed', wasSent: progress.wasSent, reason, cause }
  }
}

function begin(line: Dispatcher, outgoing: Outgoing, signal: AbortSignal, timeoutMs: number) {
  const { origin, pathname, search } = new URL(outgoing.url)
  return line.request({
    origin,
    path: pathname + search,
    method: outgoing.method,
    headers: outgoing.headers,
    body: outgoing.body ?? null,
    signal,
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
  })
}

/** `onRequestStart` comes right before the first byte is written, after the connection and its TLS stand. */
function watched(line: Dispatcher, progress: { wasSent: boolean }): Dispatcher {
  return line.compose((dispatch) => (options, handler) => {
    const watching: Dispatcher.DispatchHandler = {
      onRequestStart(controller, context) {
        handler.onRequestStart?.(controller, context)
        if (!controller.aborted) progress.wasSent = true
      },
      onRequestUpgrade: (...given) => handler.onRequestUpgrade?.(...given),
      onResponseStart: (...given) => handler.onResponseStart?.(...given),
      onResponseData: (...given) => handler.onResponseData?.(...given),
      onResponseEnd: (...given) => handler.onResponseEnd?.(...given),
      onResponseError: (...given) => handler.onResponseError?.(...given),
    }
    return dispatch(options, watching)
  })
}

/** Undefined when the body is larger than anything JumpCloud sends. */
async function readText(body: AsyncIterable<Uint8Array>): Promise<string | undefined> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body) {
    size += chunk.length
    if (size > maxBytes) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function flat(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  const plain: Record<string, string> = {}
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) plain[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value
  }
  return plain
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'network'
  return 'code' in error && typeof error.code === 'string' ? error.code : 'network'
}
