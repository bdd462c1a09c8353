// Kills the processes with -9, at random moments and at the named points between a commit and its effect, and starts them again.
import { setTimeout as sleep } from 'node:timers/promises'
import { crashPoints } from '../../src/core.ts'
import type { Actor } from '../../src/demo/process.ts'
import type { Random } from './random.ts'

export interface Storm {
  kills: number
  /** How many of them at a named point, and how many before the process was ready again. */
  atPoints: number
  whileStarting: number
  slowestStartMs: number
}

/** Long enough that most points are reached under load; where one is not, the process is killed all the same. */
const pointIsAwaitedMs = 10_000

/** Time is real here: what is tested is how real processes die. */
export async function storm(actors: readonly Actor[], kills: number, random: Random): Promise<Storm> {
  const sum: Storm = { kills: 0, atPoints: 0, whileStarting: 0, slowestStartMs: 0 }

  async function atPoint(actor: Actor): Promise<void> {
    const isThere = await actor
      .ask({ do: 'die-at', point: random.pick(crashPoints) })
      .then(() => Promise.race([actor.ended().then(() => true), sleep(pointIsAwaitedMs, false)]))
    if (isThere) sum.atPoints += 1
    else await actor.kill()
  }

  async function start(actor: Actor): Promise<void> {
    const began = performance.now()
    await actor.start()
    sum.slowestStartMs = Math.max(sum.slowestStartMs, Math.round(performance.now() - began))
  }

  /** The recovery itself is cut short. */
  async function killWhileStarting(actor: Actor): Promise<void> {
    const started = actor.start().catch(() => {})
    await sleep(random.between(50, 1500))
    await actor.kill()
    await started
    sum.kills += 1
    sum.whileStarting += 1
  }

  async function oneAfterTheOther(victims: readonly Actor[]): Promise<void> {
    for (const victim of victims) {
      if (random.chance(0.4)) await atPoint(victim)
      else await victim.kill()
      sum.kills += 1
      if (sum.kills < kills && random.chance(0.2)) await killWhileStarting(victim)
    }
    for (const victim of victims) await start(victim)
  }

  while (sum.kills < kills) {
    await sleep(random.between(300, 3000))
    // With several processes mostly one dies and the others take over; sometimes all are gone at once.
    const all = actors.length > 1 && kills - sum.kills >= actors.length && random.chance(0.2)
    await oneAfterTheOther(all ? actors : [random.pick(actors)])
  }
  return sum
}
