// Takes Slack's HTTP requests in: limits, signature, replay and address are checked before Bolt sees a byte.
import { createHash } from 'node:crypto'
import type { App, Receiver } from '@slack/bolt'
import type { Request, Response } from 'express'
import { readRaw } from './body.ts'
import { type Fields, findPayload, text } from './payload.ts'
import { findShape } from './shape.ts'
import { isFromSlack } from './verify.ts'
import type { Log } from './web.ts'
import { isAddressedTo, type Workspace } from './workspace.ts'

export interface ReceiverOptions {
  signingSecret: string
  clock: { now(): Date }
  /** Says once for each key that it is new, and remembers it for ten minutes or longer. */
  replay: { isNew(key: string): Promise<boolean> }
  log: Log
}

export interface SlackReceiver extends Receiver {
  handle(request: Request, response: Response): Promise<void>
  /** From here on requests for this workspace are taken; until then, and after `stop`, Slack is asked to come again. */
  open(workspace: Workspace): void
}

const contentKinds: Record<string, 'json' | 'form'> = {
  'application/json': 'json',
  'application/x-www-form-urlencoded': 'form',
}

const mostUnfinished = 10_000

/** The header, if it was sent exactly once: two signatures are two readings of one request. */
const only = (request: Request, name: string): string | undefined => {
  const values = request.headersDistinct[name] ?? []
  return values.length === 1 ? values[0] : undefined
}

function contentKind(request: Request): 'json' | 'form' | undefined {
  if (request.headers['content-encoding'] !== undefined) return undefined
  const [type = '', ...parameters] = (only(request, 'content-type') ?? '').toLowerCase().split(';')
  if (parameters.some((parameter) => parameter.trim() !== 'charset=utf-8')) return undefined
  return contentKinds[type.trim()]
}

/** An answer without a body; what was wrong is nobody's business outside. */
function end(response: Response, status: number): void {
  if (status === 400 || status === 403) response.setHeader('x-slack-no-retry', '1')
  response.status(status).end()
}

function answer(response: Response, acknowledged: unknown): void {
  if (acknowledged === undefined || acknowledged === '') response.status(200).end()
  else response.status(200).json(acknowledged)
}

export function createReceiver({ signingSecret, clock, replay, log }: ReceiverOptions): SlackReceiver {
  if (signingSecret === '') throw new TypeError('the signing secret is empty')
  let app: App | undefined
  let workspace: Workspace | undefined
  const running = new Set<Promise<void>>()
  /** Signatures whose work failed: Slack's retry in the same second carries the same one and must not be lost. */
  const unfinished = new Set<string>()

  async function findSigned(request: Request, response: Response) {
    const kind = contentKind(request)
    if (kind === undefined) return end(response, 415)
    const raw = await readRaw(request)
    if (raw === 'gone') return
    if (raw === 'too-large') return end(response, 413)
    // Slack probes a certificate with exactly this body and no signature; with one more key it is an ordinary request.
    if (kind === 'form' && raw.toString('latin1') === 'ssl_check=1') return end(response, 200)
    const signature = only(request, 'x-slack-signature')
    const timestamp = only(request, 'x-slack-request-timestamp')
    if (signature === undefined || !isFromSlack({ body: raw, timestamp, signature }, signingSecret, clock.now()))
      return end(response, 401)
    const body = findPayload(kind, raw)
    if (body === undefined) return end(response, 400)
    return { kind, body, key: createHash('sha256').update(signature).digest('hex') }
  }

  async function dispatch(to: App, body: Fields, key: string): Promise<unknown> {
    let acknowledged: unknown
    try {
      if (!(await replay.isNew(key)) && !unfinished.delete(key)) return undefined
      // Bolt acknowledges events before their listener ran. Here that only notes the answer, which is sent when all is done.
      const ack = async (value?: unknown) => {
        acknowledged = value
      }
      await to.processEvent({ body, ack })
    } catch (error) {
      unfinished.add(key)
      for (const oldest of unfinished) if (unfinished.size > mostUnfinished) unfinished.delete(oldest)
      throw error
    }
    return acknowledged
  }

  async function work(request: Request, response: Response): Promise<void> {
    if (app === undefined || workspace === undefined) return end(response, 503)
    const signed = await findSigned(request, response)
    if (signed === undefined) return
    const { kind, body, key } = signed
    const challenge = text(body.challenge)
    if (kind === 'json' && body.type === 'url_verification' && challenge !== undefined)
      return void response.status(200).json({ challenge })
    const known = findShape(kind, body)
    if (known === undefined) return end(response, 400)
    if (!isAddressedTo(workspace, body)) {
      log.warn('A signed request from Slack was for another workspace or app; it was not taken in.')
      return end(response, 403)
    }
    answer(response, await dispatch(app, known, key))
  }

  async function guarded(request: Request, response: Response): Promise<void> {
    try {
      await work(request, response)
    } catch {
      log.error('A request from Slack could not be stored or answered; Slack was told so.')
      if (!response.headersSent) end(response, 500)
    }
  }

  return {
    init(made) {
      app = made
    },
    open(ours) {
      workspace = ours
    },
    async handle(request, response) {
      const run = guarded(request, response)
      running.add(run)
      await run
      running.delete(run)
    },
    async start() {},
    async stop() {
      workspace = undefined
      await Promise.all(running)
    },
  }
}
