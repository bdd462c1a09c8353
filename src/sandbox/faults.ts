// Faults on order: what may go wrong between a caller and JumpCloud, matched to calls and counted down.
import { setTimeout as wait } from 'node:timers/promises'
import type { Response } from 'express'
import { z } from 'zod'
import type { Reply } from './route.ts'

const faultKinds = [
  // Nothing is applied.
  'status',
  // A refusal that repeats what it was sent, as careless servers do.
  'echo',
  'delay',
  'drop-before',
  'hang-before',
  // The call is applied, and the caller cannot know.
  'status-after',
  'delay-after',
  'drop-after',
  'hang-after',
  // The call is applied, and its answer is unreadable.
  'malformed',
  'truncated',
  'html',
  'empty',
  'wrong-type',
  'error-body',
  'large',
  'slow',
  // A read is answered from the directory as it was when the fault was ordered.
  'stale',
] as const
export type FaultKind = (typeof faultKinds)[number]

export const faultOrder = z.strictObject({
  match: z
    .strictObject({
      method: z.string().optional(),
      /** A part of the path and query, or a pattern between slashes: `/systemusers\/.+\/unlock/`. */
      path: z.string().optional(),
      /** A part of the body's text. */
      body: z.string().optional(),
    })
    .default({}),
  kind: z.enum(faultKinds),
  /** How many calls it meets; without it, all until it is taken away. */
  times: z.int().positive().optional(),
  /** How many matching calls go through first. */
  after: z.int().nonnegative().default(0),
  status: z.int().min(400).max(599).default(503),
  delayMs: z.int().nonnegative().max(600_000).default(1000),
  /** Seconds, or an HTTP date. */
  retryAfter: z.union([z.number(), z.string()]).optional(),
})
export type Fault = z.infer<typeof faultOrder> & { id: number; met: number }

/** The first fault that this call meets; counts it. */
export function meetFault(faults: Fault[], call: { method: string; url: string; body: string }): Fault | undefined {
  const fault = faults.find((one) => matches(one, call) && (one.times === undefined || one.met < one.after + one.times))
  if (!fault) return undefined
  fault.met += 1
  return fault.met > fault.after ? fault : undefined
}

function matches({ match }: Fault, call: { method: string; url: string; body: string }): boolean {
  if (match.method && match.method.toUpperCase() !== call.method) return false
  if (match.body && !call.body.includes(match.body)) return false
  if (!match.path) return true
  const [, pattern] = /^\/(.+)\/$/.exec(match.path) ?? []
  return call.url.includes(match.path) || (pattern !== undefined && new RegExp(pattern).test(call.url))
}

/** True when the call must not reach the directory. */
export const isBefore = (kind: FaultKind): boolean =>
  kind === 'status' || kind === 'echo' || kind === 'drop-before' || kind === 'hang-before'

const delaying = (fault: Fault): boolean => fault.kind === 'delay' || fault.kind === 'delay-after'

/** Waits as the fault says, before the call is handled (`delay`) or after (`delay-after`). */
export const delay = async (fault: Fault | undefined, when: 'before' | 'after'): Promise<void> => {
  if (fault && delaying(fault) && (fault.kind === 'delay') === (when === 'before')) await wait(fault.delayMs)
}

/** Sends `reply` as the fault would have it. Returns false when the fault leaves the answer alone. */
export function sendFaulty(fault: Fault, reply: Reply | undefined, response: Response, sent: unknown): boolean {
  const text = reply?.text ?? JSON.stringify(reply?.json ?? null)
  const ok = (type: string, body: string): boolean => {
    response.status(200).type(type).send(body)
    return true
  }
  switch (fault.kind) {
    case 'status':
    case 'status-after':
      if (fault.retryAfter !== undefined) response.set('retry-after', String(fault.retryAfter))
      response.status(fault.status).json({ code: fault.status, message: 'an error on order', status: 'UNAVAILABLE' })
      return true
    case 'echo':
      response
        .status(fault.status)
        .json({ code: fault.status, message: `refused: ${JSON.stringify(sent)}`, error: sent })
      return true
    case 'drop-before':
    case 'drop-after':
      response.socket?.destroy()
      return true
    case 'hang-before':
    case 'hang-after':
      return true
    case 'malformed':
      return ok('application/json', '{"results": [}')
    case 'html':
      response.status(fault.status).type('text/html').send('<html><body><h1>502 Bad Gateway</h1></body></html>')
      return true
    case 'empty':
      return ok('application/json', '')
    case 'wrong-type':
      return ok('application/json', '"ok"')
    case 'error-body':
      return ok('application/json', JSON.stringify({ error: 'Internal', message: 'an error on order' }))
    case 'large':
      return ok(
        'application/json',
        JSON.stringify({ results: [], totalCount: 0, padding: 'x'.repeat(5 * 1024 * 1024) }),
      )
    case 'truncated':
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': text.length + 100 })
      response.write(text.slice(0, Math.ceil(text.length / 2)), () => response.socket?.destroy())
      return true
    case 'slow':
      void trickle(text, response)
      return true
    case 'delay':
    case 'delay-after':
    case 'stale':
      return false
  }
}

/** One byte a second, until it is sent or the caller gives up. */
async function trickle(text: string, response: Response): Promise<void> {
  response.writeHead(200, { 'content-type': 'application/json' })
  for (const byte of text) {
    if (response.destroyed) return
    response.write(byte)
    await wait(1000)
  }
  response.end()
}
