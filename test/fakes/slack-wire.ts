// Signs and sends one request to the bot, or sends it wrongly on purpose.
import { createHmac } from 'node:crypto'
import { type IncomingHttpHeaders, request } from 'node:http'

export interface Sent {
  status: number
  headers: IncomingHttpHeaders
  text: string
}

export interface SendOptions {
  /** Unix seconds; now by default. */
  ts?: number | string
  /** Another secret than the app's own. */
  secret?: string
  /** Added to or put in place of the usual headers; `undefined` leaves one out, an array sends it several times. */
  headers?: Record<string, string | string[] | undefined>
}

export const contentType = { json: 'application/json', form: 'application/x-www-form-urlencoded' }

export function signature(secret: string, ts: number | string, body: string | Buffer): string {
  return `v0=${createHmac('sha256', secret).update(`v0:${ts}:`).update(body).digest('hex')}`
}

export function send(url: string, body: string | Buffer, headers: SendOptions['headers'] = {}): Promise<Sent> {
  const { promise, resolve, reject } = Promise.withResolvers<Sent>()
  const outgoing = request(url, { method: 'POST', agent: false }, (response) => {
    const parts: Buffer[] = []
    response.on('data', (part: Buffer) => parts.push(part))
    response.on('error', reject)
    response.on('end', () =>
      resolve({ status: response.statusCode ?? 0, headers: response.headers, text: Buffer.concat(parts).toString() }),
    )
  })
  outgoing.on('error', reject)
  for (const [name, value] of Object.entries(headers)) if (value !== undefined) outgoing.setHeader(name, value)
  outgoing.setHeader('content-length', Buffer.byteLength(body))
  outgoing.end(body)
  return promise
}
