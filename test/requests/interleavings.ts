// Decisions about one request, each a look and a transaction, taken apart and put in every order by fast-check's scheduler: the
// real functions on a real store or on a light copy of it (T-C9). A transaction is whole here, one caller at a time: what is
// put in every order are looks and transactions, as the row's lock orders them where there are many callers. Each order runs
// in a transaction that is rolled back, so that the next one begins where this one did, and nothing has to be asked for again.
import { setImmediate as turn } from 'node:timers/promises'
import fc, { type Scheduler } from 'fast-check'
import { later } from '../../src/clock.ts'
import type { GateCore, ProofCore } from '../../src/core.ts'
import { type Claim, claimNext, lease, release } from '../../src/gate/claim.ts'
import { begin } from '../../src/gate/settle.ts'
import type { RequestId } from '../../src/ids.ts'
import { approve, cancel, type Decider, deny } from '../../src/requests/decisions.ts'
import { loadRequest, type Request } from '../../src/requests/request.ts'
import { soundVotes } from '../../src/requests/sound-votes.ts'
import type { RequestState } from '../../src/requests/states.ts'
import { isSatisfied } from '../../src/requests/votes.ts'
import { wakeRequest } from '../../src/requests/wake.ts'
import type { Tx } from '../../src/store/store.ts'
import type { TestLatchkey } from '../latchkey.ts'
import { decider } from './quietly.ts'

export type Core = GateCore & ProofCore

/** What one of them did, if it was not too late. */
type Did = 'approved' | 'denied' | 'cancelled' | 'expired' | 'begun' | 'claimed'

interface World {
  core: Core
  tx: Tx
  deciders: Record<'mei' | 'tom' | 'ben', Decider>
}

/** Looks, and answers with what it does then, in one transaction; between the two, anything may happen. */
type Decision = (world: World, id: RequestId) => Promise<() => Promise<boolean>>

const seeing =
  (act: (world: World, seen: Request) => Promise<boolean>): Decision =>
  async (world, id) => {
    const seen = await loadRequest(world.core.store.db, world.core, id)
    return () => act(world, seen)
  }

const moves = {
  'mei approves': seeing(({ core, tx, deciders }, seen) => approve(tx, core, seen, deciders.mei)),
  'tom approves': seeing(({ core, tx, deciders }, seen) => approve(tx, core, seen, deciders.tom)),
  'ben approves': seeing(({ core, tx, deciders }, seen) => approve(tx, core, seen, deciders.ben)),
  'mei denies': seeing(({ core, tx, deciders }, seen) =>
    deny(tx, core, seen, deciders.mei, { hash: seen.planHash, reason: 'not this quarter' }),
  ),
  'the asker cancels': seeing(({ core, tx }, seen) => cancel(tx, core, seen, seen.requester)),
  'time runs out': expires,
  'the gate begins': seeing(async ({ core }, seen) => {
    if (seen.state !== 'ready') return false
    const votes = await soundVotes(core.store.db, core, seen)
    return isSatisfied(seen.needs.approvals.length, votes) && begin(core, seen)
  }),
} as const satisfies Record<string, Decision>

/** `wakeRequest` looks by itself: it is stopped where its transaction begins. */
async function expires({ core, tx }: World, id: RequestId): Promise<() => Promise<boolean>> {
  const { expiresAt } = await loadRequest(core.store.db, core, id)
  const looked = Promise.withResolvers<void>()
  const goOn = Promise.withResolvers<void>()
  const store: Core['store'] = {
    ...core.store,
    async tx(work) {
      looked.resolve()
      await goOn.promise
      return work(tx)
    },
  }
  const woken = wakeRequest({ ...core, store, clock: { now: () => new Date(expiresAt.getTime() + 1) } }, id)
  await looked.promise
  return async () => {
    const { state: before } = await loadRequest(core.store.db, core, id)
    goOn.resolve()
    await woken
    return before !== 'expired' && (await loadRequest(core.store.db, core, id)).state === 'expired'
  }
}

type MoveName = keyof typeof moves
export const moveNames = Object.keys(moves) as MoveName[]

const doing: Record<MoveName, Did> = {
  'mei approves': 'approved',
  'tom approves': 'approved',
  'ben approves': 'approved',
  'mei denies': 'denied',
  'the asker cancels': 'cancelled',
  'time runs out': 'expired',
  'the gate begins': 'begun',
}

/** A scheduler that lets go of one step at a time, and of the next one when it is done. */
export function stepByStep() {
  let last: Promise<unknown> = Promise.resolve()
  return {
    scheduler: fc.scheduler({
      act: async (release) => {
        await release()
        // Whoever was let go begins its step, and after it has put down what it does next.
        await turn()
        await last
        await turn()
      },
    }),
    alone<T>(step: () => Promise<T>): Promise<T> {
      const mine = last.then(step)
      last = mine.catch(() => undefined)
      return mine
    },
  }
}
type Alone = ReturnType<typeof stepByStep>['alone']

/** Where the request ended, and the steps in the order in which they were let go. */
export interface Interleaved {
  state: RequestState
  order: readonly string[]
}

/** Throws unless what came of it is one outcome, by the rules. */
export async function interleave(
  it: Pick<TestLatchkey, 'chat'> & { core: Core },
  id: RequestId,
  { chosen, scheduler, alone }: { chosen: readonly MoveName[]; scheduler: Scheduler; alone: Alone },
): Promise<Interleaved> {
  const over = new Error('rolled back')
  let ended: RequestState | undefined
  const order: string[] = []
  await it.core.store
    .tx(async ({ db }) => {
      const tx: Tx = { db, enqueue: async () => {}, enqueueAll: async () => {} }
      const core: Core = { ...it.core, store: { ...it.core.store, db, tx: (work) => work(tx) } }
      const rules = { mei: [0], tom: [0], ben: [1] }
      const of = (username: string, which: number[]): Decider => ({ ...decider(it, username), rules: which })
      const deciders = {
        mei: of('mei.tanaka', rules.mei),
        tom: of('tom.okafor', rules.tom),
        ben: of('ben.carter', rules.ben),
      }
      const world: World = { core, tx, deciders }
      const did: Did[] = []
      let last: Claim | undefined
      const step = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
        await scheduler.schedule(Promise.resolve(), name)
        order.push(name)
        return alone(work)
      }
      const all = chosen.map(async (name) => {
        const act = await step(`${name}: looks`, () => moves[name](world, id))
        if (await step(name, act)) did.push(doing[name])
        if (name !== 'the gate begins') return
        const claim = await step('the gate claims', () => claimIfRunning(core, id))
        if (!claim) return
        did.push('claimed')
        // It is so slow that its lease runs out, and another worker has the step before it writes what came of it.
        const after = { ...core, clock: { now: () => later(core.clock.now(), lease + 1) } }
        last = await step('another claims it', () => claimIfRunning(after, id))
        await step('the gate gives it back', async () => release(core, await loadRequest(db, core, id), claim, untold))
      })
      await scheduler.waitFor(Promise.all(all))
      ended = await mustBeOne(core, id, did, last)
      throw over
    })
    .catch((error: unknown) => {
      if (error !== over) throw error
    })
  if (ended === undefined) throw new Error('it ended somewhere')
  return { state: ended, order }
}

/** Nobody knows what came of the attempt. */
const untold = { isUntouched: false }

async function claimIfRunning(core: Core, id: RequestId): Promise<Claim | undefined> {
  const request = await loadRequest(core.store.db, core, id)
  const claim = request.state === 'running' && (await claimNext(core, request, 'run'))
  return typeof claim === 'object' ? claim : undefined
}

async function mustBeOne(
  core: Core,
  id: RequestId,
  did: readonly Did[],
  claim: Claim | undefined,
): Promise<RequestState> {
  const request = await loadRequest(core.store.db, core, id)
  const votes = await soundVotes(core.store.db, core, request)
  const count = (one: Did) => did.filter((other) => other === one).length
  const isAgreed = isSatisfied(request.needs.approvals.length, votes)
  const last: RequestState[] = [
    ...(count('denied') ? (['denied'] as const) : []),
    ...(count('cancelled') ? (['cancelled'] as const) : []),
    ...(count('expired') ? (['expired'] as const) : []),
    ...(count('begun') ? (['running'] as const) : []),
  ]
  const rules: Record<string, boolean> = {
    'there is one end, or none': last.length <= 1,
    'each of them once': (['denied', 'cancelled', 'begun', 'claimed'] as const).every((one) => count(one) <= 1),
    'where it ended is what was done': request.state === (last[0] ?? (isAgreed ? 'ready' : 'approving')),
    'who began it claimed it': count('claimed') === count('begun'),
    'whoever comes later claims it': (claim !== undefined) === count('claimed') > 0,
    'whoever lost it writes nothing': claim === undefined || (await isWith(core, id, claim)),
    'it began with a yes for each rule': count('begun') === 0 || isAgreed,
    'a yes was counted where it was said to be':
      votes.filter(({ decision }) => decision === 'approve').length === count('approved'),
    'the ledger says the same': await saysTheSame(core, id, last),
  }
  const broken = Object.entries(rules).flatMap(([rule, holds]) => (holds ? [] : [rule]))
  if (broken.length > 0) throw new Error(`${broken.join('; ')}: ${request.state} after ${did.join(', ')}`)
  return request.state
}

async function isWith({ store }: Core, id: RequestId, { fence, phase, seq }: Claim): Promise<boolean> {
  const row = await store.db
    .selectFrom('step')
    .select(['state', 'fence'])
    .where('request_id', '=', id)
    .where('phase', '=', phase)
    .where('seq', '=', seq)
    .executeTakeFirstOrThrow()
  return row.state === 'running' && row.fence === fence
}

const ends = {
  'approval.denied': 'denied',
  'request.cancelled': 'cancelled',
  'request.expired': 'expired',
  'request.running': 'running',
} as const

async function saysTheSame({ store }: Core, id: RequestId, last: readonly string[]): Promise<boolean> {
  const names = Object.keys(ends) as (keyof typeof ends)[]
  const rows = await store.db
    .selectFrom('ledger')
    .select('event')
    .where('request_id', '=', id)
    .where('event', 'in', names)
    .execute()
  const said = rows.map(({ event }) => ends[event as keyof typeof ends])
  return JSON.stringify(said.toSorted()) === JSON.stringify(last.toSorted())
}
