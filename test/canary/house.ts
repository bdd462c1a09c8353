// The test's side of the processes that are killed: starts them, tells them what to do, and keeps what they print.
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { askProcess } from '../../src/demo/process.ts'
import type { CanaryOrder, CanarySettings } from './actor.ts'

export interface House {
  start(more?: Partial<CanarySettings>): Promise<void>
  ask(order: CanaryOrder): Promise<unknown>
  kill(): Promise<void>
  isRunning(): boolean
  /** Resolves when the process has ended by whatever means; throws when it takes longer than this. */
  ended(withinMs: number): Promise<void>
}

export function createHouse(settings: () => CanarySettings, printed: string): House {
  let child: ChildProcess | undefined
  let asked = 0
  const out = createWriteStream(printed, { flags: 'a' })
  const isAlive = (one: ChildProcess | undefined): one is ChildProcess =>
    one !== undefined && one.exitCode === null && one.signalCode === null
  return {
    isRunning: () => isAlive(child),
    async start(more = {}) {
      const entry = join(import.meta.dirname, 'actor.ts')
      const started = fork(entry, [JSON.stringify({ ...settings(), ...more })], {
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      })
      child = started
      // As many orders as somebody types at once wait for their answers.
      started.setMaxListeners(100)
      started.stdout?.pipe(out, { end: false })
      started.stderr?.pipe(out, { end: false })
      const isReady = new Promise<boolean>((resolve) => started.once('message', () => resolve(true)))
      if (!(await Promise.race([isReady, once(started, 'exit').then(() => false)])))
        throw new Error(`Latchkey did not start; ${printed} says why`)
    },
    async ask(order) {
      if (!isAlive(child)) throw new Error('Latchkey is not running')
      return askProcess(child, ++asked, order)
    },
    async kill() {
      if (!isAlive(child)) return
      const gone = once(child, 'exit')
      child.kill('SIGKILL')
      await gone
    },
    async ended(withinMs) {
      if (!isAlive(child)) return
      const isLate = Symbol('late')
      const first = await Promise.race([once(child, 'exit'), sleep(withinMs, isLate, { ref: false })])
      if (first === isLate) throw new Error('the process did not end')
    },
  }
}
