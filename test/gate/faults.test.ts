// Whatever JumpCloud does with the call, the truth is told in the end and nothing is applied twice; and one worker at a time acts.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { z } from 'zod'
import { seconds } from '../../src/clock.ts'
import type { CrashPoint, GateCore } from '../../src/core.ts'
import { runRequest } from '../../src/gate/gate.ts'
import type { RequestId } from '../../src/ids.ts'
import type { faultOrder } from '../../src/sandbox/faults.ts'
import { idFor, startTestLatchkey, type TestLatchkey } from '../latchkey.ts'
import { approved, load, proven } from '../requests/quietly.ts'
import { hasty } from './hasty.ts'

type Fault = Pick<z.input<typeof faultOrder>, 'kind' | 'status' | 'delayMs' | 'retryAfter'>

let it: TestLatchkey
let impatient: GateCore
let atPoint: (point: CrashPoint) => Promise<void> | void = () => {}
beforeAll(async () => {
  it = await startTestLatchkey({ atPoint: (point) => atPoint(point) })
  impatient = hasty(it)
})
afterAll(() => it.stop())

const run = (id: RequestId, core: GateCore = impatient) => runRequest(core, id, AbortSignal.timeout(20_000))
const writesFor = async (part: string) => (await it.sandbox.writes()).filter(({ path }) => path.includes(part))
const looker = 'Looker – Analyst'
const isIn = (username: string, group = looker) =>
  [...it.sandbox.state.groups.values()].some(({ name, members }) => name === group && members.has(idFor(username)))
const isLocked = (username: string) => it.sandbox.state.users.get(idFor(username))?.account_locked === true

/** What is told for each way to fail, when the call fails once. */
const once: [fault: Fault, told: 'done' | 'failed', username: string][] = [
  [{ kind: 'status', status: 429, retryAfter: 1 }, 'done', 'alex.kim'],
  [{ kind: 'status', status: 500 }, 'done', 'sofia.rossi'],
  [{ kind: 'status', status: 503 }, 'done', 'jonas.weber'],
  [{ kind: 'delay', delayMs: 100 }, 'done', 'alex.kimm'],
  [{ kind: 'drop-before' }, 'done', 'viktor.lund'],
  [{ kind: 'hang-before' }, 'done', 'aisha.rahman'],
  [{ kind: 'status-after', status: 502 }, 'done', 'diego.fernandez'],
  [{ kind: 'delay-after', delayMs: 7000 }, 'done', 'claire.dubois'],
  [{ kind: 'drop-after' }, 'done', 'hannah.fischer'],
  [{ kind: 'hang-after' }, 'done', 'marcus.reed'],
  [{ kind: 'malformed' }, 'done', 'chloe.martin'],
  [{ kind: 'truncated' }, 'done', 'tomas.novak'],
  [{ kind: 'html', status: 502 }, 'done', 'zoe.laurent'],
  [{ kind: 'empty' }, 'done', 'patrick.byrne'],
  [{ kind: 'wrong-type' }, 'done', 'amara.diallo'],
  [{ kind: 'error-body' }, 'done', 'hana.suzuki'],
  [{ kind: 'large' }, 'done', 'pavel.horak'],
  [{ kind: 'slow' }, 'done', 'maya.alvarez'],
]

describe('unlocking, when JumpCloud refuses clearly', () => {
  test.each([
    [400, 'priya.nair'],
    [403, 'grace.mbeki'],
    [404, 'mei.tanaka'],
    [409, 'tom.okafor'],
  ])('%i: nothing was done, and it is not tried again', async (status, username) => {
    const { id, number } = await proven(it, username)
    const match = { method: 'POST', path: `/${idFor(username)}/unlock` }
    await it.sandbox.fault({ match, kind: 'status', status })
    // With the patience of the real program: a call that was cut off would rightly be tried again.
    await run(id, it.core)
    await it.sandbox.noFaults()
    expect(await it.stateOf(id)).toBe('failed')
    expect(isLocked(username)).toBe(true)
    expect(await writesFor(`${idFor(username)}/unlock`)).toHaveLength(1)
    expect((await it.ledger(id)).filter((event) => event === 'step.about-to')).toHaveLength(1)
    await it.chat.waitFor(username, new RegExp(`Unlock my account: nothing was done[^]*R-${number} `))
  })
})

describe('unlocking, when the call fails once', () => {
  const requests = new Map<string, RequestId>()
  beforeAll(async () => {
    for (const [fault, , username] of once) {
      const { id } = await proven(it, username)
      requests.set(username, id)
      const match = { method: 'POST', path: `/${idFor(username)}/unlock` }
      await it.sandbox.fault({ ...fault, match, times: 1 })
    }
    await Promise.all([...requests.values()].map((id) => run(id)))
    await it.settled()
  }, 120_000)
  afterAll(() => it.sandbox.noFaults())

  test.each(once)('%o: %s', async (_fault, told, username) => {
    const { id, number, state } = await load(it, requests.get(username) ?? ('' as RequestId))
    expect(state).toBe(told)
    expect(isLocked(username)).toBe(told !== 'done')
    const calls = await writesFor(`${idFor(username)}/unlock`)
    expect(calls.filter(({ changed }) => changed)).toHaveLength(told === 'done' ? 1 : 0)
    expect(calls.length).toBeLessThanOrEqual(2)
    const events = await it.ledger(id)
    // No call without a word before it, and one word on how it ended.
    expect(events.filter((event) => event === 'step.about-to')).toHaveLength(calls.length)
    expect(events.filter((event) => event === 'step.did')).toHaveLength(told === 'done' ? 1 : 0)
    const card = await it.chat.waitFor(username, new RegExp(`R-${number} `))
    expect(card.title).toBe(`Unlock my account: ${told === 'done' ? 'done' : 'nothing was done'}`)
  })
})

describe('adding to a group, when the call fails every time', () => {
  const always: [fault: Fault, told: 'done' | 'failed' | 'needs-a-person', username: string][] = [
    // Refused clearly each time: nothing can have happened.
    [{ kind: 'status', status: 429 }, 'failed', 'yuki.sato'],
    // Nothing is to be seen, and whether it comes later nobody knows.
    [{ kind: 'status', status: 503 }, 'needs-a-person', 'carlos.mendes'],
    [{ kind: 'drop-before' }, 'needs-a-person', 'lin.zhao'],
    [{ kind: 'drop-after' }, 'done', 'leo.brandt'],
    [{ kind: 'malformed' }, 'done', 'grace.mbeki'],
    [{ kind: 'truncated' }, 'done', 'chloe.martin'],
    [{ kind: 'status', status: 409 }, 'needs-a-person', 'hana.suzuki'],
  ]
  test.each(always)('%o: %s', async (fault, told, username) => {
    const { id, number } = await approved(it, username, looker, 'mei.tanaka')
    await it.sandbox.fault({ ...fault, match: { method: 'POST', path: '/members' } })
    const before = await writesFor('/members')
    await run(id)
    await it.sandbox.noFaults()
    expect(await it.stateOf(id)).toBe(told)
    expect(isIn(username)).toBe(told === 'done')
    const calls = (await writesFor('/members')).slice(before.length)
    expect(calls.length).toBeLessThanOrEqual(8)
    expect(calls.filter(({ changed }) => changed)).toHaveLength(told === 'done' ? 1 : 0)
    if (told === 'done') return
    await it.chat.waitFor('#audit', new RegExp(`R-${number} join-group: (nothing was done|a person has to look)`))
    await it.chat.waitFor(username, new RegExp(`R-${number}: (nothing was done|a person has to look)`))
  })

  test.each([
    [403, 'diego.fernandez', ['done', 'needs-a-person']],
    // With a credential that JumpCloud knows it is looked at again.
    [401, 'ida.lindqvist', ['running']],
  ])('reading fails after a call whose answer was lost, with %i: nobody says that nothing was done', async (status, username, states) => {
    const { id } = await approved(it, username, looker, 'mei.tanaka')
    await it.sandbox.fault({ match: { method: 'POST', path: '/members' }, kind: 'drop-after' })
    atPoint = async (point) => {
      if (point !== 'gate:about-to') return
      atPoint = () => {}
      await it.sandbox.fault({ match: { method: 'GET' }, kind: 'status', status: 503, times: 8 })
      await it.sandbox.fault({ match: { method: 'GET' }, kind: 'status', status, times: 20 })
    }
    await run(id)
    atPoint = () => {}
    await it.sandbox.noFaults()
    expect(isIn(username)).toBe(true)
    expect(states).toContain(await it.stateOf(id))
    await run(id)
    expect(['done', 'needs-a-person']).toContain(await it.stateOf(id))
  })

  test('refused clearly, and somebody else adds the person meanwhile: it was not ours, so it never ends by itself', async () => {
    const { id } = await approved(it, 'aisha.rahman', looker, 'mei.tanaka')
    await it.sandbox.fault({ match: { method: 'POST', path: '/members' }, kind: 'status', status: 429, times: 1 })
    const adding: GateCore = {
      ...impatient,
      // Between two attempts.
      sleep: async () => it.sandbox.changeMember(looker, 'aisha.rahman', 'add'),
    }
    await run(id, adding)
    expect(await it.stateOf(id)).toBe('done')
    expect((await load(it, id)).row.ends_at).toBeNull()
    expect(await it.ledger(id)).toContain('step.already')
  })
})

describe('several workers', () => {
  test('twenty at once: one begins, one acts', async () => {
    const { id } = await approved(it, 'marcus.reed', looker, 'mei.tanaka')
    const before = await writesFor('/members')
    await Promise.all(Array.from({ length: 20 }, () => run(id)))
    expect((await writesFor('/members')).length - before.length).toBe(1)
    const events = await it.ledger(id)
    for (const event of ['request.running', 'step.about-to', 'step.did', 'request.done'])
      expect(events.filter((one) => one === event)).toHaveLength(1)
  })

  test.each<[CrashPoint, number]>([
    ['gate:claimed', 1],
    ['gate:about-to', 1],
    ['gate:ran', 1],
  ])('the first one dies at %s: the next one finishes, after the lease', async (where, calls) => {
    const username =
      { 'gate:claimed': 'jonas.weber', 'gate:about-to': 'hannah.fischer', 'gate:ran': 'patrick.byrne' }[
        where as string
      ] ?? ''
    const { id } = await approved(it, username, looker, 'mei.tanaka')
    const before = await writesFor('/members')
    atPoint = (point) => {
      if (point === where) throw new Error('the process died here')
    }
    await expect(run(id)).rejects.toThrow('died here')
    atPoint = () => {}
    if (where !== 'gate:claimed') {
      // Nobody else touches the step while it may still be at work.
      await run(id)
      expect(await it.stateOf(id)).toBe('running')
    }
    it.clock.advance(seconds(61))
    await run(id)
    expect(await it.stateOf(id)).toBe('done')
    expect(isIn(username)).toBe(true)
    expect((await writesFor('/members')).length - before.length).toBe(calls)
  })

  test('one that was paused for longer than its lease sends nothing and settles nothing', async () => {
    const { id } = await approved(it, 'tomas.novak', looker, 'mei.tanaka')
    const before = await writesFor('/members')
    let wakeUp = () => {}
    const asleep = new Promise<void>((resolve) => {
      wakeUp = resolve
    })
    let isPaused = false
    atPoint = async (point) => {
      if (point !== 'gate:about-to' || isPaused) return
      isPaused = true
      await asleep
    }
    const zombie = run(id)
    await expect.poll(() => isPaused).toBe(true)
    it.clock.advance(seconds(61))
    await run(id)
    expect(await it.stateOf(id)).toBe('done')
    await it.sandbox.changeMember(looker, 'tomas.novak', 'remove')
    wakeUp()
    await zombie
    expect((await writesFor('/members')).length - before.length).toBe(1)
    expect(isIn('tomas.novak')).toBe(false)
    expect((await it.ledger(id)).filter((event) => event === 'step.did')).toHaveLength(1)
    atPoint = () => {}
  })
})
