// The processes of one Latchkey on a stage, started, asked and killed together.
import type { ProcessRole } from '../roles.ts'
import type { ActorSettings, Order } from './actor.ts'
import { type Actor, createActor } from './process.ts'

export interface Processes {
  /** Starts those that are not running. */
  start(): Promise<void>
  askFirst(order: Order): Promise<unknown>
  askAll(order: (number: number) => Order): Promise<void>
  /** Resolves when the first of those that run now has ended. */
  oneEnded(): Promise<void>
  kill(): Promise<void>
}

export function createProcesses(
  entry: string,
  roles: readonly ProcessRole[],
  settings: (role: ProcessRole, number: number) => ActorSettings,
): Processes {
  const actors: Actor[] = roles.map((role, number) => createActor(entry, () => settings(role, number)))
  const running = () => actors.filter((actor) => actor.isRunning())
  return {
    async start() {
      for (const actor of actors) if (!actor.isRunning()) await actor.start()
    },
    async askFirst(order) {
      const [first] = running()
      if (!first) throw new Error('Latchkey is not running')
      return first.ask(order)
    },
    async askAll(order) {
      for (const [number, actor] of actors.entries()) if (actor.isRunning()) await actor.ask(order(number))
    },
    oneEnded: () => Promise.race(running().map((actor) => actor.ended())),
    async kill() {
      await Promise.all(running().map((actor) => actor.kill()))
    },
  }
}
