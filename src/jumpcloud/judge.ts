// Says what one attempt means: an answer, "nothing was changed", or "perhaps done".
import type { LatchkeyError } from '../errors.ts'
import { storable } from '../plain-text.ts'
import type { Answer, Endpoint } from './endpoint.ts'
import type { Sent } from './send.ts'
import {
  type Circumstances,
  isRecord,
  malformed,
  safeCause,
  translateStatus,
  unavailable,
  unknownOutcome,
} from './translate.ts'

export type { Circumstances } from './translate.ts'

export type Verdict =
  | { kind: 'good'; answer: Answer }
  | {
      kind: 'bad'
      error: LatchkeyError
      /** The error's short technical reason, without names or secrets. */
      reason: string
      /** Another attempt might go better (whether it may be made is the repeat class's to say). */
      repeatable: boolean
      /** What `Retry-After` asked for. */
      askedMs: number | undefined
      tokenRefused: boolean
    }

const passing = new Set([408, 429, 500, 502, 503, 504])

/** Two POSTs only read: v1's search and every call of Directory Insights. */
export const isRead = (endpoint: Endpoint): boolean =>
  endpoint.method === 'GET' || endpoint.api === 'insights' || endpoint.path.startsWith('/search/')

export function judge(sent: Sent, around: Circumstances): Verdict {
  const reads = isRead(around.endpoint)
  if (sent.kind === 'failed') {
    const { reason } = sent
    const cause = safeCause(sent.cause, around.hide)
    const repeatable = reason !== 'cancelled' && reason !== 'answer too large'
    if (sent.wasSent && !reads) return bad(unknownOutcome(reason, cause), reason, repeatable)
    return bad(
      reason === 'answer too large' ? malformed(reason, cause) : unavailable(reason, cause),
      reason,
      repeatable,
    )
  }
  const { status, headers, text } = sent
  const reason = `HTTP ${status}`
  const parsed = parse(text)
  if (status >= 400 && status !== 408 && status < 500) {
    return bad(translateStatus(status, parsed.body, around), reason, passing.has(status))
  }
  if (status >= 200 && status <= 299) {
    const wrong = parsed.broken
      ? 'unreadable answer'
      : !reads && isErrorBody(parsed.body)
        ? 'an error in a 200'
        : undefined
    if (wrong === undefined) return { kind: 'good', answer: { status, body: parsed.body, headers } }
    return bad(reads ? malformed(wrong) : unknownOutcome(wrong), wrong, false)
  }
  // 5xx and 408: JumpCloud may have acted before it failed. 3xx: never followed, and no answer of the API at all.
  if (!reads) return bad(unknownOutcome(reason), reason, passing.has(status))
  return bad(status < 400 ? malformed(reason) : translated5xx(status, parsed.body, around), reason, passing.has(status))
}

const translated5xx = (status: number, body: unknown, around: Circumstances): LatchkeyError =>
  status === 408 ? unavailable('HTTP 408') : translateStatus(status, body, around)

const bad = (error: LatchkeyError, reason: string, repeatable: boolean): Verdict => ({
  kind: 'bad',
  error,
  reason,
  repeatable,
  askedMs: undefined,
  tokenRefused: false,
})

/**
 * Actions answer with plain text, a JSON string or nothing (JumpCloud API, 3.4), so text is a fine answer;
 * text that begins like JSON and is none was cut off, and a page of HTML comes from something before JumpCloud.
 */
function parse(text: string): { body: unknown; broken: boolean } {
  const trimmed = text.trim()
  if (trimmed === '') return { body: '', broken: false }
  try {
    return {
      body: JSON.parse(trimmed, (_, value) => (typeof value === 'string' ? storable(value) : value)),
      broken: false,
    }
  } catch {
    return { body: text, broken: /^[{["<]/.test(trimmed) }
  }
}

const isErrorBody = (body: unknown): boolean =>
  isRecord(body) && (Boolean(body.error) || (typeof body.code === 'number' && body.code >= 400))
