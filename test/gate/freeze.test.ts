// While something is frozen the gate begins nothing: at every moment, for every process, until it is lifted; then it goes on.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { seconds } from '../../src/clock.ts'
import { runRequest } from '../../src/gate/gate.ts'
import type { RequestId } from '../../src/ids.ts'
import { createFreezes } from '../../src/people/freeze.ts'
import { startEnding } from '../../src/requests/ending.ts'
import { groupFor, idFor, startTestLatchkey, type TestLatchkey, withoutJobs } from '../latchkey.ts'
import { seedFor, sizes } from '../prove/sizes.ts'
import { approved, load } from '../requests/quietly.ts'
import { freezeAtMoments } from './freeze-moments.ts'

let it: TestLatchkey
beforeAll(async () => {
  it = await startTestLatchkey()
})
afterAll(() => it.stop())

const looker = 'Looker – Analyst'
const how = { by: 'host', why: 'test' } as const
const run = (id: RequestId) => runRequest(withoutJobs(it.core), id, AbortSignal.timeout(20_000))
const isIn = (username: string) =>
  [...it.sandbox.state.groups.values()].some(({ name, members }) => name === looker && members.has(idFor(username)))
const people = ['leo.brandt', 'viktor.lund', 'aisha.rahman', 'jonas.weber']
const journal = z.object({ entries: z.array(z.object({ method: z.string(), path: z.string(), at: z.string() })) })
const writtenAt = async () =>
  journal
    .parse(await (await fetch(`${it.sandbox.url}/_sandbox/journal`)).json())
    .entries.filter(({ method, path }) => method !== 'GET' && path.includes('/members'))
    .map(({ at }) => Date.parse(at))
/** As another process on the same store sees it. */
const seenElsewhere = () => createFreezes(it.core)

describe('everything', () => {
  test('is held where it is, and goes on where it was', async () => {
    const request = await approved(it, 'grace.mbeki', looker, 'mei.tanaka')
    await it.core.freezes.freeze('house', how)
    expect(await seenElsewhere().isFrozen('house')).toBe(true)
    await run(request.id)
    expect(await it.stateOf(request.id)).toBe('ready')
    expect(isIn('grace.mbeki')).toBe(false)
    await it.core.freezes.unfreeze('house', how)
    await it.settled()
    expect(await it.stateOf(request.id)).toBe('done')
    expect(isIn('grace.mbeki')).toBe(true)
  })

  test('asks are refused in calm words, what only reads is answered, and what is open is kept', async () => {
    const open = await approved(it, 'priya.nair', looker, 'mei.tanaka')
    await it.core.freezes.freeze('house', how)
    await it.chat.say('tom.okafor', 'I need Figma for 3 days for the q3 numbers')
    await it.chat.waitFor('tom.okafor', /stopped for the moment.*kept/)
    await it.chat.say('tom.okafor', 'what can you do?')
    await it.chat.waitFor('tom.okafor', /I help with/)
    await it.advance(seconds(70))
    expect(await it.stateOf(open.id)).toBe('ready')
    await it.core.freezes.unfreeze('house', how)
    await it.settled()
    expect(await it.stateOf(open.id)).toBe('done')
  })

  test('between any two of its steps: no write starts more than two seconds later, and none is lost or doubled', {
    timeout: 180_000,
  }, async () => {
    const requests = []
    for (const username of people) requests.push(await approved(it, username, looker, 'mei.tanaka'))
    const writes = async () => (await it.sandbox.writes()).filter(({ path }) => path.includes(groupFor(looker)))
    const before = (await writes()).length
    // Frozen by whichever of them comes first to its so-manieth point: claimed, about to, ran.
    for (const moment of [1, 2, 3]) {
      let reached = 0
      let frozenAt = Number.POSITIVE_INFINITY
      let first = 0
      const reach = async () => {
        reached += 1
        if (reached !== moment) return
        await it.core.freezes.freeze('house', how)
        frozenAt = it.clock.now().getTime()
        first = (await writes()).length
      }
      const core = { ...withoutJobs(it.core), crashPoints: { reach } }
      await Promise.all(requests.map(({ id }) => runRequest(core, id, AbortSignal.timeout(20_000))))
      expect(frozenAt, 'the moment was reached').toBeLessThan(Number.POSITIVE_INFINITY)
      await Promise.all(requests.map(({ id }) => run(id)))
      expect((await writtenAt()).filter((at) => at > frozenAt + 2000)).toEqual([])
      // At most what had said "about to" at that very moment.
      expect((await writes()).length - first).toBeLessThanOrEqual(requests.length)
      await liftQuietly()
    }
    for (const { id } of requests) await run(id)
    expect((await writes()).length - before).toBe(people.length)
    for (const username of people) expect(isIn(username)).toBe(true)

    async function liftQuietly() {
      await it.core.store.tx((tx) => it.core.freezes.unfreeze('house', how, { ...tx, enqueue: async () => {} }))
    }
  })
})

describe('one person', () => {
  test('is held, and nobody else', async () => {
    const hers = await approved(it, 'ida.lindqvist', looker, 'mei.tanaka')
    const others = await approved(it, 'yuki.sato', looker, 'mei.tanaka')
    await it.core.freezes.freeze(idFor('ida.lindqvist'), how)
    await run(hers.id)
    await run(others.id)
    expect([await it.stateOf(hers.id), await it.stateOf(others.id)]).toEqual(['ready', 'done'])
    await it.chat.say('ida.lindqvist', 'I need Figma for 3 days for the q3 numbers')
    await it.chat.waitFor('ida.lindqvist', /Self-service for this person is paused/)
    await it.core.freezes.unfreeze(idFor('ida.lindqvist'), how)
    await it.settled()
    expect(await it.stateOf(hers.id)).toBe('done')
  })

  test('what was lent to them is taken back all the same', async () => {
    const { id } = await approved(it, 'hannah.fischer', looker, 'mei.tanaka')
    await run(id)
    expect(isIn('hannah.fischer')).toBe(true)
    await it.core.freezes.freeze(idFor('hannah.fischer'), how)
    const core = withoutJobs(it.core)
    const request = await load(it, id)
    await core.store.tx((tx) => startEnding(tx, core, request, 'system', 'access.ending'))
    await run(id)
    expect(await it.stateOf(id)).toBe('ended')
    expect(isIn('hannah.fischer')).toBe(false)
  })
})

test('at a few random moments, in two processes; `npm run prove` has fifty', async () => {
  const how = { moments: sizes.freezes.test, seed: seedFor('freezes') }
  const { before, after } = await freezeAtMoments(it, [it.core, it.core], how)
  // It throws where something began too late, was lost, or was done twice.
  expect(before + after).toBeGreaterThan(0)
})

describe('from chat', () => {
  test('one of IT stops it, and starting again takes the phone and two others', async () => {
    await it.chat.say('leo.brandt', 'freeze Latchkey')
    await it.chat.waitFor('leo.brandt', /may not ask for this/)
    expect(await it.core.freezes.isFrozen('house')).toBe(false)
    await it.chat.say('ben.carter', 'freeze Latchkey')
    await it.chat.press('ben.carter', 'Do it')
    await it.chat.waitFor('ben.carter', /Stop Latchkey for everybody: done/)
    expect(await it.core.freezes.isFrozen('house')).toBe(true)
    await it.chat.waitFor('#audit', /freeze: done for Ben Carter/)
  })
})
