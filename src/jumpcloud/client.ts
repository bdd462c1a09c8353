// Makes JumpCloud calls with one credential: limits, repeats by repeat class, and one error vocabulary.
import pLimit from 'p-limit'
import type { Dispatcher } from 'undici'
import { type Clock, later } from '../clock.ts'
import { hasCode, LatchkeyError } from '../errors.ts'
import { orAborted } from './abort.ts'
import { type Auth, type Credential, createAuth } from './auth.ts'
import type { ClockCheck } from './clock-check.ts'
import type { Answer, Caller, CallInput, Endpoint } from './endpoint.ts'
import type { Hosts } from './hosts.ts'
import { type Circumstances, isRead, judge, type Verdict } from './judge.ts'
import type { Pauses } from './pauses.ts'
import { createLines, type Lines, send } from './send.ts'
import { buildTarget, isAllowed, refused, type Target } from './target.ts'
import { busy, unavailable, unknownOutcome } from './translate.ts'
import { askedWait, longestWait, realSleep, type Sleep, waitBefore } from './wait.ts'

export interface CallerOptions {
  credential: Credential | undefined
  hosts: Hosts
  clock: Clock
  /** 24 hex digits; sent as `x-org-id` except on the organisation routes. */
  orgId?: string | undefined
  /** For tests and proxies; without it the caller opens its own connections. */
  dispatcher?: Dispatcher | undefined
  random?: () => number
  sleep?: Sleep
  /** The longest first wait before a repeat. */
  repeatMs?: number | undefined
  /** Per attempt, from connecting to the last byte. */
  timeoutMs?: number
  maxConcurrent?: number
  /** Names of the skills that do not work without one of these scopes, for the words of a 403. */
  skillsNeeding?: (scopes: readonly string[]) => string[]
  /** Told of every attempt that was made on the wire; `status` is the HTTP status, or why there was none. */
  observe?: ((attempt: { endpoint: Endpoint; status: string; ms: number }) => void) | undefined
  /** Told of the `Date` of every answer. */
  clockCheck?: Pick<ClockCheck, 'note'> | undefined
  /** Shared by all callers of a process. */
  pauses?: Pauses | undefined
  /** When given, every other method and path is refused before the wire. */
  allowed?: readonly Endpoint[] | undefined
}

/** A Caller that owns connections. */
export interface JumpCloudCaller extends Caller {
  close(): Promise<void>
}

interface Parts extends Omit<CallerOptions, 'credential'> {
  auth: Auth
  lines: Lines
  limit: ReturnType<typeof pLimit>
  timeoutMs: number
}

const repeats = 3
/** What a busy JumpCloud that names no time is given before the next try. */
const busyMs = 30_000

/** Throws `jumpcloud-not-configured` without a usable credential. */
export function createCaller(options: CallerOptions): JumpCloudCaller {
  const { credential, hosts, clock, orgId, timeoutMs = 10_000, maxConcurrent = 5 } = options
  if (!credential) throw new LatchkeyError('jumpcloud-not-configured')
  if (orgId !== undefined && !/^[0-9a-f]{24}$/.test(orgId)) {
    throw new LatchkeyError('config-invalid', { count: 1, problems: 'JUMPCLOUD_ORG_ID' })
  }
  const lines = createLines(maxConcurrent, timeoutMs, options.dispatcher)
  const auth = createAuth({ credential, hosts, clock, line: lines.reads, timeoutMs, pauses: options.pauses })
  const parts: Parts = { ...options, auth, lines, limit: pLimit(maxConcurrent), timeoutMs }
  return {
    call: async (endpoint, input = {}) => {
      if (options.allowed && !isAllowed(endpoint, options.allowed)) throw refused('not in the list of allowed calls')
      return callWithRepeats(parts, endpoint, input, buildTarget(hosts, endpoint, input))
    },
    close: () => lines.close(),
  }
}

async function callWithRepeats(parts: Parts, endpoint: Endpoint, input: CallInput, target: Target): Promise<Answer> {
  const { sleep = realSleep } = parts
  const canRepeat = isRead(endpoint) || endpoint.repeat === 'safe'
  let perhapsDone = false
  for (let done = 0; ; done++) {
    const verdict = await parts.limit(() => attempt(parts, endpoint, input, target))
    if (verdict.kind === 'good') return verdict.answer
    const { error } = verdict
    // Once an attempt may have been applied, a later "no" of JumpCloud does not mean that nothing was changed.
    const final =
      perhapsDone && !hasCode(error, 'jumpcloud-unknown-outcome') ? unknownOutcome(verdict.reason, error) : error
    if (!canRepeat || !verdict.repeatable || done >= repeats || input.signal?.aborted) throw final
    // Nobody waits for a long pause to end: they are told when it does.
    if (parts.pauses && (verdict.askedMs ?? 0) > longestWait) throw final
    perhapsDone ||= hasCode(error, 'jumpcloud-unknown-outcome')
    if (!(await slept(sleep(waitBefore(done, verdict.askedMs, parts), input.signal)))) throw final
  }
}

/** False when the wait was aborted. */
const slept = (wait: Promise<void>): Promise<boolean> =>
  wait.then(
    () => true,
    () => false,
  )

/** One try; with a service account a second one when its token was refused, for then nothing was done (401). */
async function attempt(parts: Parts, endpoint: Endpoint, input: CallInput, target: Target): Promise<Verdict> {
  const first = await attemptOnce(parts, endpoint, input, target)
  return first.kind === 'bad' && first.tokenRefused ? attemptOnce(parts, endpoint, input, target) : first
}

async function attemptOnce(parts: Parts, endpoint: Endpoint, input: CallInput, target: Target): Promise<Verdict> {
  const { auth, lines, clock, pauses } = parts
  const { signal } = input
  const { host } = new URL(target.url)
  const pause = pauses?.left(host) ?? 0
  if (pause > 0) return paused(later(clock.now(), pause), pause)
  const credential = await headerOf(auth, signal)
  if ('error' in credential) return credential.error
  const headers: Record<string, string> = { accept: 'application/json', 'user-agent': 'latchkey' }
  headers[credential.name] = credential.value
  if (parts.orgId !== undefined && target.takesOrg) headers['x-org-id'] = parts.orgId
  if (target.body !== undefined) headers['content-type'] = 'application/json'
  const [began, sentAt] = [performance.now(), clock.now()]
  const sent = await send(
    isRead(endpoint) ? lines.reads : lines.writes,
    { url: target.url, method: endpoint.method, headers, body: target.body },
    { timeoutMs: parts.timeoutMs, signal },
  )
  const status = sent.kind === 'answer' ? String(sent.status) : sent.reason
  parts.observe?.({ endpoint, status, ms: performance.now() - began })
  if (sent.kind === 'answer') parts.clockCheck?.note(sent.headers.date, sentAt, clock.now())
  const saidMs = sent.kind === 'answer' ? askedWait(sent.headers['retry-after'], clock) : undefined
  const askedMs =
    (sent.kind === 'answer' && notePause(parts, { endpoint, host, status: sent.status }, saidMs)) || saidMs
  const around: Circumstances = {
    endpoint,
    region: parts.hosts.region,
    retryAt: later(clock.now(), askedMs ?? busyMs),
    skillsNeeding: parts.skillsNeeding ?? (() => []),
    hide: auth.hide,
  }
  const verdict = judge(sent, around)
  if (verdict.kind === 'good') return verdict
  const isRefused = hasCode(verdict.error, 'jumpcloud-unauthorised') && auth.refused(credential.value)
  return { ...verdict, askedMs, tokenRefused: isRefused }
}

/** Undefined where nobody else is to wait as well. */
function notePause(
  { pauses }: Parts,
  { endpoint, host, status }: { endpoint: Endpoint; host: string; status: number },
  askedMs: number | undefined,
): number | undefined {
  if (status === 429) return endpoint.isLimitedByPerson ? undefined : pauses?.noteBusy(host, askedMs)
  if (status < 500) pauses?.noteOpen(host)
  return undefined
}

/** Nothing was sent. */
function paused(until: Date, askedMs: number): Verdict {
  const error = busy(until)
  return { kind: 'bad', error, reason: 'paused after HTTP 429', repeatable: true, askedMs, tokenRefused: false }
}

type Header = { name: string; value: string } | { error: Verdict }

/** Nothing of the call itself has left when the credential cannot be had. */
async function headerOf(auth: Auth, signal: AbortSignal | undefined): Promise<Header> {
  try {
    return await orAborted(auth.header(), signal)
  } catch (cause) {
    const error = cause instanceof LatchkeyError ? cause : unavailable('cancelled')
    const repeatable = hasCode(error, 'jumpcloud-unavailable', 'jumpcloud-busy')
    return { error: { kind: 'bad', error, reason: error.code, repeatable, askedMs: undefined, tokenRefused: false } }
  }
}
