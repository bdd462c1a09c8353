// Takes Slack's HTTP requests in: limits, signature and form are checked before anything else sees a byte.
import { createHash } from 'node:crypto'
import type { Request, Response } from 'express'
import { readRaw } from './body.ts'
import type { Intake } from './intake.ts'
import { type Fields, findPayload, type Kind, text } from './payload.ts'
import { isFromSlack } from './verify.ts'
import type { Log } from './web.ts'

export interface ReceiverOptions {
  signingSecret: string
  clock: { now(): Date }
  intake: Intake
  log: Log
}

export interface HttpReceiver {
  handle(request: Request, response: Response): Promise<void>
  /** Resolves when everything that was let in is answered. */
  drained(): Promise<void>
}

const contentKinds: Record<string, 'json' | 'form'> = {
  'application/json': 'json',
  'application/x-www-form-urlencoded': 'form',
}

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

const isChallenge = (kind: Kind, body: Fields): boolean =>
  kind === 'event' && body.type === 'url_verification' && text(body.challenge) !== undefined

export function createReceiver({ signingSecret, clock, intake, log }: ReceiverOptions): HttpReceiver {
  if (signingSecret === '') throw new TypeError('the signing secret is empty')
  const running = new Set<Promise<void>>()

  async function findSigned(request: Request, response: Response) {
    const content = contentKind(request)
    if (content === undefined) return end(response, 415)
    const raw = await readRaw(request)
    if (raw === 'gone') return
    if (raw === 'too-large') return end(response, 413)
    // Slack probes a certificate with exactly this body and no signature; with one more key it is an ordinary request.
    if (content === 'form' && raw.toString('latin1') === 'ssl_check=1') return end(response, 200)
    const signature = only(request, 'x-slack-signature')
    const timestamp = only(request, 'x-slack-request-timestamp')
    if (signature === undefined || !isFromSlack({ body: raw, timestamp, signature }, signingSecret, clock.now()))
      return end(response, 401)
    const sent = findPayload(content, raw)
    if (sent === undefined) return end(response, 400)
    return { ...sent, key: createHash('sha256').update(signature).digest('hex') }
  }

  async function work(request: Request, response: Response): Promise<void> {
    if (!intake.isOpen()) return end(response, 503)
    const signed = await findSigned(request, response)
    if (signed === undefined) return
    if (isChallenge(signed.kind, signed.body))
      return void response.status(200).json({ challenge: signed.body.challenge })
    const done = await intake.take(signed)
    switch (done.is) {
      case 'taken':
        return answer(response, done.answer)
      case 'malformed':
        return end(response, 400)
      case 'misaddressed':
        return end(response, 403)
    }
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
    async handle(request, response) {
      const run = guarded(request, response)
      running.add(run)
      await run
      running.delete(run)
    },
    drained: async () => void (await Promise.all(running)),
  }
}
