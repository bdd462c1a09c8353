// Time-bound access ends by itself, early by hand, or by "this wasn't me", and takes back exactly what it gave, however long it takes.
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { days, hours } from '../../src/clock.ts'
import { runRequest } from '../../src/gate/gate.ts'
import type { RequestId } from '../../src/ids.ts'
import { wakeRequest } from '../../src/requests/wake.ts'
import { groupFor, idFor, startTestLatchkey, type TestLatchkey, withoutJobs } from '../latchkey.ts'
import { approved, confirmed, joining } from '../requests/quietly.ts'
import { hasty } from './hasty.ts'

let it: TestLatchkey
beforeAll(async () => {
  it = await startTestLatchkey()
})
afterAll(() => it.stop())

const looker = 'Looker – Analyst'
const run = (id: RequestId, core = it.core) => runRequest(core, id, AbortSignal.timeout(10_000))
const isIn = (username: string, group = looker) =>
  it.sandbox.state.groups.get(groupFor(group))?.members.has(idFor(username)) === true
const changed = async (count: number) => (await it.sandbox.writes()).slice(count).filter((call) => call.changed).length
const titles = async (place: string) => (await it.chat.messages(place)).map(({ title }) => title)

const down = (match: object) => it.sandbox.fault({ match, kind: 'status', status: 503 })

/** In the group, for so many days from now on. */
async function given(username: string, lasts = 1) {
  const request = await approved(it, username, looker, 'mei.tanaka', lasts)
  await run(request.id)
  await it.settled()
  expect(isIn(username)).toBe(true)
  return request
}

describe('the end', () => {
  test('comes by itself, after one reminder', async () => {
    const { id, number } = await given('leo.brandt', 3)
    const before = (await it.sandbox.writes()).length
    await it.advance(hours(47))
    expect(await titles('leo.brandt')).not.toContainEqual(expect.stringMatching(/Your access ends/))
    await it.advance(hours(1))
    await it.advance(hours(20))
    expect((await titles('leo.brandt')).filter((title) => /Your access ends/.test(title))).toHaveLength(1)
    expect(isIn('leo.brandt')).toBe(true)
    await it.advance(hours(4))
    expect(isIn('leo.brandt')).toBe(false)
    expect(await it.stateOf(id)).toBe('ended')
    expect(await changed(before)).toBe(1)
    await it.chat.waitFor('leo.brandt', new RegExp(`R-${number} ended as planned`))
  })

  test.each<[string, string, () => Promise<void>, () => Promise<void>]>([
    ['does not answer', 'grace.mbeki', () => down({}), () => it.sandbox.noFaults()],
    ['answers nothing to the call', 'chloe.martin', () => down({ method: 'POST' }), () => it.sandbox.noFaults()],
    [
      'does not know the credential any more',
      'hannah.fischer',
      () => it.sandbox.changeKey({ revoked: true }),
      () => it.sandbox.changeKey({ revoked: false }),
    ],
  ])('waits while JumpCloud %s, tells the audit channel once, and happens later', async (_how, username, fails, mends) => {
    const { id, number } = await given(username)
    const quiet = withoutJobs(hasty(it))
    const before = (await it.sandbox.writes()).length
    await fails()
    it.clock.advance(days(1) + hours(1))
    await wakeRequest(quiet, id)
    for (let tries = 0; tries < 10; tries += 1) await run(id, quiet)
    expect(isIn(username)).toBe(true)
    expect(await it.stateOf(id)).toBe('ending')
    await mends()
    await run(id, quiet)
    expect(await it.stateOf(id)).toBe('ended')
    expect(isIn(username)).toBe(false)
    expect(await changed(before)).toBe(1)
    await it.advance(0)
    const held = new RegExp(`R-${number} join-group: the time is over`)
    expect((await titles('#audit')).filter((title) => held.test(title))).toHaveLength(1)
    await it.chat.waitFor(username, new RegExp(`R-${number} ended as planned`))
  })

  test('finds somebody removed by hand meanwhile, and does nothing more', async () => {
    const { id } = await given('hana.suzuki')
    await it.sandbox.changeMember(looker, 'hana.suzuki', 'remove')
    const before = (await it.sandbox.writes()).length
    await it.advance(days(1) + hours(1))
    expect(await it.stateOf(id)).toBe('ended')
    expect(await it.sandbox.writes()).toHaveLength(before)
  })

  test('leaves what was there before: nothing was given, so nothing ends', async () => {
    const { id } = await approved(it, 'diego.fernandez', looker, 'mei.tanaka', 1)
    // Added by hand at the very last moment: after the gate has looked, before its step.
    const late = {
      ...it.core,
      crashPoints: {
        reach: async (point: string) => {
          if (point === 'gate:claimed') await it.sandbox.changeMember(looker, 'diego.fernandez', 'add')
        },
      },
    }
    await run(id, late)
    expect(await it.stateOf(id)).toBe('done')
    await it.advance(days(2))
    expect(await it.stateOf(id)).toBe('done')
    expect(isIn('diego.fernandez')).toBe(true)
  })

  test('of a group that is filled by a rule now needs a person, who is told', async () => {
    const { id, number } = await given('marcus.reed')
    const group = it.sandbox.state.groups.get(groupFor(looker))
    Object.assign(group ?? {}, { membershipMethod: 'DYNAMIC_AUTOMATED', query: ['department:$eq:Sales'] })
    await it.advance(days(1) + hours(1))
    Object.assign(group ?? {}, { membershipMethod: 'STATIC', query: undefined })
    expect(await it.stateOf(id)).toBe('needs-a-person')
    await it.chat.waitFor('marcus.reed', new RegExp(`R-${number}: a person has to look`))
    await it.chat.waitFor('#audit', new RegExp(`R-${number} join-group: a person has to look`))
  })
})

describe('giving back early', () => {
  test('twice at the same moment takes it back once', async () => {
    const username = 'claire.dubois'
    const { id } = await given(username, 7)
    const before = (await it.sandbox.writes()).length
    const handle = await it.chat.buttonOf(username, 'Give back')
    await Promise.all([1, 2, 3].map(() => it.chat.pressHandle(username, handle)))
    await it.chat.waitFor(username, /ended as planned/)
    await it.settled()
    await it.chat.pressHandle(username, handle)
    await it.settled()
    expect(await changed(before)).toBe(1)
    const events = await it.ledger(id)
    expect(events.filter((event) => event === 'access.given-back')).toHaveLength(1)
    expect(events.filter((event) => event === 'access.ended')).toHaveLength(1)
  })

  test('is for the person alone', async () => {
    const { id } = await given('patrick.byrne', 7)
    const handle = await it.handleFor('tomas.novak', { do: 'give-back', request: id })
    await it.chat.pressHandle('tomas.novak', handle)
    await it.settled()
    expect(await it.stateOf(id)).toBe('done')
    expect(isIn('patrick.byrne')).toBe(true)
  })
})

describe('“this wasn’t me”', () => {
  test('takes back what a manager asked for, tells the audit channel, and is the subject’s alone', async () => {
    // Helen asks for Priya, whose manager she is.
    const asked = await confirmed(it, 'helen.whitmore', {
      skill: 'join-group',
      input: { group: looker, days: 7, reason: 'for the q3 numbers' },
      subject: idFor('priya.nair'),
    })
    await it.core.store.tx((tx) => tx.enqueue('ask-approvers', { request: asked.id }))
    await it.chat.press('mei.tanaka', 'Approve 7 days', /Helen Whitmore asks/)
    await it.chat.waitFor('priya.nair', /Helen Whitmore asked for this, and it was done for your account/)
    expect(isIn('priya.nair')).toBe(true)
    const handle = await it.chat.buttonOf('priya.nair', 'This wasn’t me')
    const notHers = await it.handleFor('helen.whitmore', { do: 'not-me', request: asked.id })
    await it.chat.pressHandle('helen.whitmore', notHers)
    await it.settled()
    expect(await it.stateOf(asked.id)).toBe('done')

    await it.chat.pressHandle('priya.nair', handle)
    await it.chat.waitFor('priya.nair', /What was still open is stopped/)
    for (const place of ['#audit', 'nadia.petrova', 'felix.braun'])
      await it.chat.waitFor(place, /Priya Nair says “this wasn’t me”/)
    await it.settled()
    expect(await it.stateOf(asked.id)).toBe('ended')
    expect(isIn('priya.nair')).toBe(false)
    expect(await it.ledger(asked.id)).toContain('security.alert')
  })

  test('stops what is still open', async () => {
    const asked = await joining(it, 'jonas.weber', looker)
    const handle = await it.handleFor('jonas.weber', { do: 'not-me', request: asked.id })
    await it.chat.pressHandle('jonas.weber', handle)
    await it.settled()
    expect(await it.stateOf(asked.id)).toBe('cancelled')
  })
})

describe('a row changed from outside', () => {
  const change = (statement: string) => sql.raw(statement).execute(it.core.store.db)

  test('ends nothing but what the plan gave: another group, another person, another action', async () => {
    for (const [username, edit] of [
      ['tomas.novak', `input = jsonb_set(input, '{group}', '"${groupFor('IT – Service Desk')}"')`],
      ['pavel.horak', `input = jsonb_set(input, '{user}', '"${idFor('dana.whitfield')}"')`],
      ['viktor.lund', `action = 'add-to-group', input = jsonb_set(input, '{group}', '"${groupFor('Executives')}"')`],
    ] as const) {
      const { id, number } = await given(username)
      await change(`INSERT INTO step (request_id, plan_hash, phase, seq, action, input, state)
        SELECT request_id, plan_hash, 'end', seq, 'remove-from-group', input, 'pending' FROM step WHERE request_id = '${id}'`)
      await change(`UPDATE step SET ${edit} WHERE request_id = '${id}' AND phase = 'end'`)
      const before = await it.sandbox.writes()
      await change(`UPDATE request SET state = 'ending' WHERE id = '${id}'`)
      await run(id)
      expect(await it.sandbox.writes()).toEqual(before)
      expect(await it.stateOf(id)).toBe('needs-a-person')
      await it.chat.waitFor('#audit', new RegExp(`R-${number}: a stored row was changed`))
    }
  })

  test('never makes it look ended, or done', async () => {
    const ending = await given('aisha.rahman')
    await change(`UPDATE request SET state = 'ending' WHERE id = '${ending.id}'`)
    await run(ending.id)
    expect(await it.stateOf(ending.id)).toBe('needs-a-person')
    expect(isIn('aisha.rahman')).toBe(true)

    const running = await approved(it, 'noor.haddad', looker, 'mei.tanaka')
    await change(`UPDATE step SET state = 'failed' WHERE request_id = '${running.id}'`)
    await run(running.id)
    expect(await it.stateOf(running.id)).toBe('needs-a-person')
    expect(isIn('noor.haddad')).toBe(false)
  })
})
