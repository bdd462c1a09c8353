// Buttons of requests that are over, or of a plan that was replaced, pressed again and again by whoever had them (T-C4).
import { afterAll, beforeAll, expect, test } from 'vitest'
import { hours } from '../../src/clock.ts'
import { runRequest } from '../../src/gate/gate.ts'
import { approve, approveNarrowed, cancel, deny, narrowed } from '../../src/requests/decisions.ts'
import type { Request } from '../../src/requests/request.ts'
import { wakeRequest } from '../../src/requests/wake.ts'
import { startTestLatchkey, type TestLatchkey, withoutJobs } from '../latchkey.ts'
import { seedFor, sizeOf } from '../prove/sizes.ts'
import { type Kept, keep, looker, pressAgain } from './buttons.ts'
import { decider, joining } from './quietly.ts'

let it: TestLatchkey
let next: TestLatchkey | undefined
const kept: Kept[] = []
beforeAll(async () => {
  it = await startTestLatchkey()
})
afterAll(async () => {
  await next?.stop()
  await it.stop()
})

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

/** All that a press could have changed. */
async function look({ db, ledger }: TestLatchkey) {
  const requests = await db.selectFrom('request').select(['id', 'state', 'plan_hash', 'input']).orderBy('id').execute()
  const votes = await db.selectFrom('vote').selectAll().orderBy('request_id').execute()
  const steps = (await ledger()).filter((event) => event.startsWith('step.') || event.startsWith('request.'))
  return { requests, votes, steps }
}

test('nothing is decided a second time, and nothing happens', async () => {
  const askers = ['leo.brandt', 'grace.mbeki', 'jonas.weber', 'hana.suzuki', 'tomas.novak']
  for (const [nth, end] of Object.values(ends()).entries()) {
    const asker = askers[nth] ?? ''
    const request = await joining(it, asker, looker)
    kept.push(...(await keep(it, request, asker)))
    await end(request)
  }
  await it.settled()
  const before = await look(it)
  const lastWrite = (await it.sandbox.writes()).at(-1)?.seq ?? 0
  expect(before.requests.map(({ state }) => state).sort()).toEqual(['cancelled', 'denied', 'done', 'done', 'expired'])

  const size = sizeOf('replayedPresses')
  let isLater = false
  await pressAgain(it, kept, { size, seed: seedFor('replayed presses') }, async (sent) => {
    expect((await it.sandbox.writes()).filter(({ seq }) => seq > lastWrite)).toEqual([])
    // The other half of them long after.
    if (!isLater && sent >= size / 2) it.clock.advance(hours(20))
    isLater = sent >= size / 2
  })
  expect(await look(it)).toEqual(before)
}, 3_600_000)

test('nor after a start of the next version, with another policy and a changed skill', async () => {
  const before = await look(it)
  const { organisation, policyVersion, skills } = it.core
  const lastWrite = (await it.sandbox.writes()).at(-1)?.seq ?? 0
  const copy = await it.latchkey.store.dump?.()
  await it.halt()
  const changed = new Map(skills)
  const joins = skills.get('join-group')
  if (joins) changed.set('join-group', { ...joins, version: joins.version + 1 })
  next = await startTestLatchkey({
    after: { before: it, copy },
    organisation: () => ({ ...organisation, securityContacts: [] }),
    skills: changed,
  })
  expect(next.core.policyVersion).not.toBe(policyVersion)
  const size = sizeOf('replayedOnNextVersion')
  await pressAgain(next, kept, { size, seed: seedFor('replayed on the next version') }, async () => {
    expect((await it.sandbox.writes()).filter(({ seq }) => seq > lastWrite)).toEqual([])
  })
  expect(await look(next)).toEqual(before)
}, 3_600_000)
