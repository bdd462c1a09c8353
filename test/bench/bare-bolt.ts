// What Latchkey is compared with: a Bolt app that checks the signature, acknowledges, and does nothing else.
import { App, HTTPReceiver, LogLevel } from '@slack/bolt'
import { botToken, signingSecret } from './slack.ts'

const bolt = new App({
  receiver: new HTTPReceiver({ signingSecret, logLevel: LogLevel.ERROR }),
  authorize: async () => ({ botToken, botId: 'B0BENCH01', botUserId: 'U0BENCHBOT' }),
  logLevel: LogLevel.ERROR,
})
bolt.message(async () => {})
await bolt.start(Number(process.argv[2]))
process.stdout.write('ready\n')
