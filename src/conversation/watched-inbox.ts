// The inbox as adapters get it: each event has its trace, is counted, and leaves a line in the log that names nobody.
import type { Logger } from 'pino'
import type { Inbox, Incoming } from '../adapter.ts'
import { accountKey } from '../ids.ts'
import type { Metrics } from '../metrics.ts'
import { currentTrace, newTrace, withTrace } from '../trace.ts'

const asks: readonly Incoming['kind'][] = ['message', 'mention', 'command', 'press', 'submit']

export function watchedInbox(inbox: Inbox, { metrics, log }: { metrics: Metrics; log: Logger }): Inbox {
  async function receive(came: Incoming) {
    const { kind, account } = came
    const { platform } = account
    const began = performance.now()
    const took = () => performance.now() - began
    if (asks.includes(kind)) metrics.asked(accountKey(account))
    try {
      const answer = await inbox.receive(came)
      const ms = took()
      metrics.incoming({ platform, kind, result: kind === 'refused' ? 'refused' : 'taken', ms })
      log.info({ platform, kind, answer: answer.kind, ms: Math.round(ms) }, 'an event was taken in')
      return answer
    } catch (error) {
      metrics.incoming({ platform, kind, result: 'failed', ms: took() })
      log.error({ platform, kind, err: error }, 'an event could not be taken in')
      throw error
    }
  }
  // Over HTTP the request has one already; what came over a connection of ours gets its own here.
  return { receive: (came) => withTrace(currentTrace() ?? newTrace(), () => receive(came)) }
}
