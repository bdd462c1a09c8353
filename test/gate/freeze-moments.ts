// Frozen at random moments while processes run requests (T-Q3): nothing begins afterwards, and nothing is lost or done twice.
import { z } from 'zod'
import { days, seconds } from '../../src/clock.ts'
import type { GateCore, ProofCore } from '../../src/core.ts'
import { runRequest } from '../../src/gate/gate.ts'
import type { Request } from '../../src/requests/request.ts'
import { type Random, seededRandom } from '../full/random.ts'
import { groupFor, idFor, type TestLatchkey, withoutJobs } from '../latchkey.ts'
import { approved } from '../requests/quietly.ts'
import { stoppingAt } from './points.ts'

type Core = GateCore & ProofCore

const looker = 'Looker – Analyst'
const askers = ['leo.brandt', 'viktor.lund', 'aisha.rahman', 'jonas.weber'] as const
const byHost = { by: 'host', why: 'test' } as const
/** About as many points as the requests of one round pass together. */
const points = 90

interface World {
  it: TestLatchkey
  cores: readonly Core[]
  random: Random
}

/** How many steps were done before the freeze and after the lift, over all moments; and the latest start of a call after a freeze. */
interface Held {
  before: number
  after: number
  latestMs: number
}

export async function freezeAtMoments(
  it: TestLatchkey,
  processes: readonly Core[],
  { moments, seed }: { moments: number; seed: number },
): Promise<Held> {
  const world: World = { it, cores: processes.map(withoutJobs), random: seededRandom(seed) }
  const held: Held = { before: 0, after: 0, latestMs: 0 }
  for (let moment = 0; moment < moments; moment += 1) {
    const requests = await prepare(world)
    const { frozenAt, first } = await freezeWhileRunning(world, requests)
    // More than two seconds later, and asked again: nothing.
    it.clock.advance(seconds(3))
    await runAll(world.cores, requests)
    await mustHold(world, requests)
    const calls = await callsOf(it)
    held.latestMs = Math.max(held.latestMs, ...calls.map(({ at }) => at - frozenAt))
    if (held.latestMs > 2000) throw new Error(`a call began ${held.latestMs} ms after the freeze`)
    held.before += first
    await it.core.store.tx((tx) => it.core.freezes.unfreeze('house', byHost, { ...tx, enqueue: async () => {} }))
    await runAll(world.cores, requests)
    const all = (await callsOf(it)).map(({ user }) => user).sort()
    held.after += all.length - calls.length
    if (JSON.stringify(all) !== JSON.stringify(askers.map((one) => idFor(one)).sort()))
      throw new Error(`${all.length} calls for ${askers.length} requests`)
    for (const { id } of requests)
      if ((await it.stateOf(id)) !== 'done') throw new Error(`${id} is ${await it.stateOf(id)} after the lift`)
  }
  return held
}

/** Agreed by an owner, and nobody wakes them but this test. */
async function prepare({ it }: World): Promise<Request[]> {
  await it.db.updateTable('request').set({ state: 'ended', due_at: null }).execute()
  it.clock.advance(days(8))
  for (const username of askers) it.sandbox.state.groups.get(groupFor(looker))?.members.delete(idFor(username))
  await fetch(`${it.sandbox.url}/_sandbox/journal`, { method: 'DELETE' })
  const requests = await Promise.all(askers.map((username) => approved(it, username, looker, 'mei.tanaka')))
  await it.db.updateTable('request').set({ due_at: null }).where('state', '=', 'ready').execute()
  return requests
}

const runAll = (cores: readonly Core[], requests: readonly Request[]) =>
  Promise.all(cores.flatMap((core) => requests.map(({ id }) => runRequest(core, id, AbortSignal.timeout(60_000)))))

/** By whichever process comes first to the point; when all are done before it, right after them. */
async function freezeWhileRunning({ it, cores, random }: World, requests: readonly Request[]) {
  const moment = Math.ceil(random.between(0, points))
  let reached = 0
  let frozenAt = Number.POSITIVE_INFINITY
  let first = 0
  const freeze = async ({ freezes }: Core) => {
    await freezes.freeze('house', byHost)
    frozenAt = it.clock.now().getTime()
    first = (await callsOf(it)).length
  }
  const stopping = cores.map((core) =>
    stoppingAt(core, async () => {
      reached += 1
      if (reached === moment) await freeze(core)
    }),
  )
  await runAll(stopping, requests)
  if (frozenAt === Number.POSITIVE_INFINITY) await freeze(random.pick(cores))
  return { frozenAt, first }
}

/** By the chain of the ledger: no "about to" stands behind the freeze. */
async function mustHold({ it }: World, requests: readonly Request[]): Promise<void> {
  const rows = await it.db
    .selectFrom('ledger')
    .select(['seq', 'event', 'request_id'])
    .where('event', 'in', ['house.frozen', 'step.about-to'])
    .orderBy('seq', 'desc')
    .limit(20)
    .execute()
  const frozen = rows.find(({ event }) => event === 'house.frozen')
  const begun = rows.filter(({ event, seq }) => event === 'step.about-to' && Number(seq) > Number(frozen?.seq))
  if (!frozen || begun.length > 0) throw new Error(`${begun.length} of ${requests.length} steps began after the freeze`)
}

const journal = z.object({
  entries: z.array(
    z.object({
      method: z.string(),
      path: z.string(),
      at: z.string(),
      body: z.looseObject({ id: z.string() }).nullish(),
    }),
  ),
})

async function callsOf({ sandbox }: Pick<TestLatchkey, 'sandbox'>): Promise<{ user: string; at: number }[]> {
  const { entries } = journal.parse(await (await fetch(`${sandbox.url}/_sandbox/journal`)).json())
  return entries.flatMap(({ method, path, at, body }) =>
    method === 'POST' && path.endsWith('/members') && body ? [{ user: body.id, at: Date.parse(at) }] : [],
  )
}
