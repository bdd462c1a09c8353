// The script's side of the process that it plays with: starts it, asks it things, kills it.
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { z } from 'zod'
import type { ActorSettings, Order } from './actor.ts'

const answer = z.object({ id: z.number(), value: z.unknown().optional(), error: z.string().optional() })

/** Sends an order under a number to a process and waits for the answer of that number. */
export function askProcess(to: ChildProcess, id: number, order: object): Promise<unknown> {
  const answered = new Promise<unknown>((resolve, reject) => {
    const listen = (message: unknown) => {
      const said = answer.safeParse(message)
      if (!said.success || said.data.id !== id) return
      to.off('message', listen).off('exit', gone)
      if (said.data.error === undefined) resolve(said.data.value)
      else reject(new Error(said.data.error))
    }
    const gone = () => reject(new Error('Latchkey ended before it answered'))
    to.on('message', listen).once('exit', gone)
  })
  to.send({ id, order })
  return answered
}

export interface Actor {
  isRunning(): boolean
  start(): Promise<void>
  ask(order: Order): Promise<unknown>
  kill(): Promise<void>
  /** Resolves when the process has ended by whatever means. */
  ended(): Promise<void>
}

export function createActor(entry: string, settings: () => ActorSettings): Actor {
  let child: ChildProcess | undefined
  let asked = 0
  const isAlive = (process: ChildProcess | undefined): process is ChildProcess =>
    process !== undefined && process.exitCode === null && process.signalCode === null
  const running = (): ChildProcess => {
    if (!isAlive(child)) throw new Error('Latchkey is not running')
    return child
  }
  async function ended(): Promise<void> {
    if (isAlive(child)) await once(child, 'exit')
  }
  return {
    isRunning: () => isAlive(child),
    async start() {
      const started = fork(entry, [JSON.stringify(settings())], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
      child = started
      const isReady = new Promise<boolean>((resolve) => started.once('message', () => resolve(true)))
      const isGone = once(started, 'exit').then(() => false)
      if (!(await Promise.race([isReady, isGone]))) throw new Error('Latchkey did not start')
    },
    ask: async (order) => askProcess(running(), ++asked, order),
    async kill() {
      running().kill('SIGKILL')
      await ended()
    },
    ended,
  }
}
