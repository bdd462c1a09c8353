// Slack's Web API client, set up so that it never waits long, never follows redirects and never logs; and its errors.
import { type Logger, LogLevel, webApi } from '@slack/bolt'
import { LatchkeyError } from '#latchkey/adapter'

export const platform = 'Slack'

export type Client = webApi.WebClient

/** Fixed words and Slack's error codes only: nothing that a person wrote. */
export interface Log {
  info(message: string): void
  warn(message: string): void
  error(message: string): void
}

export const quiet: Log = { info: () => {}, warn: () => {}, error: () => {} }

/** The SDK's own log may carry bodies, so it goes nowhere; what matters is thrown and told by us. */
export const silent: Logger = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  setLevel: () => {},
  getLevel: () => LogLevel.ERROR,
  setName: () => {},
}

/** No retries inside: whoever calls has a durable retry, and a message must not be posted twice behind its back. */
export const clientOptions = (apiUrl: string | undefined, timeoutMs: number): webApi.WebClientOptions => ({
  ...(apiUrl === undefined ? {} : { slackApiUrl: apiUrl }),
  allowAbsoluteUrls: false,
  logger: silent,
  rejectRateLimitedCalls: true,
  retryConfig: { retries: 0 },
  timeout: timeoutMs,
})

export const createClient = (token: string, apiUrl: string | undefined, timeoutMs: number): Client =>
  new webApi.WebClient(token, clientOptions(apiUrl, timeoutMs))

/** Slack's own code of what went wrong ("message_not_found"), or undefined where no answer came. */
export const slackCode = (error: unknown): string | undefined =>
  error instanceof webApi.WebAPIPlatformError ? error.data.error : undefined

/** Slack lets this app in no more: not for this person or place, but for all. What waits is kept. */
const shutOut = new Set(['account_inactive', 'invalid_auth', 'token_expired', 'token_revoked', 'app_uninstalled'])

/** There is no way to this person or place, however often it is tried. */
const final = new Set([
  'user_not_found',
  'users_not_found',
  'user_disabled',
  'user_not_visible',
  'channel_not_found',
  'is_archived',
  'not_in_channel',
  'cannot_dm_bot',
  'messages_tab_disabled',
  'home_tab_disabled',
  'not_enabled',
])

function reasonOf(error: unknown): string {
  if (error instanceof webApi.WebAPIRateLimitedError) return 'rate limited'
  if (error instanceof webApi.WebAPIHTTPError) return `HTTP ${error.statusCode}`
  return slackCode(error) ?? 'no answer'
}

/** The one translator of Slack's failures. The original is not kept as cause: it can hold headers and bodies. */
function translate(error: unknown): LatchkeyError {
  if (error instanceof LatchkeyError) return error
  const code = slackCode(error)
  if (code !== undefined && final.has(code)) return new LatchkeyError('unreachable', { platform })
  return new LatchkeyError('platform-unavailable', { platform, reason: reasonOf(error) })
}

export const isShutOut = (error: unknown): boolean =>
  error instanceof LatchkeyError &&
  error.code === 'platform-unavailable' &&
  shutOut.has(String(error.text.values?.reason))

export async function callSlack<Answer>(call: () => Promise<Answer>): Promise<Answer> {
  try {
    return await call()
  } catch (error) {
    throw translate(error)
  }
}
