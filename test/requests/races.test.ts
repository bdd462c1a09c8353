// Approve, deny, cancel, expire, narrow and run in every order and at the same moment: one decision, one effect, and the truth told.
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { hours } from '../../src/clock.ts'
import type { GateCore, ProofCore } from '../../src/core.ts'
import { runRequest } from '../../src/gate/gate.ts'
import { approve, approveNarrowed, cancel, deny, narrowed } from '../../src/requests/decisions.ts'
import type { Request } from '../../src/requests/request.ts'
import { wakeRequest } from '../../src/requests/wake.ts'
import { idFor, startTestLatchkey, type TestLatchkey, withoutJobs } from '../latchkey.ts'
import { seedFor, sizeOf } from '../prove/sizes.ts'
import { decider, joining, load } from './quietly.ts'

let it: TestLatchkey
let core: GateCore & ProofCore
beforeAll(async () => {
  it = await startTestLatchkey()
  core = withoutJobs(it.core)
})
afterAll(() => it.stop())

const looker = 'Looker – Analyst'
const askers = ['leo.brandt', 'grace.mbeki', 'jonas.weber', 'hana.suzuki', 'tomas.novak', 'chloe.martin', 'marcus.reed']

const moves = {
  'mei approves': (request: Request) => core.store.tx((tx) => approve(tx, core, request, decider(it, 'mei.tanaka'))),
  'tom approves': (request: Request) => core.store.tx((tx) => approve(tx, core, request, decider(it, 'tom.okafor'))),
  'mei denies': (request: Request) => denies(request, 'mei.tanaka'),
  'tom denies': (request: Request) => denies(request, 'tom.okafor'),
  'tom grants less': async (request: Request) => {
    const less = await narrowed(core, request, { days: 1 })
    return less && core.store.tx((tx) => approveNarrowed(tx, core, request, less, decider(it, 'tom.okafor')))
  },
  'the asker cancels': (request: Request) => core.store.tx((tx) => cancel(tx, core, request, request.requester)),
  'time runs out': (request: Request) => {
    const late = { now: () => new Date(request.expiresAt.getTime() + 1) }
    return wakeRequest({ ...core, clock: late }, request.id)
  },
  'the gate runs': (request: Request) => runRequest(core, request.id, AbortSignal.timeout(20_000)),
} as const
type MoveName = keyof typeof moves

const denies = (request: Request, by: string) =>
  core.store.tx((tx) =>
    deny(tx, core, request, decider(it, by), { hash: request.planHash, reason: 'not this quarter' }),
  )

/** What must hold however it went. */
async function expectOneOutcome(before: Request, username: string) {
  const request = await load(it, before.id)
  const events = await it.ledger(request.id)
  const count = (...names: string[]) => events.filter((event) => names.includes(event)).length
  const votes = await it.db.selectFrom('vote').selectAll().where('plan_hash', '=', request.planHash).execute()
  const isIn = [...it.sandbox.state.groups.values()].some(
    ({ name, members }) => name === looker && members.has(idFor(username)),
  )
  expect(['denied', 'cancelled', 'expired', 'done']).toContain(request.state)
  expect(count('approval.approved', 'approval.narrowed')).toBeLessThanOrEqual(1)
  expect(count('approval.denied') + count('request.cancelled') + count('request.expired') + count('request.done')).toBe(
    1,
  )
  expect(isIn).toBe(request.state === 'done')
  expect(count('step.did')).toBe(request.state === 'done' ? 1 : 0)
  expect(count('step.about-to')).toBe(request.state === 'done' ? 1 : 0)
  // Done by somebody's yes to exactly this plan.
  if (request.state === 'done') expect(votes.map(({ decision }) => decision)).toEqual(['approve'])
  if (count('approval.narrowed') === 1 && request.state === 'done') expect(request.input.days).toBe(1)
  return isIn
}

let turn = 0
const nextAsker = (): string => {
  turn += 1
  return askers[turn % askers.length] ?? ''
}

test('orders of two to six moves, all at once', async () => {
  const names = fc.constantFrom(...(Object.keys(moves) as MoveName[]))
  await fc.assert(
    fc.asyncProperty(fc.array(names, { minLength: 2, maxLength: 6 }), fc.scheduler(), async (chosen, scheduler) => {
      // Neither the day's limit nor that of open requests is what is looked at here.
      it.clock.advance(hours(3))
      const username = nextAsker()
      const request = await joining(it, username, looker)
      const all = [...chosen, 'mei approves', 'tom approves'] as const
      const done = all.map((name) =>
        scheduler.schedule(Promise.resolve(), name).then(async () => void (await moves[name](request))),
      )
      await scheduler.waitAll()
      await Promise.all(done)
      await runRequest(core, request.id, AbortSignal.timeout(20_000))
      if (await expectOneOutcome(request, username)) await it.sandbox.changeMember(looker, username, 'remove')
    }),
    { numRuns: sizeOf('orders'), seed: seedFor('orders of moves') },
  )
}, 3_600_000)

test('two owners at the same moment, and everybody twice: one yes, one effect', async () => {
  it.clock.advance(hours(25))
  const username = 'sofia.rossi'
  await it.sandbox.changeMember(looker, username, 'remove')
  for (let round = 0; round < 5; round += 1) {
    const request = await joining(it, username, looker)
    const presses: MoveName[] = ['mei approves', 'tom approves', 'mei approves', 'tom approves']
    const said = await Promise.all(presses.map((name) => moves[name](request)))
    expect(said.filter((one) => one === true)).toHaveLength(1)
    await Promise.all([1, 2, 3].map(() => moves['the gate runs'](request)))
    await expectOneOutcome(request, username)
    await it.sandbox.changeMember(looker, username, 'remove')
  }
})
