// Says whether raw bytes were signed by Slack just now: scheme v0, constant time, a window that ends on both sides.
import { createHmac, timingSafeEqual } from 'node:crypto'

/** Slack's own advice is five minutes; a time in the future is as suspect as an old one. */
const windowMs = 300_000

const isTimestamp = /^[1-9][0-9]{8,11}$/
const isSignature = /^v0=[0-9a-f]{64}$/

export interface Signed {
  /** The bytes as they came, before any parser. */
  body: Buffer
  timestamp: string | undefined
  signature: string | undefined
}

/** `v0=` and HMAC-SHA256 over `v0:<timestamp>:<body>` (docs.slack.dev, "Verifying requests from Slack"). */
export function isFromSlack({ body, timestamp, signature }: Signed, secret: string, now: Date): boolean {
  if (secret === '') return false
  if (timestamp === undefined || !isTimestamp.test(timestamp)) return false
  if (signature === undefined || !isSignature.test(signature)) return false
  if (Math.abs(now.getTime() - Number(timestamp) * 1000) > windowMs) return false
  const expected = createHmac('sha256', secret).update(`v0:${timestamp}:`).update(body).digest()
  return timingSafeEqual(expected, Buffer.from(signature.slice(3), 'hex'))
}
