// Teams' refusals, and the one translator of them into our errors.
import { LatchkeyError } from '#latchkey/adapter'

export const platform = 'Microsoft Teams'

/** Fixed words, statuses and Microsoft's error codes only: nothing that a person wrote. */
export interface Log {
  info(message: string): void
  warn(message: string): void
  error(message: string): void
}

export const quiet: Log = { info: () => {}, warn: () => {}, error: () => {} }

interface Refused {
  status: number
  /** Microsoft's own word for it ("BotNotInConversationRoster"), where it gave one. */
  code: string | undefined
}

const isRefused = (value: unknown): value is Refused =>
  typeof value === 'object' && value !== null && 'status' in value && typeof value.status === 'number'

/** Thrown by our own HTTP client inside the SDK, which passes it on and repeats nothing because it does not know it. */
export const refusedBy = (refused: Refused): Error => new Error('refused by Teams', { cause: refused })

export const findRefusal = (error: unknown): Refused | undefined =>
  error instanceof Error && isRefused(error.cause) ? error.cause : undefined

export const unavailable = (reason: string): LatchkeyError =>
  new LatchkeyError('platform-unavailable', { platform, reason })

export const unreachable = (): LatchkeyError => new LatchkeyError('unreachable', { platform })

/** 403 and 404: the bot was removed or blocked, or the conversation is gone, however often it is tried. */
function translate(error: unknown): LatchkeyError {
  if (error instanceof LatchkeyError) return error
  const refused = findRefusal(error)
  if (refused === undefined) return unavailable('no answer')
  if (refused.status === 403 || refused.status === 404) return unreachable()
  return unavailable(`HTTP ${refused.status}${refused.code === undefined ? '' : `, ${refused.code}`}`)
}

export async function callTeams<Answer>(call: () => Promise<Answer>): Promise<Answer> {
  try {
    return await call()
  } catch (error) {
    throw translate(error)
  }
}
