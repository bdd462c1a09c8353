// Buttons of requests that are over, or of a plan that was replaced, pressed again and again by whoever had them (T-C4).
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { hours } from '../../src/clock.ts'
import { runRequest } from '../../src/gate/gate.ts'
import type { Intent } from '../../src/intent.ts'
import { approve, approveNarrowed, cancel, deny, narrowed } from '../../src/requests/decisions.ts'
import type { Request } from '../../src/requests/request.ts'
import { wakeRequest } from '../../src/requests/wake.ts'
import { startTestLatchkey, type TestLatchkey, withoutJobs } from '../latchkey.ts'
import { seedFor, sizeOf } from '../prove/sizes.ts'
import { decider, joining } from './quietly.ts'

const looker = 'Looker – Analyst'
const atATime = 50
const owners = ['mei.tanaka', 'tom.okafor']

let it: TestLatchkey
beforeAll(async () => {
  it = await startTestLatchkey()
})
afterAll(() => it.stop())

type End = (request: Request) => Promise<unknown>

/** Every way in which the buttons of a request lose their meaning. */
function ends(): Record<string, End> {
  const core = withoutJobs(it.core)
  const mei = decider(it, 'mei.tanaka')
  return {
    async done(request) {
      await core.store.tx((tx) => approve(tx, core, request, mei))
      await runRequest(core, request.id, AbortSignal.timeout(20_000))
    },
    denied: (request) =>
      core.store.tx((tx) => deny(tx, core, request, mei, { hash: request.planHash, reason: 'not this quarter' })),
    cancelled: (request) => core.store.tx((tx) => cancel(tx, core, request, request.requester)),
    expired: (request) =>
      wakeRequest({ ...core, clock: { now: () => new Date(request.expiresAt.getTime() + 1) } }, request.id),
    async narrowed(request) {
      const less = await narrowed(core, request, { days: 1 })
      if (!less) throw new Error('fewer days are less')
      await core.store.tx((tx) => approveNarrowed(tx, core, request, less, mei))
      await runRequest(core, request.id, AbortSignal.timeout(20_000))
    },
  }
}

/** What decides anything about this plan, with who holds the button. */
function buttons({ id, planHash: hash }: Request, asker: string): { user: string; meaning: Intent }[] {
  const onPlan = { request: id, hash }
  const ofAsker: Intent[] = [
    { do: 'confirm', ...onPlan },
    { do: 'cancel', request: id },
    { do: 'send-push-again', ...onPlan },
    { do: 'recover', ...onPlan },
    { do: 'type-code', ...onPlan },
  ]
  const ofOwner: Intent[] = [
    { do: 'approve', ...onPlan },
    { do: 'deny', ...onPlan },
    { do: 'narrow', ...onPlan, input: { days: 1 } },
  ]
  return [
    ...ofAsker.map((meaning) => ({ user: asker, meaning })),
    ...owners.flatMap((user) => ofOwner.map((meaning) => ({ user, meaning }))),
  ]
}

/** All that a press could have changed. */
async function look() {
  const requests = await it.db
    .selectFrom('request')
    .select(['id', 'state', 'plan_hash', 'input'])
    .orderBy('id')
    .execute()
  const votes = await it.db.selectFrom('vote').selectAll().orderBy('request_id').execute()
  const steps = (await it.ledger()).filter((event) => event.startsWith('step.') || event.startsWith('request.'))
  return { requests, votes, steps }
}

test('nothing is decided a second time, and nothing happens', async () => {
  const askers = ['leo.brandt', 'grace.mbeki', 'jonas.weber', 'hana.suzuki', 'tomas.novak']
  const recorded: { user: string; handle: string; isForm: boolean }[] = []
  for (const [nth, end] of Object.values(ends()).entries()) {
    const asker = askers[nth] ?? ''
    const request = await joining(it, asker, looker)
    for (const { user, meaning } of buttons(request, asker))
      recorded.push({ user, handle: await it.handleFor(user, meaning), isForm: meaning.do === 'deny' })
    await end(request)
  }
  await it.settled()
  const before = await look()
  const lastWrite = (await it.sandbox.writes()).at(-1)?.seq ?? 0
  expect(before.requests.map(({ state }) => state).sort()).toEqual(['cancelled', 'denied', 'done', 'done', 'expired'])

  const size = sizeOf('replayedPresses')
  const seed = seedFor('replayed presses')
  for (let sent = 0; sent < size; sent += atATime) {
    const presses = fc.sample(fc.tuple(fc.constantFrom(...recorded), fc.boolean()), {
      seed: seed + sent,
      numRuns: Math.min(atATime, size - sent),
    })
    await Promise.all(
      presses.map(([{ user, handle, isForm }, isSent]) =>
        isForm && isSent
          ? it.chat.submitHandle(user, handle, { reason: 'no' })
          : it.chat.pressHandle(user, handle).then(() => undefined),
      ),
    )
    await it.settled()
    // Looked at each time: the journal is no longer than it has to be.
    expect((await it.sandbox.writes()).filter(({ seq }) => seq > lastWrite)).toEqual([])
    // The other half of them long after.
    if (sent < size / 2 && sent + atATime >= size / 2) it.clock.advance(hours(20))
  }
  expect(await look()).toEqual(before)
}, 3_600_000)
