// The one translator from JumpCloud's answers to our error codes. What it says is safe to show and to log.
import { LatchkeyError } from '../errors.ts'
import { at, list } from '../words/text.ts'
import type { Endpoint } from './endpoint.ts'
import type { Region } from './hosts.ts'

export interface Circumstances {
  endpoint: Endpoint
  region: Region
  /** When a busy JumpCloud is asked again. */
  retryAt: Date
  /** Names of the skills that do not work without one of these scopes. */
  skillsNeeding: (scopes: readonly string[]) => string[]
  /** Takes known secrets out of a text. */
  hide: (text: string) => string
}

/** For a final status of 400 and above that means "nothing was changed". */
export function translateStatus(status: number, body: unknown, of: Circumstances): LatchkeyError {
  const reason = reasonIn(body, of.hide) || `HTTP ${status}`
  switch (status) {
    case 401:
      return new LatchkeyError('jumpcloud-unauthorised', { region: of.region }, { cause: new Error(reason) })
    case 402:
      return of.endpoint.api === 'insights'
        ? new LatchkeyError('insights-off', {}, { cause: new Error(reason) })
        : new LatchkeyError('jumpcloud-rejected', { status, reason })
    case 403:
      return forbidden(reason, of)
    case 404:
    case 410:
      return new LatchkeyError('jumpcloud-not-found', { what: subjectOf(of.endpoint) }, { cause: new Error(reason) })
    case 409:
      return new LatchkeyError('jumpcloud-conflict', { reason })
    case 429:
      return busy(of.retryAt)
    default:
      return status >= 500
        ? new LatchkeyError('jumpcloud-unavailable', { reason: `HTTP ${status}` }, { cause: new Error(reason) })
        : new LatchkeyError('jumpcloud-rejected', { status, reason })
  }
}

/** 403 means a missing scope, except when JumpCloud blocks our address (JumpCloud API, 3.4): no permission cures that. */
function forbidden(reason: string, of: Circumstances): LatchkeyError {
  if (/\bip\b.*\bblock/i.test(reason)) return new LatchkeyError('jumpcloud-rejected', { status: 403, reason })
  const skills = of.skillsNeeding(of.endpoint.scopes)
  return new LatchkeyError(
    'jumpcloud-forbidden',
    { permission: of.endpoint.scopes[0] ?? '', skills: skills.length > 0 ? list(skills) : 'none' },
    { cause: new Error(reason) },
  )
}

export const busy = (until: Date): LatchkeyError => new LatchkeyError('jumpcloud-busy', { at: at(until) })

export const unavailable = (reason: string, cause?: Error): LatchkeyError =>
  new LatchkeyError('jumpcloud-unavailable', { reason }, { cause })

export const unknownOutcome = (reason: string, cause?: Error): LatchkeyError =>
  new LatchkeyError('jumpcloud-unknown-outcome', { reason }, { cause })

export const malformed = (reason: string, cause?: Error): LatchkeyError =>
  new LatchkeyError('jumpcloud-malformed', { reason }, { cause })

/** A network error may carry anything; only its redacted first line goes on, in an error of our own. */
export const safeCause = (cause: unknown, hide: (text: string) => string): Error =>
  new Error(oneLine(hide(cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause))))

/** Bodies differ by generation (JumpCloud API, 3.4): `message`, else `error`, else the text; '' when none is readable. */
function reasonIn(body: unknown, hide: (text: string) => string): string {
  const said = isRecord(body) ? (wordsOf(body.message) ?? wordsOf(body.error) ?? '') : (wordsOf(body) ?? '')
  return said.trimStart().startsWith('<') ? '' : oneLine(hide(said))
}

/** One line of at most 200 characters, without control and direction characters and without e-mail addresses. */
export const oneLine = (text: string): string =>
  text
    .replace(/[\s\p{C}]+/gu, ' ')
    // Cut before the costlier pattern: what a stranger sent may be megabytes long.
    .slice(0, 1000)
    .replace(/[^\s@"'<>(),;:]+@[^\s@"'<>(),;:]+/g, '[e-mail]')
    .trim()
    .slice(0, 200)

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const wordsOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value : undefined

/** What a 404 was about: the last id of the path. */
function subjectOf(endpoint: Endpoint): string {
  const last = [...endpoint.path.matchAll(/\{([a-zA-Z]+)\}/g)].at(-1)?.[1]
  return last ?? 'object'
}
