// The credential on the wire: an API key as it is, or a service account's token, fetched once for everyone who waits.
import type { Dispatcher } from 'undici'
import { z } from 'zod'
import type { Clock } from '../clock.ts'
import { LatchkeyError } from '../errors.ts'
import type { Hosts } from './hosts.ts'
import type { Pauses } from './pauses.ts'
import { type Sent, send } from './send.ts'
import { busy, malformed, oneLine, safeCause, translateStatus, unavailable } from './translate.ts'
import { askedWait } from './wait.ts'

export type Credential = { kind: 'api-key'; key: string } | { kind: 'client'; id: string; secret: string }

export interface Auth {
  /** The header that carries the credential. Throws LatchkeyError; nothing of the call has been sent then. */
  header(): Promise<{ name: string; value: string }>
  /** Told that JumpCloud refused this value (401); true when fetching another one may help. */
  refused(value: string): boolean
  /** Takes every secret this credential knows out of a text. */
  hide(text: string): string
}

export interface AuthOptions {
  credential: Credential
  hosts: Hosts
  clock: Clock
  line: Dispatcher
  timeoutMs: number
  pauses?: Pauses | undefined
}

interface Token {
  value: string
  /** Epoch milliseconds after which it is not used any more. */
  until: number
}

const tokenAnswer = z.object({
  access_token: z.string().regex(/^[\x21-\x7e]+$/),
  expires_in: z.number().positive().optional(),
})

/** A token is left alone this long before its end, so that it does not expire on the way. */
const marginMs = 30_000
/** JumpCloud says 3600; where an answer does not say, a short life is the safe guess. */
const assumedSeconds = 300

export function createAuth(options: AuthOptions): Auth {
  const { credential } = options
  return credential.kind === 'api-key' ? keyAuth(credential.key) : clientAuth(credential, options)
}

function keyAuth(key: string): Auth {
  requirePrintable(key)
  return {
    header: async () => ({ name: 'x-api-key', value: key }),
    refused: () => false,
    hide: (text) => mask(text, [key, base64(key), encodeURIComponent(key)]),
  }
}

function clientAuth(client: { id: string; secret: string }, options: AuthOptions): Auth {
  requirePrintable(client.id, client.secret)
  const basic = base64(`${client.id}:${client.secret}`)
  let token: Token | undefined
  let pending: Promise<Token> | undefined

  const hide = (text: string): string =>
    mask(text, [client.secret, basic, base64(client.secret), encodeURIComponent(client.secret), token?.value ?? ''])

  const fresh = (): Promise<Token> => {
    pending ??= fetchToken(basic, options, hide)
      .then((fetched) => {
        token = fetched
        return fetched
      })
      .finally(() => {
        pending = undefined
      })
    return pending
  }

  return {
    async header() {
      const current = token && options.clock.now().getTime() < token.until ? token : await fresh()
      return { name: 'authorization', value: `Bearer ${current.value}` }
    },
    refused(value) {
      // Only the refused token is dropped: another caller may have brought a new one meanwhile.
      if (value === `Bearer ${token?.value}`) token = undefined
      return true
    },
    hide,
  }
}

/** One attempt: the caller's own repeats cover it, and before a write nothing has been sent yet. */
async function fetchToken(basic: string, options: AuthOptions, hide: (text: string) => string): Promise<Token> {
  const { hosts, clock } = options
  if (hosts.oauth === undefined) {
    throw new LatchkeyError('config-invalid', {
      count: 1,
      problems: `JUMPCLOUD_OAUTH_URL (JUMPCLOUD_REGION=${hosts.region})`,
    })
  }
  const asked = clock.now().getTime()
  const { host } = new URL(hosts.oauth)
  const pause = options.pauses?.left(host) ?? 0
  if (pause > 0) throw busy(new Date(asked + pause))
  const sent = await send(
    options.line,
    {
      url: hosts.oauth,
      method: 'POST',
      headers: {
        authorization: `Basic ${basic}`,
        accept: 'application/json',
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: 'grant_type=client_credentials&scope=api',
    },
    { timeoutMs: options.timeoutMs },
  )
  if (sent.kind === 'failed') throw unavailable(sent.reason, safeCause(sent.cause, hide))
  if (sent.status === 429) options.pauses?.noteBusy(host, askedWait(sent.headers['retry-after'], clock))
  else if (sent.status < 500) options.pauses?.noteOpen(host)
  if (sent.status < 200 || sent.status > 299) throw tokenError(sent, options, hide)
  const parsed = tokenAnswer.safeParse(parseQuietly(sent.text))
  // The text may hold a token: it is not repeated.
  if (!parsed.success) throw malformed('access_token')
  const seconds = parsed.data.expires_in ?? assumedSeconds
  return { value: parsed.data.access_token, until: asked + seconds * 1000 - marginMs }
}

function tokenError(
  sent: Sent & { kind: 'answer' },
  options: AuthOptions,
  hide: (text: string) => string,
): LatchkeyError {
  const body = parseQuietly(sent.text)
  const refused = z.object({ error: z.enum(['invalid_client', 'unauthorized_client']) }).safeParse(body).success
  const retryAt = new Date(
    options.clock.now().getTime() + (askedWait(sent.headers['retry-after'], options.clock) ?? marginMs),
  )
  // A 403 or 404 of the token host is about the credential or the host, not about a directory permission.
  if (refused || sent.status === 401 || sent.status === 403) {
    const cause = new Error(oneLine(hide(`token host: HTTP ${sent.status}`)))
    return new LatchkeyError('jumpcloud-unauthorised', { region: options.hosts.region }, { cause })
  }
  if (sent.status < 400 || sent.status === 404) return malformed(`token host: HTTP ${sent.status}`)
  return translateStatus(sent.status, body, {
    endpoint: { api: 'v1', method: 'POST', path: '/oauth2/token', scopes: [], repeat: 'safe' },
    region: options.hosts.region,
    retryAt,
    skillsNeeding: () => [],
    hide,
  })
}

/** A header cannot carry anything else, and an error about it would carry the secret. */
function requirePrintable(...values: string[]): void {
  if (!values.every((value) => /^[\x21-\x7e]+$/.test(value))) throw new LatchkeyError('jumpcloud-not-configured')
}

/**
 * Known values first, over the whole text; then whatever looks like a token. That pattern is tried at every place
 * of a stranger's text, so the text is cut before it.
 */
const mask = (text: string, secrets: string[]): string =>
  secrets
    .filter((secret) => secret !== '')
    .reduce((shown, secret) => shown.replaceAll(secret, '[secret]'), text.replace(/\s+/g, ' '))
    .slice(0, 10_000)
    .replace(/\b(Bearer|Basic) [\w.~+/=-]{12,2000}/gi, '$1 [secret]')
    .replace(/\beyJ[\w-]{1,2000}\.[\w.-]{1,2000}/g, '[secret]')

const base64 = (text: string): string => Buffer.from(text).toString('base64')

function parseQuietly(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
