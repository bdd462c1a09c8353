// Starts the chat platforms. One that is away takes no other with it: it is tried again until it lets Latchkey in.
import type { Adapter, Inbox } from './adapter.ts'
import type { Core } from './core.ts'
import { hasCode } from './errors.ts'

/** So many of the pauses in which JumpCloud is read back: half a minute. */
const pauses = 30

type Deps = Pick<Core, 'adapters' | 'log'> & {
  timing: { readBackMs: number }
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}

/** Returns what stops them. Throws when none can start, or when one fails for a reason that waiting does not mend. */
export async function startAdapters(deps: Deps, inbox: Inbox): Promise<() => Promise<void>> {
  const stopping = new AbortController()
  const started: Adapter[] = []
  const away: { adapter: Adapter; error: unknown }[] = []
  const trying: Promise<void>[] = []
  const stop = async (): Promise<void> => {
    stopping.abort()
    await Promise.all(trying)
    for (const adapter of started.toReversed()) await adapter.stop()
  }

  async function keepTrying(adapter: Adapter): Promise<void> {
    while (!stopping.signal.aborted) {
      await deps.sleep(deps.timing.readBackMs * pauses, stopping.signal).catch(() => {})
      if (stopping.signal.aborted) return
      try {
        await adapter.start(inbox)
        started.push(adapter)
        return
      } catch (error) {
        tell(deps, adapter, error)
      }
    }
  }

  try {
    for (const adapter of deps.adapters.values())
      try {
        await adapter.start(inbox)
        started.push(adapter)
      } catch (error) {
        if (!hasCode(error, 'platform-unavailable')) throw error
        away.push({ adapter, error })
      }
    if (away[0] && started.length === 0) throw away[0].error
  } catch (error) {
    await stop()
    throw error
  }
  for (const { adapter, error } of away) {
    tell(deps, adapter, error)
    trying.push(keepTrying(adapter))
  }
  return stop
}

const tell = ({ log }: Deps, { platform }: Adapter, error: unknown): void =>
  log.error({ platform, err: error }, 'a platform does not let Latchkey in; it is tried again')
