// Granting less than was asked: only what the skill declares, a plan of its own, earlier votes void, the asker told.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hours, minutes } from '../../src/clock.ts'
import { runRequest } from '../../src/gate/gate.ts'
import type { Organisation } from '../../src/organisation/organisation.ts'
import { hashPlan } from '../../src/plan.ts'
import { shownColumns } from '../../src/requests/request.ts'
import { askForGroup, idFor, startTestLatchkey, type TestLatchkey } from '../latchkey.ts'
import { joining, load } from './quietly.ts'

/** Whoever gets into a group also needs somebody of security: two decisions. And proof is asked for. */
const organisation = (example: Organisation): Organisation => ({
  ...example,
  skills: {
    ...example.skills,
    'join-group': { enabled: true, proof: 'S1', approvals: [{ by: ['security'] }], limit: undefined },
  },
})

let it: TestLatchkey
beforeAll(async () => {
  it = await startTestLatchkey({ organisation })
})
afterAll(() => it.stop())

const looker = 'Looker – Analyst'
const members = () =>
  [...it.sandbox.state.groups.values()].find(({ name }) => name === looker)?.members ?? new Set<string>()

async function prove(username: string) {
  const push = await it.phone(username).ring()
  await it.phone(username).accept(push.id)
  await it.chat.press(username, 'Type the code')
  expect(await it.chat.submit(username, { code: push.code })).toEqual({})
}

describe('granting less', () => {
  test('voids the earlier yes, asks the person to prove again, and needs everybody’s yes to the new plan', async () => {
    await askForGroup(it, 'leo.brandt')
    await prove('leo.brandt')
    await it.chat.waitFor('felix.braun', /Leo Brandt asks/)
    const wide = await it.requestOf('leo.brandt')
    await it.chat.press('felix.braun', 'Approve 7 days')
    await it.chat.waitFor('felix.braun', /Approved by Felix Braun/)
    const stale = await it.chat.buttonOf('tom.okafor', 'Approve 7 days')
    await it.chat.press('mei.tanaka', 'Approve 1 day')
    await it.chat.waitFor('leo.brandt', /first, is it you/)
    const narrow = await load(it, wide.id)
    expect(narrow.planHash).not.toBe(wide.planHash)
    expect(hashPlan(narrow.plan)).toBe(narrow.planHash)
    expect([narrow.input.days, narrow.plan.steps[0]?.lastsSeconds]).toEqual([1, 86_400])
    // The old card is worth nothing any more.
    await it.chat.pressHandle('tom.okafor', stale)
    await prove('leo.brandt')
    await it.chat.waitFor('leo.brandt', /Waiting for/)
    await it.settled()
    const votes = await it.db.selectFrom('vote').select('person').where('plan_hash', '=', narrow.planHash).execute()
    expect(votes).toEqual([{ person: idFor('mei.tanaka') }])
    expect(members().has(idFor('leo.brandt'))).toBe(false)
    await it.chat.press('felix.braun', 'Approve 1 day')
    const done = await it.chat.waitFor('leo.brandt', /approved and done/)
    expect(done.body.join()).toMatch(/for 1 day/)
    expect((await load(it, wide.id)).row.ends_at?.getTime()).toBeCloseTo(it.clock.now().getTime() + 86_400_000, -6)
  }, 40_000)

  test('is refused for more, the same, nonsense, another field, and several', async () => {
    await askForGroup(it, 'grace.mbeki')
    await prove('grace.mbeki')
    await it.chat.waitFor('mei.tanaka', /Grace Mbeki asks/)
    const { id, planHash } = await it.requestOf('grace.mbeki')
    for (const input of [
      { days: 7 },
      { days: 8 },
      { days: 0 },
      { days: -1 },
      { days: '1' },
      { days: null },
      {},
      { group: 'Looker – Admin' },
      { days: 1, group: 'Looker – Admin' },
      { days: 1, reason: 'another one' },
      { reason: 'another one' },
    ]) {
      const handle = await it.handleFor('mei.tanaka', { do: 'narrow', request: id, hash: planHash, input })
      await it.chat.pressHandle('mei.tanaka', handle)
    }
    await it.settled()
    const request = await load(it, id)
    expect([request.planHash, request.state, request.input.days]).toEqual([planHash, 'approving', 7])
    expect(await it.db.selectFrom('vote').selectAll().where('request_id', '=', id).execute()).toEqual([])
  })

  test('to a plan that was given up for a narrower one: the wider one cannot come back', async () => {
    const { id, planHash } = await it.requestOf('leo.brandt')
    const request = await load(it, id)
    const wide = await it.db
      .selectFrom('plan')
      .select('hash')
      .where('request_id', '=', id)
      .where('hash', '!=', planHash)
      .executeTakeFirstOrThrow()
    await it.sandbox.changeMember(looker, 'leo.brandt', 'remove')
    // Its words were sealed once, and may have been copied then.
    const wider = shownColumns(it.core, { ...request, input: { ...request.input, days: 7 } }, request.shown)
    await it.db
      .updateTable('request')
      .set({ state: 'ready', plan_hash: wide.hash, ...wider })
      .where('id', '=', id)
      .execute()
    await runRequest(it.core, id, AbortSignal.timeout(10_000))
    expect(await it.stateOf(id)).toBe('failed')
    expect(members().has(idFor('leo.brandt'))).toBe(false)
  })
})

describe('two decisions', () => {
  test('the next in line, who joined when nobody decided, counts also after the first yes', async () => {
    const request = await joining(it, 'tomas.novak', looker)
    await it.core.store.tx((tx) => tx.enqueue('start-proof', { request: request.id }))
    await prove('tomas.novak')
    await it.chat.waitFor('mei.tanaka', /Tomas Novak asks/)
    await it.advance(hours(2) + minutes(1))
    await it.chat.press('omar.farouk', 'Approve 7 days', /Tomas Novak asks/)
    await it.settled()
    expect(await it.stateOf(request.id)).toBe('approving')
    await it.chat.press('felix.braun', 'Approve 7 days', /Tomas Novak asks/)
    await it.chat.waitFor('tomas.novak', /approved and done/)
  })

  test('need two people, also where one person could give both', async () => {
    // Nadia gets both roles: she is of security, and an owner by the catalogue of this moment.
    const request = await joining(it, 'hana.suzuki', looker)
    expect(request.state).toBe('proving')
    await it.core.store.tx((tx) => tx.enqueue('start-proof', { request: request.id }))
    await prove('hana.suzuki')
    await it.chat.waitFor('mei.tanaka', /Hana Suzuki asks/)
    await it.sandbox.changeMember('Security', 'mei.tanaka', 'add')
    await it.chat.press('mei.tanaka', 'Approve 7 days', /Hana Suzuki asks/)
    await it.settled()
    expect(await it.stateOf(request.id)).toBe('approving')
    const again = await it.handleFor('mei.tanaka', { do: 'approve', request: request.id, hash: request.planHash })
    await it.chat.pressHandle('mei.tanaka', again)
    await it.settled()
    expect(await it.stateOf(request.id)).toBe('approving')
    await it.chat.press('tom.okafor', 'Approve 7 days', /Hana Suzuki asks/)
    await it.chat.waitFor('hana.suzuki', /approved and done/)
    await it.sandbox.changeMember('Security', 'mei.tanaka', 'remove')
  })
})
