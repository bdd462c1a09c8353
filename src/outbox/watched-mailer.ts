// A mailer whose letters are counted and logged by their result, without saying to whom.
import type { Logger } from 'pino'
import { LatchkeyError } from '../errors.ts'
import type { Mailer } from '../mail/mailer.ts'
import type { Metrics } from '../metrics.ts'

const platform = 'mail'

export function watchedMailer(mailer: Mailer, { metrics, log }: { metrics: Metrics; log: Logger }): Mailer {
  return {
    ...mailer,
    async send(to, letter, key) {
      const note = (result: string) => {
        metrics.delivered({ platform, result, account: undefined })
        log.debug({ platform, notice: key, result }, 'a message was handed over')
      }
      try {
        await mailer.send(to, letter, key)
        note('sent')
      } catch (error) {
        note(error instanceof LatchkeyError ? error.code : 'failed')
        throw error
      }
    },
  }
}
