// One run: people in front of one process or two, kills among them, and a look at what is left.
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { minutes, movableClock, systemClock } from '../../src/clock.ts'
import type { ActorSettings } from '../../src/demo/actor.ts'
import { freePort } from '../../src/demo/free-port.ts'
import type { StoreOnStage } from '../../src/demo/open-stage.ts'
import { type Actor, createActor } from '../../src/demo/process.ts'
import { jobsFolder } from '../../src/parts.ts'
import { sandboxKey } from '../../src/sandbox/keys.ts'
import { startSandbox } from '../../src/sandbox/server.ts'
import { jobNames } from '../../src/store/jobs.ts'
import { openStore } from '../../src/store/open.ts'
import { audit, type Findings } from './kill-audit.ts'
import { startChat } from './kill-chat.ts'
import { askers, bindings, companyWith } from './kill-company.ts'
import { stumble } from './kill-faults.ts'
import { followJournal } from './kill-journal.ts'
import { createPeople } from './kill-people.ts'
import { createPost } from './kill-post.ts'
import { storm } from './kill-storm.ts'
import { seededRandom } from './random.ts'

/** People who are in the middle of something at any moment. */
const crowdSize = 12
/** A person who sees nothing for so long, while processes die and others take over, was forgotten. */
const patience = minutes(4)
/** Longer than any lease: after the last kill everybody comes back this much later, and finds everything free. */
const away = minutes(2)

export interface Run {
  found: Findings
  /** What happened, in one line. */
  summary: string
}

export async function survive(store: StoreOnStage, { kills, seed }: { kills: number; seed: number }): Promise<Run> {
  const random = seededRandom(seed)
  // Enough that somebody still has something to ask for when the last kill comes.
  const people = askers(40 + kills * 4)
  const clock = movableClock()
  let movedMs = 0
  let isPrepared = false
  const sandbox = await startSandbox({ clock, company: companyWith(people), latencyMs: 10 })
  const chat = await startChat(patience)
  const secret = randomBytes(32).toString('hex')
  // An embedded store has one process; on PostgreSQL a second one takes over.
  const ports = await Promise.all(Array.from({ length: store.databaseUrl ? 2 : 1 }, freePort))
  const actors: Actor[] = ports.map((port) =>
    createActor(
      join(import.meta.dirname, 'kill-actor.ts'),
      (): ActorSettings => ({
        ...store,
        sandboxUrl: sandbox.url,
        role: 'all',
        credential: { kind: 'api-key', key: sandboxKey },
        secret,
        clockOffsetMs: movedMs,
        audit: { platform: 'chat', id: 'audit' },
        bindings: isPrepared ? [] : bindings(people),
        platform: { chatUrl: chat.url, port },
      }),
    ),
  )
  const journal = followJournal(sandbox)
  try {
    for (const actor of actors) {
      await actor.start()
      isPrepared = true
    }
    const post = createPost(
      ports.map((port) => `http://127.0.0.1:${port}`),
      random,
    )
    const { asks, crowd } = createPeople({ chat, post, random, sandboxUrl: sandbox.url })
    const enough = new AbortController()
    const stumbling = stumble(sandbox.url, random, enough.signal)
    const asking = crowd(people, crowdSize, enough.signal)
    const sum = await storm(actors, kills, random)
    enough.abort()
    await stumbling
    for (const actor of actors) await actor.kill()
    movedMs = away
    clock.advance(away)
    for (const actor of actors) await actor.start()
    await asking
    for (const actor of actors) await actor.ask({ do: 'settled' })
    for (const actor of actors) await actor.kill()
    const { writes, calls } = await journal.stop()
    const left = await openStore({ ...store, clock: systemClock, queues: await jobNames(jobsFolder) })
    const { acknowledged } = post
    const found = await audit(left, { acknowledged, asks, writes }).finally(() => left.close())
    return {
      found,
      summary:
        `${left.kind}: ${sum.kills + actors.length} kills (${sum.atPoints} at a named point, ${sum.whileStarting} while starting), ` +
        `${acknowledged.length} acknowledged, ${found.lost.length} lost, ${found.twice.length} done twice; ` +
        `${found.requests} requests, ${writes.length} writes, ${calls} calls; ${post.repeated()} deliveries repeated, ` +
        `${chat.toldTwice()} messages told twice; slowest start ${sum.slowestStartMs} ms; seed ${seed}`,
    }
  } finally {
    for (const actor of actors) await actor.kill().catch(() => {})
    await journal.stop().catch(() => {})
    await chat.close()
    await sandbox.close()
  }
}
