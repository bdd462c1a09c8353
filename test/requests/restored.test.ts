// A copy of the store, put back after everything in it was decided: old buttons decide nothing, and nothing happens again (T-C4, T-L4).
import { afterAll, beforeAll, expect, test } from 'vitest'
import { days, hours, later } from '../../src/clock.ts'
import { runRequest } from '../../src/gate/gate.ts'
import { begin } from '../../src/gate/settle.ts'
import { credentialReaders } from '../../src/outbox/credential-events.ts'
import { makeRecoveryCodes, useRecoveryCode } from '../../src/proof/recovery-codes.ts'
import { cancel, deny } from '../../src/requests/decisions.ts'
import { startEnding } from '../../src/requests/ending.ts'
import { move } from '../../src/requests/move.ts'
import type { Request } from '../../src/requests/request.ts'
import { wakeRequest } from '../../src/requests/wake.ts'
import { notePlace } from '../../src/secrets/own-place.ts'
import { groupFor, idFor, startTestLatchkey, type TestLatchkey, typeCode, withoutJobs } from '../latchkey.ts'
import { seedFor, sizeOf } from '../prove/sizes.ts'
import { type CopiedDatabase, copyOfDatabase } from '../store.ts'
import { type Kept, keep, looker, pressAgain } from './buttons.ts'
import { approved, asked, confirmed, decider, joining, load, toJoin } from './quietly.ts'

const owner = 'mei.tanaka'
const soon = () => AbortSignal.timeout(20_000)

async function lent(it: TestLatchkey, asker: string): Promise<Request> {
  const request = await approved(it, asker, looker, owner)
  await runRequest(withoutJobs(it.core), request.id, soon())
  return request
}

/** In every state in which a request goes on, with who asked. */
const ways = {
  async confirming(it, asker) {
    return asked(it, asker, toJoin(looker))
  },
  async proving(it, asker) {
    await it.sandbox.changeUser(asker, { account_locked: true })
    return confirmed(it, asker, { skill: 'unlock-account' })
  },
  async approving(it, asker) {
    return joining(it, asker, looker)
  },
  async waiting(it, asker) {
    const [core, request] = [withoutJobs(it.core), await joining(it, asker, looker)]
    const how = { from: ['approving'], to: 'waiting', actor: 'system', event: 'request.waited' } as const
    const set = { waits_until: later(core.clock.now(), hours(4)) }
    await core.store.tx((tx) => move(tx, core, request, { ...how, set }))
    return request
  },
  async ready(it, asker) {
    return approved(it, asker, looker, owner)
  },
  async running(it, asker) {
    const request = await approved(it, asker, looker, owner)
    expect(await begin(withoutJobs(it.core), request)).toBe(true)
    return request
  },
  lent,
  returned: lent,
} satisfies Record<string, (it: TestLatchkey, asker: string) => Promise<Request>>
type Way = keyof typeof ways

const askers: Record<Way, string> = {
  confirming: 'leo.brandt',
  proving: 'maya.alvarez',
  approving: 'grace.mbeki',
  waiting: 'marcus.reed',
  ready: 'jonas.weber',
  running: 'hana.suzuki',
  lent: 'tomas.novak',
  returned: 'chloe.martin',
}

/** What became of each after the copy was made; `lent` is still lent. */
async function goOn(it: TestLatchkey, stood: Record<Way, Request>): Promise<void> {
  const core = withoutJobs(it.core)
  const { confirming, proving, approving, waiting, ready, running, returned } = stood
  const late = { now: () => later(proving.expiresAt, 1) }
  for (const one of [confirming, waiting]) await core.store.tx((tx) => cancel(tx, core, one, one.requester))
  await wakeRequest({ ...core, clock: late }, proving.id)
  const on = { hash: approving.planHash, reason: 'not this quarter' }
  await core.store.tx((tx) => deny(tx, core, approving, decider(it, owner), on))
  for (const one of [ready, running]) await runRequest(core, one.id, soon())
  const given = await load(it, returned.id)
  await core.store.tx((tx) => startEnding(tx, core, given, returned.requester, 'access.given-back'))
  await runRequest(core, returned.id, soon())
  const states = await Promise.all(Object.values(stood).map(({ id }) => it.stateOf(id)))
  expect(states).toEqual(['cancelled', 'expired', 'denied', 'cancelled', 'done', 'done', 'done', 'ended'])
}

const ida = idFor('ida.lindqvist')
const sheet = { label: 'Printed', addedBy: 'sign-in', usableFrom: new Date(0) }

let first: TestLatchkey
let it: TestLatchkey
let stood: Record<Way, Request>
let seq: number
let codes: string[]
const kept: Kept[] = []

beforeAll(async () => {
  first = await startTestLatchkey()
  const made: Partial<Record<Way, Request>> = {}
  for (const way of Object.keys(ways) as Way[]) {
    const request = await ways[way](first, askers[way])
    kept.push(...(await keep(first, request, askers[way])))
    made[way] = request
  }
  stood = made as Record<Way, Request>
  const readers = await credentialReaders(first.core, ida)
  codes = await first.core.store.tx((tx) => makeRecoveryCodes(tx, first.core, readers, sheet))
  await first.settled()
  let copy: Blob | CopiedDatabase | undefined
  if (first.databaseUrl === undefined) {
    // The embedded database looks the same wherever it stands: the copy's place is another's.
    await first.core.store.tx((tx) => notePlace(tx, first.core, 'another folder'))
    copy = await first.latchkey.store.dump?.()
    await goOn(first, stood)
    await first.halt()
  } else {
    await first.halt()
    copy = await copyOfDatabase(first.databaseUrl)
    const again = await startTestLatchkey({ after: { before: first, copy: undefined } })
    await goOn(again, stood)
    await again.stop()
  }
  seq = (await first.sandbox.writes()).at(-1)?.seq ?? 0
  it = await startTestLatchkey({ after: { before: first, copy } })
})
afterAll(async () => {
  await it?.stop()
  await first.stop()
})

/** All that a press could have changed. */
async function look() {
  const ids = Object.values(stood).map(({ id }) => id)
  const votes = await it.db.selectFrom('vote').selectAll().where('request_id', 'in', ids).orderBy('plan_hash').execute()
  const proofs = await it.db.selectFrom('proof').selectAll().where('request_id', 'in', ids).orderBy('id').execute()
  const told = await Promise.all(ids.map((id) => it.ledger(id)))
  const happened = told.map((events) => events.filter((event) => event !== 'approval.refused'))
  return { states: await Promise.all(ids.map((id) => it.stateOf(id))), votes, proofs, happened }
}

const writes = async () => (await first.sandbox.writes()).filter((one) => one.seq > seq)

async function pressed(half: string): Promise<void> {
  const before = await look()
  const size = sizeOf('restoredPresses') / 2
  await pressAgain(it, kept, { size, seed: seedFor(`presses ${half}`) }, async () => {
    expect(await writes()).toEqual([])
  })
  expect(await look()).toEqual(before)
}

test('what was open is over, people are told, and everything is frozen', async () => {
  const { states } = await look()
  expect(states).toEqual([...Array(5).fill('cancelled'), 'needs-a-person', 'done', 'done'])
  expect(await it.core.freezes.isFrozen('house')).toBe(true)
  await it.settled()
  await it.chat.waitFor(askers.approving, /not carried on/)
  await it.chat.waitFor(askers.running, /a person has to look/)
  await it.chat.waitFor('#audit', /put back from a copy/)
  expect(await writes()).toEqual([])
})

test('which printed codes were used since is not known, so that none counts', async () => {
  const readers = await credentialReaders(it.core, ida)
  for (const code of codes)
    expect(await it.core.store.tx((tx) => useRecoveryCode(tx, it.core, readers, code))).toBe(false)
  await it.chat.waitFor('ida.lindqvist', /printed recovery codes do not count any more/)
})

test('while it is frozen, no button of before does anything', () => pressed('while it is frozen'), 3_600_000)

test('nor after two people started it again', async () => {
  await it.chat.say('ben.carter', 'start Latchkey again')
  await it.chat.press('ben.carter', 'Do it')
  const push = await it.phone('ben.carter').ring()
  await it.phone('ben.carter').accept(push.id)
  await typeCode(it, 'ben.carter', push.code)
  for (const name of ['nadia.petrova', 'felix.braun']) await it.chat.press(name, 'Approve', /Ben Carter asks/)
  await it.settled()
  expect(await it.core.freezes.isFrozen('house')).toBe(false)
  await pressed('after it was started again')
}, 3_600_000)

test('what was lent before the copy ends all the same; what was given back since is not taken twice', async () => {
  await it.advance(days(8))
  expect(await Promise.all([stood.lent, stood.returned].map(({ id }) => it.stateOf(id)))).toEqual(['ended', 'ended'])
  const members = first.sandbox.state.groups.get(groupFor(looker))?.members
  const isIn = (way: Way) => members?.has(idFor(askers[way])) === true
  expect([isIn('lent'), isIn('returned'), isIn('ready')]).toEqual([false, false, true])
  expect(await writes()).toHaveLength(1)
})
