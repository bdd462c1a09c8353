// `demo`: everything on this machine, to play with on one page; with --script the model conversations instead.
import { once } from 'node:events'
import { Command, InvalidArgumentError } from 'commander'
import { conversations } from '../demo/conversations/index.ts'
import { createStores, playOne } from '../demo/script.ts'
import { english } from '../words/render.ts'
import { text } from '../words/text.ts'
import { openPlaygroundStage } from './demo/playground-stage.ts'
import { startDemo } from './demo/start.ts'

interface Options {
  script?: boolean
  only?: string
  database?: string
  port: number
}

const signals = ['SIGINT', 'SIGTERM'] as const

const say = (line: string): void => void process.stdout.write(`${line}\n`)

export const demoCommand = (): Command =>
  new Command('demo')
    .description(english(text('demo.about')))
    .option('--script', english(text('demo.script')))
    .option('--only <name>', english(text('demo.only', { names: conversations.map(({ name }) => name).join(', ') })))
    .option('--database <url>', english(text('demo.database')))
    .option('--port <number>', english(text('demo.port')), portOf, 4000)
    .action((options: Options) => (options.script ? script(options) : playground(options)))

async function script({ only, database }: Options): Promise<void> {
  const wanted = conversations.filter(({ name }) => only === undefined || name === only)
  const stores = await createStores(database)
  const failed: string[] = []
  try {
    for (const conversation of wanted) {
      say(`\n${conversations.indexOf(conversation) + 1}. ${conversation.title}\n`)
      await playOne(conversation, stores, { openStage: openPlaygroundStage, print: say }).catch((error: unknown) => {
        failed.push(conversation.name)
        say(`  ✗ ${error instanceof Error ? error.message : String(error)}`)
      })
    }
  } finally {
    await stores.remove()
  }
  const count = wanted.length
  say(
    `\n${english(failed.length > 0 || count === 0 ? text('demo.failed', { count, failed: failed.join(', ') }) : text('demo.passed', { count }))}`,
  )
  if (failed.length > 0 || count === 0) process.exitCode = 1
}

async function playground({ port, database }: Options): Promise<void> {
  const leave = (): void => {
    say(english(text('demo.stopped')))
    process.exit(0)
  }
  // Starting takes some seconds, and nobody who presses Ctrl+C meanwhile should wait for its end.
  for (const signal of signals) process.once(signal, leave)
  say(english(text('demo.starting')))
  const demo = await startDemo({ port, databaseUrl: database })
  for (const signal of signals) process.off(signal, leave)
  say(english(text('demo.ready', { page: demo.page, sandbox: demo.sandbox })))
  await Promise.race(signals.map((signal) => once(process, signal)))
  await demo.stop()
  say(english(text('demo.stopped')))
}

function portOf(typed: string): number {
  const port = Number(typed)
  if (!/^\d+$/.test(typed) || port > 65_535) throw new InvalidArgumentError(english(text('demo.bad-port')))
  return port
}
