// An adapter whose deliveries are counted and logged by their result, without saying to whom.
import type { Logger } from 'pino'
import type { Adapter } from '../adapter.ts'
import { LatchkeyError } from '../errors.ts'
import { accountKey } from '../ids.ts'
import type { Metrics } from '../metrics.ts'

export function watchedAdapter(adapter: Adapter, { metrics, log }: { metrics: Metrics; log: Logger }): Adapter {
  const { platform } = adapter
  return {
    ...adapter,
    async deliver(to, card, how) {
      const began = performance.now()
      const note = (result: string) => {
        metrics.delivered({ platform, result, account: to.to === 'person' ? accountKey(to.account) : undefined })
        const ms = Math.round(performance.now() - began)
        log.debug({ platform, to: to.to, notice: how.key, result, ms }, 'a message was handed over')
      }
      try {
        const ref = await adapter.deliver(to, card, how)
        note('sent')
        return ref
      } catch (error) {
        note(error instanceof LatchkeyError ? error.code : 'failed')
        throw error
      }
    },
  }
}
